import Foundation
import Testing
import TissueMetrics

/// Truth: the mean of N exponential intensities has the variance σ²/N, so that the factor is χ² of 8 degrees of freedom over 8.
@Suite("Homogeneity of speckle")
struct SpeckleHomogeneityTests {
    private static let side = 60
    private static let most = 5.0

    /// Independent pixels, the right half brighter.
    private static func picture(seed: Int, decibels: Double) -> GreyPatch {
        var draws = SpeckleDraws(seed: seed)
        let gain = pow(10, decibels / 10)
        let levels = (0..<side * side).map { index in
            GreyStore.clinical.level(0.05 * draws.exponential() * (index % side < side / 2 ? 1 : gain))
        }
        return patch(levels: levels, width: side)
    }

    private static func homogeneity(_ patch: GreyPatch, samples: Double? = nil) -> SpeckleHomogeneity {
        SpeckleHomogeneity(
            patch,
            compression: GreyStore.clinical.compression,
            effectiveSamples: samples ?? Double(patch.count)
        )
    }

    @Test("uniform speckle passes, and its factor is 1 on average")
    func uniform() throws {
        var sum = 0.0
        for seed in 0..<200 {
            let homogeneity = Self.homogeneity(Self.picture(seed: seed, decibels: 0))
            let factor = try #require(homogeneity.factor.value)
            // Of χ² of 8 above 40: 3 in a million.
            #expect(homogeneity.refusal(most: Self.most) == nil, "seed \(seed): \(factor)")
            sum += factor
        }
        // Variance of χ²/8 is 2/8: five standard errors of 200.
        #expect(abs(sum / 200 - 1) < 5 * (0.25 / 200).squareRoot())
    }

    /// Six of nine windows are 0.5 of σ² 2.5 from the mean of 1.5: 3600 · (6/9) · 0.25/2.75/8 is 27 and more.
    @Test("two halves that differ by 3 dB are refused, in either sense and by grey levels too", arguments: [3.0, -3.0])
    func halves(decibels: Double) throws {
        for seed in 0..<50 {
            let patch = Self.picture(seed: seed, decibels: decibels)
            let reason = try #require(Self.homogeneity(patch).refusal(most: Self.most))
            #expect(reason.hasPrefix("the region is not homogeneous: its parts differ "))
            let grey = SpeckleHomogeneity(greyLevelsOf: patch, effectiveSamples: Double(patch.count))
            #expect(grey.refusal(most: Self.most) != nil)
        }
    }

    @Test("the factor is in proportion to the independent samples, and gain leaves it")
    func proportion() throws {
        let patch = Self.picture(seed: 7, decibels: 3)
        let whole = try #require(Self.homogeneity(patch).factor.value)
        let third = try #require(Self.homogeneity(patch, samples: Double(patch.count) / 3).factor.value)
        #expect(abs(3 * third / whole - 1) < 1e-12)
    }

    @Test("nothing, one level and too few samples have no factor, and are refused")
    func degenerate() {
        for odd in [
            patch(levels: [], width: 0), patch(levels: [9], width: 1),
            patch(levels: [Int](repeating: 9, count: 900), width: 30),
        ] {
            let homogeneity = Self.homogeneity(odd)
            #expect(homogeneity.factor.value == nil)
            #expect(homogeneity.refusal(most: Self.most) != nil)
        }
        #expect(Self.homogeneity(Self.picture(seed: 1, decibels: 0), samples: 20).factor.value == nil)
    }
}
