/// How steeply the histogram of a region's bins rises and falls (IBSI reference manual, family ZVCW): half of the difference
/// of a bin's two neighbours, and the whole difference to its one neighbour at either end. Pixels a bin.
package struct HistogramGradient: Hashable, Sendable {
    /// 12CE.
    package let maximum: Availability
    /// 8E6O: the first bin that has it.
    package let maximumBin: Availability
    /// VQB3.
    package let minimum: Availability
    /// RHQZ: the first bin that has it.
    package let minimumBin: Availability

    /// The gradient from bin 1 on; not available where there is one bin.
    ///
    /// - Parameter bins: of `DiscretisedPatch.histogram`: level 0 is no bin.
    package init(_ bins: GreyHistogram) {
        let last = bins.counts.count - 1
        guard bins.total > 0, last > 1 else {
            let reason: Availability =
                bins.total > 0 ? .notAvailable("a histogram of one bin has no gradient") : .emptyRegion
            (maximum, maximumBin, minimum, minimumBin) = (reason, reason, reason, reason)
            return
        }
        func twice(_ bin: Int) -> Int {
            switch bin {
            case 1: 2 * (bins.counts[2] - bins.counts[1])
            case last: 2 * (bins.counts[last] - bins.counts[last - 1])
            default: bins.counts[bin + 1] - bins.counts[bin - 1]
            }
        }
        var (greatest, least) = (1, 1)
        for bin in 2...last {
            if twice(bin) > twice(greatest) { greatest = bin }
            if twice(bin) < twice(least) { least = bin }
        }
        (maximum, maximumBin) = (.value(Double(twice(greatest)) / 2), .value(Double(greatest)))
        (minimum, minimumBin) = (.value(Double(twice(least)) / 2), .value(Double(least)))
    }
}
