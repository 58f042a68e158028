import Foundation
import TestSupport
import Testing

@testable import TissueMetrics

@Suite("K and homodyned K")
struct HomodynedKTests {
    private let euler = 0.577_215_664_901_532_9

    /// Without a coherent signal X = 1 + 1/α and U = ψ(α) − γ − ln α; γ/α = 10^−9 moves both by about as much.
    @Test("theory tends to the K-distribution")
    func withoutCoherent() {
        for (clustering, digamma) in [(1.0, -euler), (2, 1 - euler)] {
            let theory = HomodynedKTheory.statistics(clustering: clustering, logRatio: log(1e-9))
            #expect(abs(theory.x - (1 + 1 / clustering)) < 1e-7)
            #expect(abs(theory.u - (digamma - euler - log(clustering))) < 1e-7)
        }
    }

    /// qus.md D: our derivation, which its simulation confirms to 10^−3.
    @Test("theory has its published point")
    func point() {
        let theory = HomodynedKTheory.statistics(clustering: 2, logRatio: log(0.5))
        #expect(abs(theory.x - 1.2377) < 5e-5)
        #expect(abs(theory.u + 0.6868) < 5e-5)
    }

    /// For α → ∞ with γ/α = r the intensity is Rice's: with r = 1 E[ln I] = E1(1), E[I ln I] = 2E1(1) + 2 − 1/e, E[I] = 2. The
    /// distance is of the order of 1/α = 1/60, times second derivatives below 1.
    @Test("theory tends to Rice's distribution")
    func rice() {
        let theory = HomodynedKTheory.statistics(clustering: 60, logRatio: log(60))
        let integral = 0.219_383_934
        #expect(abs(theory.x - ((2 * integral + 2 - exp(-1)) / 2 - integral)) < 1 / 60.0)
        #expect(abs(theory.u - (integral - log(2))) < 1 / 60.0)
    }

    /// With a strong coherent signal I = 1 + 2q to first order, where q has variance α/(2γ): ln I has variance v = 2α/γ, so
    /// X = v and U = −v/2, to the order of E[w²]/γ² = (α² + α)/γ².
    @Test("theory tends to a constant with a strong coherent signal", arguments: [0.05, 1, 20])
    func strongCoherent(clustering: Double) {
        let logRatio = log(clustering * 1000)
        let theory = HomodynedKTheory.statistics(clustering: clustering, logRatio: logRatio)
        let order = 4 * (1 + 1 / clustering) * 1e-6
        #expect(abs(theory.x - 0.002) < order)
        #expect(abs(theory.u + 0.001) < order)
    }

    @Test("X falls as γ grows and, at its X, U falls as α grows", arguments: [0.3, 0.9, 1.2, 3])
    func monotone(x: Double) {
        var previous = Double.infinity
        for clustering in [0.05, 0.1, 0.3, 0.45, 1, 3, 10, 30] where 1 + 1 / clustering > x {
            var last = Double.infinity
            for logRatio in stride(from: -20.0, through: 8, by: 1) {
                let value = HomodynedKTheory.statistics(clustering: clustering, logRatio: logRatio).x
                #expect(value < last)
                last = value
            }
            let logRatio = HomodynedKTheory.logRatio(clustering: clustering, x: x)
            let found = HomodynedKTheory.statistics(clustering: clustering, logRatio: logRatio)
            #expect(abs(found.x - x) < 1e-8)
            #expect(found.u < previous)
            previous = found.u
        }
    }

    @Test("the fit inverts the theory", arguments: [(0.2, -3.0), (2.0, -0.7), (2.0, 1.5), (10.0, 2.0), (40.0, 5.0)])
    func inverse(planted: (clustering: Double, logRatio: Double)) {
        let theory = HomodynedKTheory.statistics(clustering: planted.clustering, logRatio: planted.logRatio)
        guard case .homodyned(let clustering, let logRatio) = HomodynedKFit(x: theory.x, u: theory.u) else {
            Issue.record("no homodyned K")
            return
        }
        #expect(abs(clustering / planted.clustering - 1) < 1e-4)
        #expect(abs(logRatio - planted.logRatio) < 1e-4)
    }

    /// γ = ½, α = 2: k = √(2γ/α) = 0.7071 and the diffuse part 2/2.5 = 0.8. The tolerance is four of the estimate's own standard
    /// errors, which the next test proves, and 1 % for rounding to 8 bits: 2.4e-4 of variance in ln I moves X and U by 2e-4, which
    /// their derivatives (about 0.1 a unit of ln α) make 2e-3 of α.
    @Test("a planted coherent signal comes back, also from 8 bits", arguments: 0..<3)
    func planted(seed: Int) throws {
        var draws = SpeckleDraws(seed: seed + 500)
        let count = 40_000
        let intensities = (0..<count).map { _ in draws.homodynedK(clusteringHalves: 4, ratio: 0.5) * 0.004 }
        for store in [GreyStore.fine, .clinical] {
            let estimate = HomodynedK(store.moments(intensities), effectiveSamples: .value(Double(count)))
            let (clustering, structure) = (estimate.clustering, estimate.structure)
            let clusteringError = try #require(clustering.standardError)
            let structureError = try #require(structure.standardError)
            #expect(clusteringError < 0.6)
            #expect(abs(try #require(clustering.value.value) - 2) < 4 * clusteringError + 0.02)
            #expect(abs(try #require(structure.value.value) - 0.5.squareRoot()) < 4 * structureError + 0.01)
            let diffuse = try #require(estimate.diffusePowerFraction.value.value)
            #expect(abs(diffuse - 0.8) < 4 * (try #require(estimate.diffusePowerFraction.standardError)) + 0.01)
        }
    }

    /// 50 replicates of 8,000: their standard deviation is known to 10 %, and four of that are allowed. The standard error is
    /// that of the planted distribution, the median over replicates.
    @Test("replicates scatter by the standard error")
    func replicates() throws {
        var draws = SpeckleDraws(seed: 91)
        var structures: [Double] = []
        var errors: [Double] = []
        var shapes: [Double] = []
        var shapeErrors: [Double] = []
        for _ in 0..<50 {
            let strong = (0..<8000).map { _ in draws.homodynedK(clusteringHalves: 2, ratio: 2) * 0.02 }
            let estimate = HomodynedK(GreyStore.fine.moments(strong), effectiveSamples: .value(8000))
            structures.append(try #require(estimate.structure.value.value))
            errors.append(try #require(estimate.structure.standardError))
            let k = (0..<8000).map { _ in draws.gamma(halves: 4) * draws.exponential() * 0.004 }
            let clustering = KDistribution(GreyStore.fine.moments(k), effectiveSamples: .value(8000)).clustering
            shapes.append(try #require(clustering.value.value))
            shapeErrors.append(try #require(clustering.standardError))
        }
        #expect(abs(deviation(structures) / errors.sorted()[25] - 1) < 0.4)
        #expect(abs(deviation(shapes) / shapeErrors.sorted()[25] - 1) < 0.4)
    }

    private func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    /// I = Gamma(α,1)·Exp(1): X = 1.5 at α = 2. Rounding to 8 bits adds 2.4e-4 to X, 1e-3 to α.
    @Test("a planted K-distribution comes back, also from 8 bits", arguments: 0..<3)
    func plantedK(seed: Int) throws {
        var draws = SpeckleDraws(seed: seed + 40)
        let count = 50_000
        let intensities = (0..<count).map { _ in draws.gamma(halves: 4) * draws.exponential() * 0.008 }
        for store in [GreyStore.fine, .clinical] {
            let moments = store.moments(intensities)
            let clustering = KDistribution(moments, effectiveSamples: .value(Double(count))).clustering
            let error = try #require(clustering.standardError)
            #expect(error < 0.1)
            #expect(abs(try #require(clustering.value.value) - 2) < 4 * error + 0.005)
        }
    }

    @Test("a factor of amplitude moves neither α nor k", arguments: [-40, 20])
    func factor(shift: Int) throws {
        var draws = SpeckleDraws(seed: 12)
        let coherent = central((0..<20_000).map { _ in draws.homodynedK(clusteringHalves: 2, ratio: 1) * 0.01 })
        let diffuse = central((0..<20_000).map { _ in draws.gamma(halves: 2) * draws.exponential() * 0.01 })
        let moved = { (counts: [Int]) in (0..<256).map { (0..<256).contains($0 - shift) ? counts[$0 - shift] : 0 } }
        let here = estimates(coherent).homodyned
        let there = estimates(moved(coherent)).homodyned
        // The fit looks for α to 10^−8.
        let structures = (try #require(here.structure.value.value), try #require(there.structure.value.value))
        #expect(abs(structures.0 / structures.1 - 1) < 1e-6)
        let shapes = (try #require(here.clustering.value.value), try #require(there.clustering.value.value))
        #expect(abs(shapes.0 / shapes.1 - 1) < 1e-6)
        let first = try #require(estimates(diffuse).k.clustering.value.value)
        let second = try #require(estimates(moved(diffuse)).k.clustering.value.value)
        #expect(abs(first / second - 1) < 1e-12)
    }

    /// Counts of 8-bit levels, none of them within 35 or more of an end.
    private func central(_ intensities: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: 256)
        for intensity in intensities { counts[min(max(GreyStore.clinical.level(intensity), 60), 220)] += 1 }
        return counts
    }

    private func estimates(
        _ counts: [Int],
        samples: Double = 20_000
    ) -> (homodyned: HomodynedK, k: KDistribution) {
        let moments = EnvelopeMoments(GreyHistogram(counts: counts), compression: GreyStore.clinical.compression)
        return (
            HomodynedK(moments, effectiveSamples: .value(samples)),
            KDistribution(moments, effectiveSamples: .value(samples))
        )
    }

    @Test("what a family can't describe is said", .tags(.law6))
    func beyond() {
        var draws = SpeckleDraws(seed: 5)
        // A Nakagami envelope of m = 2 is more regular than Rayleigh, with a spread of logs that Rice's hasn't.
        let regular = GreyStore.fine.moments((0..<20_000).map { _ in draws.gamma(halves: 4) * 0.01 })
        let k = KDistribution(regular, effectiveSamples: .value(20_000)).clustering
        #expect(k.value == .notAvailable("no finite α: as regular as Rayleigh speckle, or more so"))
        // Rayleigh itself: α = ∞, whichever side chance puts it.
        let rayleigh = GreyStore.fine.moments((0..<20_000).map { _ in draws.exponential() * 0.01 })
        #expect(KDistribution(rayleigh, effectiveSamples: .value(1000)).clustering.value.value == nil)
        // Two levels 40 dB apart, as often: X = ln(10^4)/2 = 4.6, U = −ln(10^4)/2 + ln 2 = −3.9.
        var counts = [Int](repeating: 0, count: 256)
        (counts[50], counts[220]) = (5000, 5000)
        let two = estimates(counts).homodyned
        #expect(two.structure.value == .value(0))
        #expect(two.diffusePowerFraction.value == .value(1))
        if case .none = HomodynedKFit(x: 60, u: -1) {} else { Issue.record("α of 1/59 is below the least") }
        if case .rice = HomodynedKFit(x: 0.5, u: -0.9) {} else { Issue.record("U is below Rice's") }
        if case .none = HomodynedKFit(x: 0.5, u: -0.01) {} else { Issue.record("U is above the least α's") }
    }

    /// Rice's distribution of a strong coherent signal has X = 2α/γ, so that at α = 60 and X = 10^−4 ln γ = ln(1.2·10^6).
    @Test("nearly equal pixels have the ratio of a strong coherent signal")
    func nearlyEqual() {
        guard case .rice(let logRatio) = HomodynedKFit(x: 1e-4, u: -1e-4) else {
            Issue.record("not Rice's")
            return
        }
        #expect(abs(logRatio - log(1.2e6)) < 1e-3)
    }

    @Test("too few samples are a reason, and degenerate regions have none of the numbers", .tags(.law6))
    func refused() {
        var counts = [Int](repeating: 0, count: 256)
        for level in 100..<200 { counts[level] = 10 }
        let few = estimates(counts, samples: 999)
        let reason = Availability.notAvailable("999 independent samples, fewer than the 1000 needed")
        #expect(few.homodyned.structure.value == reason)
        #expect(few.homodyned.diffusePowerFraction.value == reason)
        #expect(few.k.clustering.value == reason)
        for (level, count) in [(0, 0), (128, 1), (128, 5000), (1, 7), (0, 7), (255, 7)] {
            var counts = [Int](repeating: 0, count: 256)
            counts[level] = count
            let none = estimates(counts)
            #expect(none.homodyned.clustering.value.value == nil)
            #expect(none.homodyned.structure.value.value == nil)
            #expect(none.k.clustering.value.value == nil)
        }
        let empty = estimates([Int](repeating: 0, count: 256))
        #expect(empty.homodyned.clustering.value == .notAvailable("no pixel to measure in the region of interest"))
        // Any two levels get an answer or a reason, and end.
        for (low, high) in [(1, 2), (1, 254), (253, 254), (100, 200)] {
            for rare in [1, 100, 9999] {
                var counts = [Int](repeating: 0, count: 256)
                (counts[low], counts[high]) = (rare, 10_000 - rare)
                let answer = estimates(counts).homodyned
                #expect(answer.structure.value.value ?? 0 >= 0)
            }
        }
    }
}
