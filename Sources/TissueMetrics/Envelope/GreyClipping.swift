/// How many pixels lie at the ends of the grey scale, where the level is a bound and no value.
package struct GreyClipping: Hashable, Sendable {
    /// Pixels in all.
    package let total: Int
    /// Pixels of level 0.
    package let atLeast: Int
    /// Pixels of the top level, or above it.
    package let atTop: Int

    /// Counts a histogram's ends.
    ///
    /// - Parameters:
    ///   - histogram: of a region.
    ///   - topLevel: the top of the scale, positive.
    package init(_ histogram: GreyHistogram, topLevel: Int) {
        total = histogram.total
        atLeast = histogram.counts[0]
        atTop = histogram.counts.dropFirst(topLevel).reduce(0, +)
    }

    /// Pixels that are neither.
    package var unclipped: Int { total - atLeast - atTop }
}
