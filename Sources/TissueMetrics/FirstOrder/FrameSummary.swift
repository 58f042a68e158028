/// One number for a cine: the median of the frames' values and how they spread.
package struct FrameSummary: Hashable, Sendable {
    /// The mean of the two middle values where their number is even.
    package let median: Double
    /// Third less first quartile, by nearest rank.
    package let interquartileRange: Double
    /// Values.
    package let count: Int

    /// Nil where there is no value.
    ///
    /// - Parameter values: finite, in any order.
    package init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        count = sorted.count
        median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
        interquartileRange = sorted[(3 * count + 3) / 4 - 1] - sorted[(count + 3) / 4 - 1]
    }
}
