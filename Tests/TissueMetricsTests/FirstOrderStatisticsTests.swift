import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("First-order statistics")
struct FirstOrderStatisticsTests {
    /// The discrete uniform distribution on n levels: variance (n²−1)/12, excess kurtosis −6(n²+1)/(5(n²−1)).
    @Test("uniform grey levels have their closed forms", arguments: [256, 65_536], [1, 1000])
    func uniform(levels: Int, each: Int) throws {
        let statistics = FirstOrderStatistics(GreyHistogram(counts: [Int](repeating: each, count: levels)))
        let n = Double(levels)
        #expect(statistics.mean == .value((n - 1) / 2))
        #expect(statistics.median == .value((n - 1) / 2))
        #expect(statistics.variance == .value((n * n - 1) / 12))
        #expect(statistics.entropy == .value(log2(n)))
        #expect(statistics.percentile10 == .value((0.1 * n).rounded(.up) - 1))
        #expect(statistics.percentile90 == .value((0.9 * n).rounded(.up) - 1))
        // The terms of the third moment are of the order of n³; they cancel to rounding, 2^-53 of that.
        #expect(abs(try #require(statistics.skewness.value)) < 1e-12)
        let kurtosis = -6 * (n * n + 1) / (5 * (n * n - 1))
        #expect(abs(try #require(statistics.excessKurtosis.value) - kurtosis) < 1e-12)
    }

    @Test("no pixel, no number", .tags(.law6))
    func empty() {
        let statistics = FirstOrderStatistics(GreyHistogram(levels: 256))
        for number in [
            statistics.mean, statistics.variance, statistics.median, statistics.percentile10, statistics.skewness,
            statistics.excessKurtosis, statistics.entropy, statistics.minimum, statistics.maximum,
        ] { #expect(number == .emptyRegion) }
    }

    @Test("equal pixels have variance and entropy 0 and no skewness or kurtosis", .tags(.law6), arguments: [1, 4096])
    func constant(pixels: Int) {
        var counts = [Int](repeating: 0, count: 65_536)
        counts[65_535] = pixels
        let statistics = FirstOrderStatistics(GreyHistogram(counts: counts))
        #expect(statistics.mean == .value(65_535))
        #expect(statistics.variance == .value(0))
        #expect(statistics.entropy == .value(0))
        #expect(statistics.percentile90 == .value(65_535))
        #expect(statistics.skewness == .zeroVariance)
        #expect(statistics.excessKurtosis == .zeroVariance)
    }

    /// Bernoulli: skewness (1−2p)/√(pq), excess kurtosis (1−6pq)/(pq). One white pixel among a thousand million is the worst
    /// case for cancelling, and the largest levels for overflow.
    @Test("two far levels keep their precision", arguments: [1, 500_000_000])
    func bernoulli(white: Int) throws {
        let all = 1_000_000_000
        var counts = [Int](repeating: 0, count: 65_536)
        counts[0] = all - white
        counts[65_535] = white
        let statistics = FirstOrderStatistics(GreyHistogram(counts: counts))
        let p = Double(white) / Double(all)
        let spread = p * (1 - p)
        let skewness = (1 - 2 * p) / spread.squareRoot()
        let kurtosis = (1 - 6 * spread) / spread
        #expect(abs(try #require(statistics.variance.value) / (spread * 65_535 * 65_535) - 1) < 1e-12)
        #expect(abs(try #require(statistics.skewness.value) - skewness) <= 1e-9 * max(1, abs(skewness)))
        #expect(abs(try #require(statistics.excessKurtosis.value) - kurtosis) <= 1e-9 * max(1, abs(kurtosis)))
    }

    @Test("a shift moves the mean and changes no moment, to the bit", arguments: 0..<16)
    func shift(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let counts = (0..<100).map { _ in Int.random(in: 0...50, using: &generator) }
        let here = FirstOrderStatistics(GreyHistogram(counts: counts + [Int](repeating: 0, count: 156)))
        let there = FirstOrderStatistics(
            GreyHistogram(counts: [Int](repeating: 0, count: 128) + counts + [Int](repeating: 0, count: 28))
        )
        #expect(here.variance == there.variance)
        #expect(here.skewness == there.skewness)
        #expect(here.excessKurtosis == there.excessKurtosis)
        #expect(here.entropy == there.entropy)
        let difference = try #require(there.mean.value) - #require(here.mean.value)
        #expect(abs(difference - 128) < 1e-12)
    }

    @Test("merging is counting together, in any order", arguments: 0..<16)
    func merge(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let levels = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        var whole = GreyHistogram(levels: 256)
        whole.add(levels.shuffled(using: &generator)[...])
        var first = GreyHistogram(levels: 256)
        var second = GreyHistogram(levels: 256)
        first.add(levels[..<300])
        second.add(levels[300...])
        second.merge(first)
        #expect(second == whole)
    }

    /// Truth: Rayleigh amplitudes have skewness 2√π(π−3)/(4−π)^1.5 and excess kurtosis −(6π²−24π+16)/(4−π)². With 250,000 samples
    /// the standard errors are about 0.006 and 0.02; quantised to whole levels at sigma 40 the bias is below a tenth of that.
    @Test("Rayleigh speckle has Rayleigh moments", arguments: 0..<2)
    func rayleigh(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed) + 77)
        var histogram = GreyHistogram(levels: 256)
        for _ in 0..<250_000 {
            let uniform = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
            histogram.add(level: min(255, Int((40 * (-2 * log(uniform)).squareRoot()).rounded())))
        }
        let statistics = FirstOrderStatistics(histogram)
        let pi = Double.pi
        // Five standard errors: sd √(2−π/2)·40 = 26.2, over √250,000.
        #expect(abs(try #require(statistics.mean.value) - 40 * (pi / 2).squareRoot()) < 5 * 0.0524)
        #expect(
            abs(try #require(statistics.skewness.value) - 2 * pi.squareRoot() * (pi - 3) / pow(4 - pi, 1.5)) < 0.015
        )
        let kurtosis = -(6 * pi * pi - 24 * pi + 16) / ((4 - pi) * (4 - pi))
        #expect(abs(try #require(statistics.excessKurtosis.value) - kurtosis) < 0.1)
    }

    @Test("the nearest rank is ⌈qN⌉ in whole numbers", arguments: [(70, 6, 62), (10, 0, 8), (1, 0, 0), (11, 1, 9)])
    func rank(pixels: Int, tenth: Int, ninetieth: Int) {
        let statistics = FirstOrderStatistics(GreyHistogram(counts: [Int](repeating: 1, count: pixels)))
        #expect(statistics.percentile10 == .value(Double(tenth)))
        #expect(statistics.percentile90 == .value(Double(ninetieth)))
    }

    @Test(
        "frames reduce to median and interquartile range",
        arguments: [([3.0, 1, 2], 2.0, 2.0), ([4, 1, 2, 3], 2.5, 2), ([7], 7, 0)]
    )
    func frames(values: [Double], median: Double, range: Double) throws {
        let summary = try #require(FrameSummary(values))
        #expect(summary.median == median)
        #expect(summary.interquartileRange == range)
        #expect(FrameSummary([]) == nil)
    }
}
