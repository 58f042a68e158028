/// What the comparison of two regions of one frame needs to know of each.
package struct RegionLevel: Hashable, Sendable {
    /// Mean grey level.
    package var mean: Double
    /// Median grey level.
    package var median: Double
    /// Pixels that were counted.
    package var count: Int
    /// Pixels at either end of the grey scale, per cent of `count`.
    package var percentSaturated: Double
    /// Depth of the region's centre below the transducer; nil without spatial calibration.
    package var centreDepthMillimetres: Double?
    /// E[I], the mean of the decompressed intensity in any unit that the compared regions share; nil where the dynamic
    /// range is unknown.
    package var meanIntensity: Double?
    /// Independent samples among the pixels; nil where it was not measured.
    package var effectiveSamples: Double?

    package init(
        mean: Double,
        median: Double,
        count: Int,
        percentSaturated: Double,
        centreDepthMillimetres: Double? = nil,
        meanIntensity: Double? = nil,
        effectiveSamples: Double? = nil
    ) {
        self.mean = mean
        self.median = median
        self.count = count
        self.percentSaturated = percentSaturated
        self.centreDepthMillimetres = centreDepthMillimetres
        self.meanIntensity = meanIntensity
        self.effectiveSamples = effectiveSamples
    }

    /// Why the centre of this region and of another cannot be taken to lie at one depth, as a clause; nil where they
    /// can. Time gain, focus and attenuation are alike only at one depth.
    func depthMismatch(with other: RegionLevel, limitMillimetres: Double) -> String? {
        guard let depth = centreDepthMillimetres, let otherDepth = other.centreDepthMillimetres,
            depth.isFinite, otherDepth.isFinite
        else { return "the depths of the regions are not known (no spatial calibration)" }
        guard abs(depth - otherDepth) <= limitMillimetres else {
            return "the two regions are not at the same depth"
        }
        return nil
    }
}
