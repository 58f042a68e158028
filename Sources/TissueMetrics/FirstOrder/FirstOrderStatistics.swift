internal import Foundation

/// First-order statistics of a grey-level histogram, by the IBSI reference manual (families UHIW and ZVCW with bins one level
/// wide, where both agree).
///
/// Power sums are whole numbers about the level nearest to the mean, so that nothing is rounded before the last division and
/// the mean is at most half a level away. With 16-bit levels a fourth power is below 2^64 and a sum over 2^62 pixels below
/// 2^126: `Int128` holds it.
package struct FirstOrderStatistics: Hashable, Sendable {
    /// Q4LE, grey levels.
    package private(set) var mean = Availability.emptyRegion
    /// ECT3, divided by N.
    package private(set) var variance = Availability.emptyRegion
    /// The root of the variance, grey levels.
    package private(set) var standardDeviation = Availability.emptyRegion
    /// Y12H, the mean of the two middle levels where their number is even.
    package private(set) var median = Availability.emptyRegion
    /// QG58, nearest rank.
    package private(set) var percentile10 = Availability.emptyRegion
    /// 8DWT, nearest rank.
    package private(set) var percentile90 = Availability.emptyRegion
    /// KE2A.
    package private(set) var skewness = Availability.emptyRegion
    /// IPH6: the normal distribution has 0.
    package private(set) var excessKurtosis = Availability.emptyRegion
    /// TLU2, bits, over all levels of the histogram.
    package private(set) var entropy = Availability.emptyRegion
    /// 1GSF.
    package private(set) var minimum = Availability.emptyRegion
    /// 84IY.
    package private(set) var maximum = Availability.emptyRegion

    /// The statistics of a histogram; none is available where it is empty.
    package init(_ histogram: GreyHistogram) {
        guard let levels = histogram.range else { return }
        minimum = .value(Double(levels.lowerBound))
        maximum = .value(Double(levels.upperBound))
        percentile10 = .value(Double(histogram.level(atPercent: 10)))
        percentile90 = .value(Double(histogram.level(atPercent: 90)))
        median = .value(Double(histogram.twiceMedian) / 2)
        entropy = .value(Self.entropy(of: histogram.counts, total: histogram.total))

        let moments = CentralMoments(counts: histogram.counts, total: histogram.total, levels: levels)
        mean = .value(moments.mean)
        variance = .value(moments.second)
        standardDeviation = .value(moments.second.squareRoot())
        guard levels.count > 1 else {
            skewness = .zeroVariance
            excessKurtosis = .zeroVariance
            return
        }
        skewness = Availability(finite: moments.third / (moments.second * moments.second.squareRoot()))
        excessKurtosis = Availability(finite: moments.fourth / (moments.second * moments.second) - 3)
    }

    private static func entropy(of counts: [Int], total: Int) -> Double {
        var sum = 0.0
        for count in counts where count > 0 {
            let probability = Double(count) / Double(total)
            sum -= probability * log2(probability)
        }
        return max(0, sum)
    }
}
