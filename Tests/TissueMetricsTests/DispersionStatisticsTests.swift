import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Dispersion of grey levels")
struct DispersionStatisticsTests {
    /// Levels 0 to n−1 alike: mean deviation n/4, quartiles of rank n/4 and 3n/4, Σx² = (n−1)n(2n−1)/6.
    @Test("uniform grey levels have their closed forms", arguments: [256, 65_536], [1, 1000])
    func uniform(levels: Int, each: Int) throws {
        let statistics = DispersionStatistics(GreyHistogram(counts: [Int](repeating: each, count: levels)))
        let n = Double(levels)
        #expect(statistics.meanAbsoluteDeviation == .value(n / 4))
        #expect(statistics.medianAbsoluteDeviation == .value(n / 4))
        #expect(statistics.interquartileRange == .value(n / 2))
        #expect(statistics.quartileCoefficientOfDispersion == .value((n / 2) / (n - 2)))
        #expect(statistics.range == .value(n - 1))
        #expect(statistics.uniformity == .value(1 / n))
        let squares = (n - 1) * (2 * n - 1) / 6
        #expect(statistics.energy == .value(squares * n * Double(each)))
        #expect(statistics.rootMeanSquare == .value(squares.squareRoot()))
        // All as frequent: of the two nearest to the mean the lesser.
        #expect(statistics.mode == .value(n / 2 - 1))
        let variation = try #require(statistics.coefficientOfVariation.value)
        #expect(abs(variation - ((n * n - 1) / 12).squareRoot() / ((n - 1) / 2)) < 1e-12)
    }

    /// The definitions, on the sorted pixels instead of the histogram.
    @Test("agrees with the definitions on drawn pixels", arguments: 0..<16 as Range<UInt64>)
    func drawn(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let pixels = (0..<501 + Int(seed)).map { _ in Int(random.next() % 64 * (random.next() % 64)) / 16 }.sorted()
        var histogram = GreyHistogram(levels: 256)
        for pixel in pixels { histogram.add(level: pixel) }
        let statistics = DispersionStatistics(histogram)

        func percentile(_ fraction: Int) -> Int { pixels[(pixels.count * fraction + 99) / 100 - 1] }
        func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
        let all = pixels.map { Double($0) }
        let median = (all[(all.count - 1) / 2] + all[all.count / 2]) / 2
        let middle = all.filter { $0 >= Double(percentile(10)) && $0 <= Double(percentile(90)) }
        // Sums of about 500 numbers below 256, rounded by 2^-53 each.
        func agree(_ number: Availability, _ expected: Double) throws -> Bool {
            abs(try #require(number.value) - expected) < 1e-10
        }
        let deviation = try agree(statistics.meanAbsoluteDeviation, mean(all.map { abs($0 - mean(all)) }))
        let fromMedian = try agree(statistics.medianAbsoluteDeviation, mean(all.map { abs($0 - median) }))
        let robust = try agree(statistics.robustMeanAbsoluteDeviation, mean(middle.map { abs($0 - mean(middle)) }))
        #expect(deviation && fromMedian && robust)
        #expect(statistics.interquartileRange == .value(Double(percentile(75) - percentile(25))))
    }

    @Test("a brighter image moves the mode and keeps the spread", arguments: [1, 50])
    func shift(offset: Int) {
        let counts = [3, 0, 7, 2, 0, 7, 1]
        let before = DispersionStatistics(GreyHistogram(counts: counts))
        let after = DispersionStatistics(GreyHistogram(counts: [Int](repeating: 0, count: offset) + counts))
        // The mean is 61/20: level 2 is nearer than level 5.
        #expect(before.mode == .value(2))
        #expect(after.mode == .value(2 + Double(offset)))
        #expect(after.meanAbsoluteDeviation == before.meanAbsoluteDeviation)
        #expect(after.robustMeanAbsoluteDeviation == before.robustMeanAbsoluteDeviation)
        #expect(after.interquartileRange == before.interquartileRange)
        #expect(after.uniformity == before.uniformity)
    }

    @Test("no pixel, no number", .tags(.law6))
    func empty() {
        let statistics = DispersionStatistics(GreyHistogram(levels: 256))
        #expect(statistics.mode == .emptyRegion)
        #expect(statistics.meanAbsoluteDeviation == .emptyRegion)
        let features = TextureFeatures<IntensityHistogramFeature>(GreyHistogram(levels: 256))
        for feature in IntensityHistogramFeature.allCases { #expect(features[feature] == .emptyRegion) }
        let grey = TextureFeatures<IntensityStatisticFeature>(GreyHistogram(levels: 256))
        for feature in IntensityStatisticFeature.allCases { #expect(grey[feature] == .emptyRegion) }
    }

    @Test("black pixels have no relative spread", .tags(.law6), arguments: [1, 4096])
    func black(pixels: Int) {
        let statistics = DispersionStatistics(GreyHistogram(counts: [pixels]))
        #expect(statistics.coefficientOfVariation == .notAvailable("the mean is 0"))
        #expect(statistics.quartileCoefficientOfDispersion == .notAvailable("both quartiles are 0"))
        #expect(statistics.meanAbsoluteDeviation == .value(0))
        #expect(statistics.uniformity == .value(1))
    }

    @Test("the gradient is one-sided at the ends and central between")
    func gradient() {
        let gradient = HistogramGradient(GreyHistogram(counts: [0, 2, 5, 9, 1]))
        // 3, 3.5, −2, −8
        #expect(gradient.maximum == .value(3.5))
        #expect(gradient.maximumBin == .value(2))
        #expect(gradient.minimum == .value(-8))
        #expect(gradient.minimumBin == .value(4))
    }

    @Test("one bin has no gradient", .tags(.law6))
    func oneBin() {
        let gradient = HistogramGradient(GreyHistogram(counts: [0, 12]))
        #expect(gradient.maximum == .notAvailable("a histogram of one bin has no gradient"))
        #expect(HistogramGradient(GreyHistogram(levels: 9)).minimumBin == .emptyRegion)
    }
}
