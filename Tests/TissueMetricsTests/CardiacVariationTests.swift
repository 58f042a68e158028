internal import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Variation over the heart cycle")
struct CardiacVariationTests {
    private func series(_ count: Int, rate: Double, _ value: (Double) -> Double) -> CardiacVariation {
        let seconds = (0..<count).map { Double($0) / rate }
        return CardiacVariation(seconds: seconds, values: seconds.map(value))
    }

    @Test("40 + 20 cos has a pulsatility of 1", arguments: [15.0, 20, 33, 60], [0.5, 0.83, 1.1])
    func truth(rate: Double, period: Double) throws {
        let variation = series(Int(4 * period * rate) + 2, rate: rate) { 40 + 20 * cos(2 * Double.pi * $0 / period) }
        let pulsatility = try #require(variation.pulsatility.value)
        // An extreme may be half a frame away. A cycle of n frames that is not whole moves the mean by up to 20 / n of
        // 40.
        let frames = period * rate
        let missed = 2 * 20 * (1 - cos(Double.pi / frames)) / 40
        let tolerance = missed + 0.5 / frames
        #expect(abs(pulsatility - 1) <= tolerance)
        let found = try #require(variation.periodSeconds.value)
        #expect(abs(found - period) <= 1 / rate)
        #expect(variation.cycles == 4)
    }

    @Test("the unit of values doesn't matter, nor when the clock starts")
    func scaling() throws {
        let wave = { (time: Double) in 10 + 3 * sin(2 * Double.pi * time / 0.8) + sin(4 * Double.pi * time / 0.8) }
        let seconds = (0..<120).map { Double($0) / 30 }
        let one = CardiacVariation(seconds: seconds, values: seconds.map(wave))
        let two = CardiacVariation(seconds: seconds.map { $0 + 5 }, values: seconds.map { 7 * wave($0) })
        let (a, b) = (try #require(one.pulsatility.value), try #require(two.pulsatility.value))
        // Interpolation at times that differ in their last bits.
        #expect(abs(a - b) < 1e-9)
        #expect(one.cycles == two.cycles)
    }

    @Test("uneven frame times are allowed for", arguments: 0..<4 as Range<UInt64>)
    func uneven(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let seconds = (0..<120).map { (Double($0) + .random(in: -0.3...0.3, using: &random)) / 30 }
        let values = seconds.map { 40 + 20 * cos(2 * Double.pi * $0 / 0.8) }
        let variation = CardiacVariation(seconds: seconds, values: values)
        let pulsatility = try #require(variation.pulsatility.value)
        // A line between frames 1.6 steps apart, and an even step that misses the extreme by half: 24 frames a cycle.
        let sagitta = 20 * (1 - cos(Double.pi * 1.6 / 24)) + 20 * (1 - cos(Double.pi / 24))
        let tolerance = 2 * sagitta / 40 + 0.5 / 24
        #expect(abs(pulsatility - 1) <= tolerance)
    }

    @Test("what is no heart rhythm says why", .tags(.law6))
    func conditions() {
        let wave = { (time: Double) in 40 + 20 * cos(2 * Double.pi * time / 0.8) }
        let rhythm = Availability.notAvailable(
            "no heart period of 0.3 to 2 s with an autocorrelation of 0.3 in two cycles"
        )
        #expect(
            series(60, rate: 12, wave).pulsatility
                == .notAvailable("12 frames a second, fewer than 15 or more than 1000")
        )
        #expect(series(30, rate: 30, wave).pulsatility == rhythm, "one cycle")
        #expect(series(120, rate: 30) { _ in 5 }.pulsatility == rhythm, "constant")
        #expect(series(120, rate: 30) { $0 }.pulsatility == rhythm, "a drift")
        #expect(series(300, rate: 30) { cos(2 * Double.pi * $0 / 5) }.pulsatility == rhythm, "breathing")
        #expect(
            series(120, rate: 30) { wave($0) - 40 }.pulsatility.value == nil,
            "a mean of zero"
        )
    }

    @Test("white noise has no period", .tags(.law6), arguments: 0..<8 as Range<UInt64>)
    func noise(seed: UInt64) {
        // Of 300 values a correlation has a standard deviation below 1/√240 = 0.065: 0.3 is 4.6 of them.
        var random = SplitMix(seed: seed)
        #expect(series(300, rate: 30) { _ in .random(in: 0...1, using: &random) }.pulsatility.value == nil)
    }

    @Test("empty, one frame, repeated times and NaN give a reason", .tags(.law6))
    func degenerate() {
        let few = Availability.notAvailable("fewer than 4 frames")
        #expect(CardiacVariation(seconds: [], values: []).pulsatility == few)
        #expect(CardiacVariation(seconds: [0], values: [1]).periodSeconds == few)
        let wrong = Availability.notAvailable("the frames' times do not rise, or a value is not finite")
        #expect(CardiacVariation(seconds: [0, 0, 1, 2], values: [1, 2, 3, 4]).pulsatility == wrong)
        #expect(CardiacVariation(seconds: [0, 1, 2, 3], values: [1, .nan, 3, 4]).pulsatility == wrong)
        #expect(CardiacVariation(seconds: [0, 1e-300, 2e-300, 3e-300], values: [1, 2, 1, 2]).pulsatility.value == nil)
    }
}
