import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("K-distribution and the moments of the envelope")
struct KDistributionTests {
    private let compression = GreyStore.clinical.compression

    private func moments(_ counts: [Int]) -> EnvelopeMoments {
        EnvelopeMoments(GreyHistogram(counts: counts), compression: compression)
    }

    private func clustering(_ counts: [Int], samples: Availability = .value(5000)) -> SpeckleEstimate {
        KDistribution(moments(counts), effectiveSamples: samples).clustering
    }

    /// K speckle of α = 1, whose levels lie within 60 and 220.
    private func speckle(seed: Int) -> [Int] {
        var draws = SpeckleDraws(seed: seed)
        var counts = [Int](repeating: 0, count: 256)
        for _ in 0..<5000 {
            let intensity = draws.gamma(halves: 2) * draws.exponential() * 0.01
            counts[min(max(GreyStore.clinical.level(intensity), 60), 220)] += 1
        }
        return counts
    }

    /// A shift of grey levels is a factor c of intensity: E[I ln I]/E[I] and E[ln I] both grow by ln c. Rounding of X is
    /// 10^−15 of logs below 14, and α's relative error is α times X's.
    @Test("a factor of amplitude leaves α and its error as they are", arguments: 0..<4, [-50, -13, 30])
    func factor(seed: Int, shift: Int) throws {
        let counts = speckle(seed: seed)
        let moved = (0..<256).map { (0..<256).contains($0 - shift) ? counts[$0 - shift] : 0 }
        let (here, there) = (clustering(counts), clustering(moved))
        let shapes = (try #require(here.value.value), try #require(there.value.value))
        #expect(abs(shapes.0 / shapes.1 - 1) < 1e-12 * max(1, shapes.0))
        let errors = (try #require(here.standardError), try #require(there.standardError))
        #expect(abs(errors.0 / errors.1 - 1) < 1e-12 * max(1, shapes.0))
    }

    @Test("as many pixels of each level again change nothing but rounding", arguments: [3, 1000])
    func repeated(times: Int) throws {
        let counts = speckle(seed: 9)
        let shapes = (
            try #require(clustering(counts).value.value),
            try #require(clustering(counts.map { $0 * times }).value.value)
        )
        #expect(abs(shapes.0 / shapes.1 - 1) < 1e-12 * max(1, shapes.0))
    }

    @Test("too few samples, unknown samples and clipped pixels are reasons", .tags(.law6))
    func refused() {
        var counts = speckle(seed: 1)
        #expect(
            clustering(counts, samples: .value(999.9)).value
                == .notAvailable("999 independent samples, fewer than the 1000 needed")
        )
        #expect(
            clustering(counts, samples: .notAvailable("no speckle")).value
                == .notAvailable("the number of independent samples is not known: no speckle")
        )
        #expect(clustering(counts, samples: .value(.nan)).value.value == nil)
        // 50 of 5,050 are less than 1 %, and 52 of 5,052 more.
        counts[0] = 50
        #expect(clustering(counts).value.value != nil)
        counts[0] = 52
        let bottom = "1.0 % of the pixels are clipped at the bottom of the grey scale, more than 1 %"
        #expect(clustering(counts).value == .notAvailable(bottom))
        (counts[0], counts[255]) = (0, 200)
        let top = "3.8 % of the pixels are clipped at the top of the grey scale, more than 1 %"
        let refused = clustering(counts)
        #expect(refused.value == .notAvailable(top))
        #expect(refused.standardError == nil)
    }

    /// Two levels a quarter of a decibel apart have X ≈ 0.
    @Test("what is more regular than Rayleigh speckle has no finite α", .tags(.law6))
    func regular() {
        var counts = [Int](repeating: 0, count: 256)
        (counts[100], counts[101]) = (500, 500)
        #expect(
            clustering(counts).value
                == .notAvailable("no finite α: as regular as Rayleigh speckle, or more so")
        )
    }

    @Test("no pixel, one pixel and equal pixels have no α", .tags(.law6))
    func degenerate() {
        var counts = [Int](repeating: 0, count: 256)
        #expect(clustering(counts).value == .notAvailable("no pixel to measure in the region of interest"))
        for number in [1, 4000] {
            counts[90] = number
            #expect(clustering(counts).value == .zeroVariance)
            #expect(clustering(counts).standardError == nil)
        }
        // One pixel that is clipped, of a hundred and one.
        (counts[90], counts[0]) = (100, 1)
        #expect(clustering(counts).value == .zeroVariance)
    }

    private func numbers(_ moments: EnvelopeMoments) -> [Double] {
        [
            moments.amplitude, moments.intensity, moments.squaredIntensity, moments.amplitudeVariance,
            moments.intensityVariance, moments.unclippedIntensity, moments.logIntensity, moments.intensityLogIntensity,
            moments.amplitudeSNRDeviation, moments.intensitySNRDeviation, moments.xDeviation, moments.uDeviation,
            moments.xuCovariance,
        ]
    }

    @Test("an empty region has moments of 0 and neither X nor U", .tags(.law6), arguments: [1, 256, 65_536])
    func empty(levels: Int) {
        let none = EnvelopeMoments(GreyHistogram(levels: levels), compression: compression)
        #expect(numbers(none).allSatisfy { $0 == 0 })
        #expect(none.x == nil && none.u == nil && !none.logsVary)
        #expect(none.clipping.total == 0)
    }

    @Test(
        "equal pixels have their level's moments and no deviation",
        .tags(.law6),
        arguments: [1, 90, 254],
        [1, 7000]
    )
    func equal(level: Int, count: Int) {
        var counts = [Int](repeating: 0, count: 256)
        counts[level] = count
        let moments = moments(counts)
        #expect(abs(moments.amplitude / compression.amplitude[level] - 1) < 1e-14)
        #expect(abs(moments.intensity / compression.intensity[level] - 1) < 1e-14)
        #expect(abs(moments.logIntensity / compression.logIntensity[level] - 1) < 1e-14)
        #expect(moments.amplitudeVariance == 0 && moments.intensityVariance == 0)
        #expect(moments.amplitudeSNRDeviation == 0 && moments.intensitySNRDeviation == 0)
        #expect(moments.x == nil && moments.u == nil)
        #expect(numbers(moments).allSatisfy { $0.isFinite })
    }

    @Test("clipped pixels alone have power moments and no logs", .tags(.law6), arguments: [[0], [255], [0, 255]])
    func clipped(levels: [Int]) {
        var counts = [Int](repeating: 0, count: 256)
        for level in levels { counts[level] = 5 }
        let moments = moments(counts)
        let mean = levels.map { compression.intensity[$0] }.reduce(0, +) / Double(levels.count)
        #expect(abs(moments.intensity / mean - 1) < 1e-14)
        #expect(moments.clipping.unclipped == 0 && !moments.logsVary)
        #expect(moments.unclippedIntensity == 0 && moments.logIntensity == 0 && moments.xDeviation == 0)
        #expect(moments.x == nil && moments.u == nil)
        #expect(numbers(moments).allSatisfy { $0.isFinite })
    }

    @Test("a histogram of fewer levels than the scale is the same as one with the rest empty")
    func short() {
        var counts = [Int](repeating: 0, count: 130)
        (counts[100], counts[129]) = (3, 4)
        let whole = moments(counts + [Int](repeating: 0, count: 126))
        #expect(moments(counts) == whole)
    }
}
