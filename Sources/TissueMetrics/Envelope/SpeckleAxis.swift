/// The autocorrelation of speckle along one axis.
struct SpeckleAxis {
    /// The most lags, pixels: speckle that is coarser is not measured.
    static let mostLag = 48
    private static let end = 0.1
    static let correlated = Availability.notAvailable(
        "the speckle is coarser than half of the region, or the region is not homogeneous"
    )

    /// From lag 0 to the last before the first that is below 0.1.
    private(set) var correlations = [1.0]
    /// Whether there is such a lag within half of the extent.
    private(set) var hasEnded = false
    /// Full width at half maximum, pixels, by a straight line between two lags.
    private(set) var fullWidth = SpeckleAxis.correlated

    /// - Parameters:
    ///   - extent: pixels of the patch on this axis, positive.
    ///   - correlation: at a lag, nil where too few pixels have a partner.
    init(extent: Int, correlation: (Int) -> Double?) {
        guard extent > 1 else {
            // There is nothing to be correlated with.
            hasEnded = true
            fullWidth = .notAvailable("the region is one pixel wide on this axis")
            return
        }
        for lag in 1...max(1, min(Self.mostLag, extent / 2)) {
            guard let value = correlation(lag) else { return }
            let previous = correlations[lag - 1]
            if value < 0.5, previous >= 0.5 {
                fullWidth = .value(2 * (Double(lag - 1) + (previous - 0.5) / (previous - value)))
            }
            guard value >= Self.end else {
                hasEnded = true
                return
            }
            correlations.append(value)
        }
    }
}
