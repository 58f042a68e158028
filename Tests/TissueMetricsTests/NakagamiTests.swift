import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Nakagami shape and scale")
struct NakagamiTests {
    /// A²~Gamma(m, Ω/m) has shape m. The standard deviations of the estimates over N samples are √(1/(N(ψ'(m)−1/m))) by maximum
    /// likelihood, with ψ'(½)=π²/2, ψ'(1)=π²/6, ψ'(2)=π²/6−1, and √(2m(m+1)/N) by moments. Five of them are allowed. Rounding to
    /// 0.235 dB steps adds a variance of (0.054²)/12 = 2.4e-4 to ln I and so half of that, 1.2e-4, to Δ: at most 0.1 % of m.
    @Test(
        "planted shapes come back within their standard errors, also from 8 bits",
        arguments: [
            (1, Double.pi * Double.pi / 2), (2, Double.pi * Double.pi / 6), (4, Double.pi * Double.pi / 6 - 1),
        ],
        [7, 8]
    )
    func planted(planted: (halves: Int, trigamma: Double), seed: Int) throws {
        let shape = Double(planted.halves) / 2
        let count = 60_000
        let scale = 0.02
        var draws = SpeckleDraws(seed: seed)
        let intensities = (0..<count).map { _ in draws.gamma(halves: planted.halves) / shape * scale }
        for store in [GreyStore.fine, .clinical] {
            let nakagami = Nakagami(store.moments(intensities), effectiveSamples: .value(Double(count)))
            let likelihood = try #require(nakagami.likelihoodShape.value.value)
            let moment = try #require(nakagami.momentShape.value.value)
            let likelihoodError = (1 / (Double(count) * (planted.trigamma - 1 / shape))).squareRoot()
            let momentError = (2 * shape * (shape + 1) / Double(count)).squareRoot()
            // At m = ½ a fraction f of 0.6 % is below 60 dB and left out of the logs. There ln I is 2 below its bound and so 10.6 below
            // its mean: Δ falls by 10.6 f, and m rises by that over ψ'−1/m = 2.93, which is 7.2 f of m.
            let clipped = Double(store.moments(intensities).clipping.atLeast) / Double(count)
            let bias = (0.001 + 7.2 * clipped) * shape
            #expect(abs(likelihood - shape) < 5 * likelihoodError + bias)
            #expect(abs(moment - shape) < 5 * momentError + 0.001 * shape)
            // The standard errors are in proportion to m or nearly so.
            let error = try #require(nakagami.likelihoodShape.standardError)
            #expect(abs(error / likelihoodError - 1) < 1.2 * (5 * likelihoodError + bias) / shape)
            let errorOfMoment = try #require(nakagami.momentShape.standardError)
            #expect(abs(errorOfMoment / momentError - 1) < 1.2 * (5 * momentError / shape + 0.001))
            // sd(I) = Ω/√m.
            #expect(
                abs(try #require(nakagami.scale.value.value) - scale) < 5 * scale / (shape * Double(count)).squareRoot()
            )
        }
    }

    /// 200 replicates of 2,000: the standard deviation of their estimates is known to 1/√400 = 5 %; four of that are allowed.
    @Test("replicates scatter by the standard error")
    func replicates() throws {
        var draws = SpeckleDraws(seed: 3)
        var likelihood: [Double] = []
        var moment: [Double] = []
        for _ in 0..<200 {
            let intensities = (0..<2000).map { _ in draws.exponential() * 0.02 }
            let nakagami = Nakagami(GreyStore.fine.moments(intensities), effectiveSamples: .value(2000))
            likelihood.append(try #require(nakagami.likelihoodShape.value.value))
            moment.append(try #require(nakagami.momentShape.value.value))
        }
        #expect(abs(deviation(likelihood) / (1.245 / 2000.0.squareRoot()) - 1) < 0.2)
        #expect(abs(deviation(moment) / (2 / 2000.0.squareRoot()) - 1) < 0.2)
    }

    private func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// A shift of grey levels is a factor of amplitude, which is no shape. Sums of other numbers differ by rounding, 2^−53 of terms
    /// that cancel to no less than a tenth.
    @Test("a factor of amplitude moves the scale by its square and no shape", arguments: [-40, -13, 25])
    func factor(shift: Int) throws {
        var draws = SpeckleDraws(seed: 11)
        var counts = [Int](repeating: 0, count: 256)
        for _ in 0..<5000 { counts[min(max(GreyStore.clinical.level(draws.exponential() * 0.02), 60), 220)] += 1 }
        let moved = (0..<256).map { (0..<256).contains($0 - shift) ? counts[$0 - shift] : 0 }
        let here = nakagami(counts)
        let there = nakagami(moved)
        let likelihoods = (
            try #require(here.likelihoodShape.value.value), try #require(there.likelihoodShape.value.value)
        )
        let momentShapes = (try #require(here.momentShape.value.value), try #require(there.momentShape.value.value))
        #expect(abs(likelihoods.0 / likelihoods.1 - 1) < 1e-12)
        #expect(abs(momentShapes.0 / momentShapes.1 - 1) < 1e-12)
        let ratio = try #require(there.scale.value.value) / #require(here.scale.value.value)
        #expect(abs(ratio / pow(10, Double(shift) * 60 / 255 / 10) - 1) < 1e-12)
    }

    private func nakagami(_ counts: [Int], samples: Availability = .value(5000)) -> Nakagami {
        let compression = GreyStore.clinical.compression
        return Nakagami(
            EnvelopeMoments(GreyHistogram(counts: counts), compression: compression),
            effectiveSamples: samples
        )
    }

    @Test("too few samples, unknown samples and clipped pixels are reasons", .tags(.law6))
    func refused() {
        var counts = [Int](repeating: 0, count: 256)
        for level in 100..<200 { counts[level] = 10 }
        let few = nakagami(counts, samples: .value(619.9))
        #expect(few.likelihoodShape.value == .notAvailable("619 independent samples, fewer than the 620 needed"))
        #expect(few.momentShape.value == .notAvailable("619 independent samples, fewer than the 1600 needed"))
        #expect(few.momentShape.standardError == nil)
        let some = nakagami(counts, samples: .value(1000))
        #expect(some.likelihoodShape.value.value != nil)
        #expect(some.momentShape.value.value == nil)
        let unknown = nakagami(counts, samples: .notAvailable("it rains"))
        #expect(unknown.scale.value == .notAvailable("the number of independent samples is not known: it rains"))

        counts[255] = 11
        let top = "1.1 % of the pixels are clipped at the top of the grey scale, more than 1 %"
        #expect(nakagami(counts).likelihoodShape.value == .notAvailable(top))
        (counts[255], counts[0]) = (0, 11)
        let bottom = "1.1 % of the pixels are clipped at the bottom of the grey scale, more than 1 %"
        #expect(nakagami(counts).momentShape.value == .notAvailable(bottom))
        counts[0] = 10
        #expect(nakagami(counts).likelihoodShape.value.value != nil)
    }

    @Test("equal pixels, one pixel, clipped pixels and none have no shape", .tags(.law6))
    func degenerate() {
        let none = nakagami([Int](repeating: 0, count: 256))
        #expect(none.likelihoodShape.value == .notAvailable("no pixel to measure in the region of interest"))
        for (level, count) in [(128, 1), (128, 100_000), (1, 9), (254, 9)] {
            var counts = [Int](repeating: 0, count: 256)
            counts[level] = count
            #expect(nakagami(counts).likelihoodShape.value == .zeroVariance)
            #expect(nakagami(counts).momentShape.value == .zeroVariance)
        }
        for level in [0, 255] {
            var counts = [Int](repeating: 0, count: 256)
            counts[level] = 50
            #expect(nakagami(counts).likelihoodShape.value.value == nil)
            #expect(nakagami(counts).scale.value.value == nil)
        }
    }

    /// Two levels near each other: Δ is half the variance of ln I, d²/4 where they differ by d and are as frequent, and m its half
    /// inverse, 2/d²... with d of 0.235 dB, 0.0542: m = 1/Var(ln I) = 4/d² to the order of d².
    @Test("nearly equal pixels have a great shape that is still right")
    func nearlyEqual() throws {
        var counts = [Int](repeating: 0, count: 256)
        counts[128] = 50_000
        counts[129] = 50_000
        let step = 60.0 / 255 * log(10) / 10
        let shape = try #require(nakagami(counts).likelihoodShape.value.value)
        #expect(abs(shape * step * step / 4 - 1) < step)
    }
}
