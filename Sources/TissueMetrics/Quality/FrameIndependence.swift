/// Whether frames are independent samples of the tissue (qus.md I): persistence, or a standing picture, repeats speckle. What
/// the tissue itself repeats, as a border does, raises the correlation too, so that too few samples are claimed, never too many.
package struct FrameIndependence: Hashable, Sendable {
    private var correlations: [Double] = []

    package init() {}

    /// Takes two successive frames; a constant tile says nothing.
    package mutating func add(_ first: MotionTile, _ second: MotionTile) {
        if let correlation = Self.correlation(first, second) { correlations.append(correlation) }
    }

    /// The median over pairs (nearest rank) of the correlation between successive frames; more than 0.5 is flagged, and then
    /// the number of independent samples is not multiplied by the number of frames.
    package var medianCorrelation: Availability {
        guard !correlations.isEmpty else { return .notAvailable("there are no two frames to compare") }
        return Availability(finite: correlations.sorted()[(correlations.count - 1) / 2])
    }

    /// Pearson's coefficient at no displacement; nil where a tile is constant or sizes differ.
    private static func correlation(_ first: MotionTile, _ second: MotionTile) -> Double? {
        guard first.width == second.width, first.height == second.height else { return nil }
        var (sumA, sumB, squaresA, squaresB, products) = (0, 0, 0, 0, 0)
        for (a, b) in zip(first.levels, second.levels) {
            let (a, b) = (Int(a), Int(b))
            sumA += a
            sumB += b
            squaresA += a * a
            squaresB += b * b
            products += a * b
        }
        let count = first.levels.count
        let (spreadA, spreadB) = (count * squaresA - sumA * sumA, count * squaresB - sumB * sumB)
        guard spreadA > 0, spreadB > 0 else { return nil }
        let correlation =
            Double(count * products - sumA * sumB)
            / (Double(spreadA).squareRoot() * Double(spreadB).squareRoot())
        return min(max(correlation, -1), 1)
    }
}
