import TestSupport
import Testing
import TissueMetrics

@Suite("Stiffness")
struct StiffnessTests {
    @Test("2 m/s is 12 kPa of Young's modulus and 4 kPa of shear modulus, and back")
    func conversion() throws {
        #expect(StiffnessQuantity.shearWaveSpeed.convert(2, to: .youngsModulus) == .value(12))
        #expect(StiffnessQuantity.shearWaveSpeed.convert(2, to: .shearModulus) == .value(4))
        #expect(StiffnessQuantity.youngsModulus.convert(12, to: .shearWaveSpeed) == .value(2))
        #expect(StiffnessQuantity.youngsModulus.convert(12, to: .shearModulus) == .value(4))
        #expect(StiffnessQuantity.shearModulus.convert(4, to: .youngsModulus) == .value(12))
        #expect(StiffnessQuantity.youngsModulus.convert(7.3, to: .youngsModulus) == .value(7.3))
    }

    @Test("no stiffness is below zero or not a number", .tags(.law6), arguments: [-1, .nan, .infinity])
    func impossible(value: Double) {
        let reason = Availability.notAvailable("a stiffness is a number from zero")
        #expect(StiffnessQuantity.youngsModulus.convert(value, to: .shearWaveSpeed) == reason)
        #expect(StiffnessQuantity.shearWaveSpeed.convert(1e200, to: .youngsModulus).value == nil)
    }

    @Test("each value is converted, then the median; the IQR is not converted")
    func medians() throws {
        let speeds = [1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4, 2.6, 2.8, 3.0]
        let moduli = speeds.compactMap { StiffnessQuantity.shearWaveSpeed.convert($0, to: .youngsModulus).value }
        let quality = StiffnessQuality(moduli, of: .youngsModulus, hasConfidence: false)
        let (median, range) = (try #require(quality.median.value), try #require(quality.interquartileRange.value))
        // The sixth, and the ninth less the third of eleven: 3 · 2², 3 · (2.6² − 1.4²); the IQR of speeds, 1.2, would
        // be 4.32.
        #expect(abs(median - 12) < 1e-12)
        #expect(abs(range - 14.4) < 1e-12)
    }

    @Test("order and unit don't matter to IQR/median", arguments: 0..<8 as Range<UInt64>)
    func invariance(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let values = (0..<12).map { _ in Double.random(in: 3...9, using: &random) }
        let one = StiffnessQuality(values, of: .youngsModulus, hasConfidence: false)
        let other = StiffnessQuality(
            values.shuffled(using: &random).map { 2 * $0 },
            of: .youngsModulus,
            hasConfidence: false
        )
        #expect(one.relativeRangePercent == other.relativeRangePercent, "doubling is exact")
        #expect(one.verdict == other.verdict)
    }

    @Test("the limits are 30% for moduli, 15% for speeds, 10 values or 5 with confidence", .tags(.law6))
    func verdicts() {
        // Of 10 nearest-rank quartiles are the third and the eighth value: IQR/median = 2 spread.
        func verdict(spread: Double, count: Int, _ quantity: StiffnessQuantity, confidence: Bool = false)
            -> StiffnessQuality.Verdict
        {
            let values = (0..<count).map { 10 * (1 + ($0 % 2 == 0 ? -spread : spread)) }
            return StiffnessQuality(values, of: quantity, hasConfidence: confidence).verdict
        }
        #expect(verdict(spread: 0.14, count: 10, .youngsModulus) == .reliable)
        #expect(verdict(spread: 0.16, count: 10, .shearModulus) == .unreliable("IQR/median is above 30.0%"))
        #expect(verdict(spread: 0.07, count: 10, .shearWaveSpeed) == .reliable)
        #expect(verdict(spread: 0.08, count: 10, .shearWaveSpeed) == .unreliable("IQR/median is above 15.0%"))
        #expect(verdict(spread: 0, count: 9, .youngsModulus) == .unreliable("9 valid measurements, fewer than 10"))
        #expect(verdict(spread: 0, count: 5, .youngsModulus, confidence: true) == .reliable)
        let few = StiffnessQuality.Verdict.unreliable("4 valid measurements, fewer than 5")
        #expect(verdict(spread: 0, count: 4, .youngsModulus, confidence: true) == few)
    }

    @Test("failed measurements don't count; none at all has no median", .tags(.law6))
    func degenerate() {
        let none = Availability.notAvailable("no valid stiffness measurement")
        for values in [[], [.nan], [0, -1, .infinity]] {
            let quality = StiffnessQuality(values, of: .youngsModulus, hasConfidence: true)
            #expect(quality.median == none)
            #expect(quality.count == 0)
            #expect(quality.verdict == .unreliable("no valid stiffness measurement"))
        }
        let one = StiffnessQuality([5, .nan], of: .youngsModulus, hasConfidence: false)
        #expect(one.median == .value(5))
        #expect(one.interquartileRange == .value(0))
        #expect(one.count == 1)
    }
}
