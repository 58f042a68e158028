/// What families UHIW and ZVCW of the IBSI reference manual have beyond `FirstOrderStatistics`: from the histogram, in whole
/// numbers up to the last division. With 16-bit levels a sum of |N·x − Σx| over 2^40 pixels is below 2^96: `Int128` holds it.
package struct DispersionStatistics: Hashable, Sendable {
    /// SALO, WR0O: third less first quartile, by nearest rank.
    package private(set) var interquartileRange = Availability.emptyRegion
    /// 2OJQ, 5Z3W.
    package private(set) var range = Availability.emptyRegion
    /// 4FUA, D2ZX: about the mean.
    package private(set) var meanAbsoluteDeviation = Availability.emptyRegion
    /// 1128, WRZB: of the levels from the 10th to the 90th percentile, about their mean.
    package private(set) var robustMeanAbsoluteDeviation = Availability.emptyRegion
    /// N72L, 4RNL: the mean deviation from the median.
    package private(set) var medianAbsoluteDeviation = Availability.emptyRegion
    /// 7TET, CWYJ: standard deviation over mean.
    package private(set) var coefficientOfVariation = Availability.emptyRegion
    /// 9S40, SLWD: difference over sum of the third and the first quartile.
    package private(set) var quartileCoefficientOfDispersion = Availability.emptyRegion
    /// N8CA: the sum of the squares.
    package private(set) var energy = Availability.emptyRegion
    /// 5ZWQ.
    package private(set) var rootMeanSquare = Availability.emptyRegion
    /// AMMC: the most frequent level; of several the one nearest to the mean, of two as near the lesser.
    package private(set) var mode = Availability.emptyRegion
    /// BJ5W: the sum of the squared fractions.
    package private(set) var uniformity = Availability.emptyRegion

    /// The statistics of a histogram; none is available where it is empty.
    package init(_ histogram: GreyHistogram) {
        guard let levels = histogram.range else { return }
        let all = Spread(histogram, levels)
        let first = histogram.level(atPercent: 25)
        let third = histogram.level(atPercent: 75)
        interquartileRange = .value(Double(third - first))
        range = .value(Double(levels.upperBound - levels.lowerBound))
        meanAbsoluteDeviation = .value(all.meanDeviation(from: all.sum, over: all.number))
        let middle = Spread(histogram, histogram.level(atPercent: 10)...histogram.level(atPercent: 90))
        robustMeanAbsoluteDeviation = .value(middle.meanDeviation(from: middle.sum, over: middle.number))
        medianAbsoluteDeviation = .value(all.meanDeviation(from: Int128(histogram.twiceMedian), over: 2))
        let moments = CentralMoments(counts: histogram.counts, total: histogram.total, levels: levels)
        coefficientOfVariation =
            moments.mean > 0
            ? Availability(finite: moments.second.squareRoot() / moments.mean) : .notAvailable("the mean is 0")
        quartileCoefficientOfDispersion =
            first + third > 0
            ? .value(Double(third - first) / Double(first + third)) : .notAvailable("both quartiles are 0")
        energy = .value(Double(all.squares))
        rootMeanSquare = .value((Double(all.squares) / Double(histogram.total)).squareRoot())
        mode = .value(Double(all.mode))
        uniformity = .value(all.uniformity)
    }

    /// Some adjoining levels of a histogram, of which at least one has a pixel.
    private struct Spread {
        let counts: ArraySlice<Int>
        private(set) var number: Int128 = 0
        private(set) var sum: Int128 = 0
        private(set) var squares: Int128 = 0

        init(_ histogram: GreyHistogram, _ levels: ClosedRange<Int>) {
            counts = histogram.counts[levels]
            for level in levels where counts[level] > 0 {
                let count = Int128(counts[level])
                number += count
                sum += Int128(level) * count
                squares += Int128(level) * Int128(level) * count
            }
        }

        /// The mean of |x − centre|.
        ///
        /// - Parameters:
        ///   - centre: times `denominator`.
        ///   - denominator: positive.
        /// - Returns: it, not negative.
        func meanDeviation(from centre: Int128, over denominator: Int128) -> Double {
            var deviations: Int128 = 0
            for level in counts.indices where counts[level] > 0 {
                deviations += Int128(counts[level]) * abs(denominator * Int128(level) - centre)
            }
            return Double(deviations) / Double(denominator) / Double(number)
        }

        var mode: Int {
            var best = counts.startIndex
            for level in counts.indices where counts[level] > 0 {
                let isNearer =
                    (number * Int128(level) - sum).magnitude < (number * Int128(best) - sum).magnitude
                if counts[level] > counts[best] || (counts[level] == counts[best] && isNearer) { best = level }
            }
            return best
        }

        var uniformity: Double {
            var total: Int128 = 0
            for count in counts { total += Int128(count) * Int128(count) }
            return Double(total) / Double(number) / Double(number)
        }
    }
}
