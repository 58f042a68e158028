import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Log compression, dynamic range and signal-to-noise ratio")
struct EnvelopeTests {
    @Test("tables run in equal decibels from the top, which is 1", arguments: [255, 4095, 65_535])
    func tables(topLevel: Int) {
        let compression = LogCompression(dynamicRangeDecibels: 60, topLevel: topLevel)
        #expect(compression.amplitude.count == topLevel + 1)
        #expect(compression.amplitude[topLevel] == 1)
        #expect(compression.intensity[topLevel] == 1)
        #expect(compression.logIntensity[topLevel] == 0)
        #expect(abs(compression.amplitude[0] / 1e-3 - 1) < 1e-12)
        #expect(abs(compression.intensity[0] / 1e-6 - 1) < 1e-12)
        #expect(abs(compression.decibelsPerLevel * Double(topLevel) - 60) < 1e-12)
        for level in [1, topLevel / 3, topLevel - 1] {
            let amplitude = compression.amplitude[level]
            #expect(abs(compression.intensity[level] / (amplitude * amplitude) - 1) < 1e-12)
            #expect(abs(exp(compression.logIntensity[level]) / compression.intensity[level] - 1) < 1e-12)
        }
    }

    /// Two levels as often: E and variance in closed form.
    @Test("moments are those of the levels, and clipped ones have no logs")
    func moments() throws {
        let compression = LogCompression(dynamicRangeDecibels: 51, topLevel: 255)
        // 0.2 dB a level: 155 is −20 dB, 205 is −10 dB.
        var counts = [Int](repeating: 0, count: 300)
        (counts[155], counts[205]) = (4, 4)
        let plain = EnvelopeMoments(GreyHistogram(counts: counts), compression: compression)
        let (low, high) = (0.01, 0.1)
        #expect(abs(plain.intensity - (low + high) / 2) < 1e-15)
        #expect(abs(plain.squaredIntensity - (low * low + high * high) / 2) < 1e-15)
        #expect(abs(plain.intensityVariance - pow((high - low) / 2, 2)) < 1e-15)
        #expect(abs(plain.amplitude - (0.1 + 0.1.squareRoot()) / 2) < 1e-15)
        #expect(abs(plain.logIntensity - (log(low) + log(high)) / 2) < 1e-14)
        #expect(abs(plain.intensityLogIntensity - (low * log(low) + high * log(high)) / 2) < 1e-15)
        #expect(
            abs(try #require(plain.x) - (log(low) * low + log(high) * high) / (low + high) + log(low * high) / 2)
                < 1e-13
        )
        #expect(abs(try #require(plain.u) - log(low * high) / 2 + log((low + high) / 2)) < 1e-13)

        // Levels above the top count as the top.
        (counts[0], counts[255], counts[299]) = (1, 2, 3)
        let clipped = EnvelopeMoments(GreyHistogram(counts: counts), compression: compression)
        #expect(clipped.clipping.total == 14)
        #expect(clipped.clipping.atLeast == 1)
        #expect(clipped.clipping.atTop == 5)
        #expect(clipped.clipping.unclipped == 8)
        #expect(clipped.logIntensity == plain.logIntensity)
        #expect(clipped.unclippedIntensity == plain.intensity)
        #expect(abs(clipped.intensity - (4 * low + 4 * high + 5 + pow(10, -5.1)) / 14) < 1e-15)
    }

    /// Rayleigh: √(π/(4−π)), with sd 1.36/√N, and 1 with sd 1/√N: the exponential's skewness 2 and kurtosis 9 in
    /// (1 − s·skewness + s²(kurtosis−1)/4)/N. Rounding to 0.235 dB is a ten-thousandth.
    @Test("Rayleigh speckle has its ratios, also from 8 bits", arguments: 0..<3)
    func rayleigh(seed: Int) throws {
        var draws = SpeckleDraws(seed: seed)
        let count = 100_000
        let intensities = (0..<count).map { _ in draws.exponential() * 0.03 }
        for store in [GreyStore.fine, .clinical] {
            let ratios = SpeckleSNR(store.moments(intensities), effectiveSamples: .value(Double(count)))
            let (amplitude, intensity) = (ratios.amplitude, ratios.intensity)
            let root = Double(count).squareRoot()
            #expect(abs(try #require(amplitude.value.value) - 1.9131) < 4 * 1.36 / root + 2e-4)
            #expect(abs(try #require(intensity.value.value) - 1) < 4 / root + 2e-4)
            #expect(abs(try #require(amplitude.standardError) * root / 1.36 - 1) < 0.05)
            // The fourth moment of an exponential intensity converges slowly: a relative sd of √(8!/4!² − 1)/√N = 2.6 %.
            #expect(abs(try #require(intensity.standardError) * root - 1) < 0.15)
        }
    }

    @Test("a factor of amplitude leaves the ratios as they are", arguments: [-50, 30])
    func factor(shift: Int) throws {
        var draws = SpeckleDraws(seed: 6)
        var counts = [Int](repeating: 0, count: 256)
        for _ in 0..<5000 { counts[min(max(GreyStore.clinical.level(draws.exponential() * 0.02), 60), 220)] += 1 }
        let moved = (0..<256).map { (0..<256).contains($0 - shift) ? counts[$0 - shift] : 0 }
        let here = ratios(counts)
        let there = ratios(moved)
        let amplitudes = (try #require(here.amplitude.value.value), try #require(there.amplitude.value.value))
        #expect(abs(amplitudes.0 / amplitudes.1 - 1) < 1e-12)
        let intensities = (try #require(here.intensity.value.value), try #require(there.intensity.value.value))
        #expect(abs(intensities.0 / intensities.1 - 1) < 1e-12)
    }

    private func ratios(_ counts: [Int], samples: Availability = .value(5000)) -> SpeckleSNR {
        SpeckleSNR(
            EnvelopeMoments(GreyHistogram(counts: counts), compression: GreyStore.clinical.compression),
            effectiveSamples: samples
        )
    }

    @Test("the ratios say what they lack", .tags(.law6))
    func refused() {
        var counts = [Int](repeating: 0, count: 256)
        #expect(ratios(counts).amplitude.value == .notAvailable("no pixel to measure in the region of interest"))
        counts[90] = 1
        #expect(ratios(counts).amplitude.value == .zeroVariance)
        counts[90] = 4000
        #expect(ratios(counts).intensity.value == .zeroVariance)
        counts[91] = 100
        #expect(ratios(counts).intensity.value.value != nil)
        let few = ratios(counts, samples: .value(12.9)).amplitude
        #expect(few.value == .notAvailable("12 independent samples, fewer than the 350 needed"))
        let none = ratios(counts, samples: .value(-.infinity)).amplitude
        #expect(none.value == .notAvailable("0 independent samples, fewer than the 350 needed"))
        #expect(ratios(counts, samples: .value(.nan)).amplitude.value.value == nil)
        counts[255] = 42
        #expect(ratios(counts).amplitude.value.value == nil)
        #expect(ratios(counts).amplitude.standardError == nil)
    }

    /// sd(p) of speckle stored over DR is 5.570·255/DR levels, so that the estimate is DR; its standard error is 1.05/√N, and
    /// rounding to whole levels adds 1/12 to a variance of 560 and more.
    @Test("the dynamic range of fully developed speckle comes back", arguments: [40.0, 60], [255, 4095])
    func estimate(decibels: Double, topLevel: Int) throws {
        let store = GreyStore(compression: LogCompression(dynamicRangeDecibels: decibels, topLevel: topLevel))
        var draws = SpeckleDraws(seed: 17)
        let count = 40_000
        // 12 dB below the top: clipped with e^−16 there and, at 40 dB, 0.16 % at the bottom.
        let histogram = store.histogram((0..<count).map { _ in draws.exponential() / 16 })
        let estimate = try #require(
            DynamicRange.estimate(from: histogram, topLevel: topLevel, effectiveSamples: .value(Double(count))).value
        )
        // At 40 dB the clipped f = 0.16 % would lie an exponential of mean 1 below a bound that is d = 5.9 below the mean of ln I:
        // its variance of 1.645 loses f(2d + 2) = 0.022, and its root 0.7 %.
        #expect(abs(estimate / decibels - 1) < 4 * 1.05 / Double(count).squareRoot() + 0.007)
        #expect(abs(DynamicRange.speckleSpreadDecibels - 5.570) < 5e-4)
    }

    @Test("a dynamic range isn't estimated from what is not speckle", .tags(.law6))
    func noEstimate() {
        var counts = [Int](repeating: 0, count: 256)
        let estimate = { (counts: [Int], samples: Double) in
            DynamicRange.estimate(from: GreyHistogram(counts: counts), topLevel: 255, effectiveSamples: .value(samples))
        }
        #expect(estimate(counts, 1000) == .notAvailable("no pixel to measure in the region of interest"))
        counts[100] = 5000
        #expect(estimate(counts, 1000) == .zeroVariance)
        counts[101] = 5000
        // A spread of half a level would be 2,800 dB.
        #expect(estimate(counts, 1000) == .notAvailable("the spread of the grey levels is not that of speckle"))
        #expect(estimate(counts, 349) == .notAvailable("349 independent samples, fewer than the 350 needed"))
    }

    @Test(
        "the dynamic range is that of the first source, never estimated from the region that it measures",
        .tags(.law6)
    )
    func choice() throws {
        let given = try #require(DynamicRange(decibels: 60, source: .given))
        let stated = try #require(DynamicRange(decibels: 70, source: .stated))
        let liver = try #require(DynamicRange(decibels: 55, source: .estimated(region: "liver")))
        let choose = DynamicRange.choose
        #expect(choose("liver", [given, stated, liver]) == .known(given))
        #expect(choose("liver", [nil, stated, liver]) == .known(stated))
        #expect(choose("kidney", [nil, nil, liver]) == .known(liver))
        #expect(
            choose("liver", [nil, nil, liver])
                == .unknown("the dynamic range is known only from the region that is measured")
        )
        #expect(choose("liver", [nil]) == .unknown("dynamic range unknown"))
        for decibels in [0, -60, 9.9, 201, Double.nan, .infinity] {
            #expect(DynamicRange(decibels: decibels, source: .stated) == nil)
        }
    }
}
