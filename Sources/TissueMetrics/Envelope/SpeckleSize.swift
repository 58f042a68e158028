/// How large the speckle of a region is and how many independent samples the region holds: N over the sum of the
/// autocorrelation ρ of linear intensity, taken on each axis up to the first lag where ρ is below 0.1 (Wagner et al., IEEE
/// Trans. Sonics Ultrason. 30, 1983, for the correlation cell; the cut is ours).
package struct SpeckleSize: Hashable, Sendable {
    /// The most products, so that a region of any size is measured in some 20 ms: a large one is sampled row by row.
    static let mostProducts = 1 << 24

    /// N_eff: at most the number of pixels.
    package private(set) var effectiveSamples: Availability
    /// Full width at half maximum of ρ along a row, pixels.
    package private(set) var widthPixels: Availability
    /// Full width at half maximum of ρ along a column, pixels.
    package private(set) var heightPixels: Availability

    /// The speckle of a patch on the linear scale.
    ///
    /// - Parameters:
    ///   - patch: a region of interest.
    ///   - compression: how its grey levels stand for the envelope, with the same top level.
    package init(_ patch: GreyPatch, compression: LogCompression) {
        precondition(patch.topLevel == compression.topLevel, "the patch and the compression have one scale")
        self.init(patch, values: compression.intensity, rows: .asTheyAre)
    }

    /// The speckle of a patch on the linear scale, whatever gain and attenuation do with depth: each row is divided by its mean, since
    /// a trend down the patch would pass for one coarse speckle.
    ///
    /// - Parameters:
    ///   - patch: a region of interest.
    ///   - compression: how its grey levels stand for the envelope, with the same top level.
    package init(underDepthTrend patch: GreyPatch, compression: LogCompression) {
        precondition(patch.topLevel == compression.topLevel, "the patch and the compression have one scale")
        self.init(patch, values: compression.intensity, rows: .dividedByMean)
    }

    /// The speckle of a patch on its grey scale: the samples that the mean and the spread of grey levels have, known without the
    /// dynamic range. The logarithm is less correlated than the intensity, Li2(ρ)/(π²/6), and so has up to half as many again.
    ///
    /// - Parameter patch: a region of interest.
    package init(greyLevelsOf patch: GreyPatch) {
        self.init(patch, values: (0...max(0, patch.topLevel)).map(Double.init), rows: .asTheyAre)
    }

    private init(_ patch: GreyPatch, values: [Double], rows: CorrelationField.Rows) {
        guard patch.count > 0 else {
            (effectiveSamples, widthPixels, heightPixels) = (.emptyRegion, .emptyRegion, .emptyRegion)
            return
        }
        guard var field = CorrelationField(patch, values: values, rows: rows, mostProducts: Self.mostProducts) else {
            (effectiveSamples, widthPixels, heightPixels) = (.zeroVariance, .zeroVariance, .zeroVariance)
            return
        }
        field.share(among: 2 * SpeckleAxis.mostLag)
        let along = SpeckleAxis(extent: patch.width) { field.correlation(x: $0, y: 0) }
        let down = SpeckleAxis(extent: patch.height) { field.correlation(x: 0, y: $0) }
        widthPixels = along.fullWidth
        heightPixels = down.fullWidth
        guard along.hasEnded, down.hasEnded else {
            effectiveSamples = SpeckleAxis.correlated
            return
        }
        field.share(among: 2 * along.correlations.count * down.correlations.count)
        // ρ at a lag and at its opposite are one.
        var sum = 1 + 2 * (along.correlations.dropFirst().reduce(0, +) + down.correlations.dropFirst().reduce(0, +))
        for y in down.correlations.indices.dropFirst() {
            for x in along.correlations.indices.dropFirst() {
                sum += 2 * ((field.correlation(x: x, y: y) ?? 0) + (field.correlation(x: -x, y: y) ?? 0))
            }
        }
        // Noise in ρ can make the sum less than that of white noise, which is 1.
        effectiveSamples = Availability(finite: Double(patch.count) / max(1, sum))
    }

    /// The side of the least window that a map should have, pixels, odd: three speckle cells, or `EnvelopeMap.windows`' least. Nil
    /// where no window does, or the speckle is not known. (The literature asks for three pulse lengths, which an image does not
    /// tell: its cell is one pulse length or more.)
    package var leastWindowPixels: Int? {
        guard let width = widthPixels.value, let height = heightPixels.value else { return nil }
        let side = Int((3 * max(width, height)).rounded(.up)) | 1
        guard side <= EnvelopeMap.windows.upperBound else { return nil }
        return max(side, EnvelopeMap.windows.lowerBound)
    }
}
