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
        let counts = histogram.counts
        let total = histogram.total
        guard total > 0, let least = counts.firstIndex(where: { $0 > 0 }),
            let most = counts.lastIndex(where: { $0 > 0 })
        else { return }
        minimum = .value(Double(least))
        maximum = .value(Double(most))
        percentile10 = .value(Double(Self.level(ofRank: Self.rank(percent: 10, of: total), in: counts)))
        percentile90 = .value(Double(Self.level(ofRank: Self.rank(percent: 90, of: total), in: counts)))
        let lower = Self.level(ofRank: (total + 1) / 2, in: counts)
        let upper = Self.level(ofRank: total / 2 + 1, in: counts)
        median = .value(Double(lower + upper) / 2)
        entropy = .value(Self.entropy(of: counts, total: total))

        let moments = CentralMoments(counts: counts, total: total, levels: least...most)
        mean = .value(moments.mean)
        variance = .value(moments.second)
        standardDeviation = .value(moments.second.squareRoot())
        guard least < most else {
            skewness = .zeroVariance
            excessKurtosis = .zeroVariance
            return
        }
        skewness = Availability(finite: moments.third / (moments.second * moments.second.squareRoot()))
        excessKurtosis = Availability(finite: moments.fourth / (moments.second * moments.second) - 3)
    }

    /// ⌈qN⌉ in whole numbers: 0.1 · 70 in floating point is more than 7.
    private static func rank(percent: Int, of total: Int) -> Int {
        let product = total.multipliedFullWidth(by: percent)
        let (quotient, remainder) = 100.dividingFullWidth(product)
        return max(1, quotient + (remainder > 0 ? 1 : 0))
    }

    private static func level(ofRank rank: Int, in counts: [Int]) -> Int {
        var seen = 0
        for (level, count) in counts.enumerated() {
            seen += count
            if seen >= rank { return level }
        }
        return counts.count - 1
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
