import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Bolus fit")
struct BolusFitTests {
    private static let times = (0..<360).map { Double($0) * 0.25 }

    private func curve(
        _ intensities: [Double],
        at times: [Double] = Self.times
    ) throws -> TimeIntensityCurve {
        let none = [Double](repeating: 0, count: times.count)
        return try TimeIntensityCurve(times: times, intensities: intensities, percentClipped: none)
    }

    private func numbers(_ fit: BolusFit) throws -> [Double] {
        [
            try #require(fit.peakEnhancement.value), try #require(fit.timeToPeak.value),
            try #require(fit.areaUnderCurve.value), try #require(fit.meanTransitTime.value),
            try #require(fit.washInRate.value), try #require(fit.arrivalTime.value),
        ]
    }

    /// Truth for the truth: the greatest value, its time, the area, its centre and the greatest slope of the planted
    /// curve by sums and differences over steps of 2 ms. The sums' and slopes' errors go with the step squared, but for
    /// the gamma-variate's corner at its arrival; the peak lies between two steps; the tail after 600 s is below 1e-9.
    @Test("the closed forms are those of the planted curves", arguments: PlantedBolus.examples.indices)
    func closedForms(example: Int) {
        let planted = PlantedBolus.examples[example]
        let step = 2e-3
        var (peak, peakTime, area, moment, slope, previous) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for index in 1..<300_000 {
            let tau = Double(index) * step
            let value = planted.value(planted.arrival + tau)
            if value > peak { (peak, peakTime) = (value, tau) }
            area += value * step
            moment += value * tau * step
            slope = max(slope, (value - previous) / step)
            previous = value
        }
        let expected = planted.quantities
        for (found, expected) in zip([peak, peakTime, area, moment / area, slope], expected) {
            #expect(abs(found / expected - 1) < 1e-4)
        }
    }

    /// The frames whose mean is the baseline, by the curve's stated rule.
    private func baselineFrames(_ curve: TimeIntensityCurve) -> Int {
        let arrival = curve.times[curve.arrivalFrame]
        return curve.times.prefix { $0 <= arrival - (curve.times[curve.peakFrame] - arrival) / 2 }.count
    }

    /// Without noise the least squares are 0 at the planted parameters, but for the foot of the curve in its baseline,
    /// whose mean offsets all frames; to first order each quantity follows that by its sensitivity, and 1 % is left for
    /// the second order. The search ends once a step is below 1e-10 of a parameter.
    private func expectPlanted(_ planted: PlantedBolus, at times: [Double]) throws {
        let curve = try curve(planted.intensities(at: times, baseline: 0.003), at: times)
        let fit = BolusFit(planted.model, of: curve)
        let frames = baselineFrames(curve)
        let foot = times.prefix(frames).reduce(0) { $0 + planted.value($1) } / Double(frames)
        let found = try numbers(fit)
        // A foot of at most 2e-5 of the peak, against a variance of at least 0.04.
        #expect(try #require(fit.determination.value) > 1 - 1e-8)
        for (index, sensitivity) in planted.sensitivities(at: times).enumerated() {
            let expected = planted.quantities[index] - sensitivity.offset * foot
            #expect(abs(found[index] - expected) < 1e-8 * expected + 0.01 * abs(sensitivity.offset) * foot)
        }
    }

    @Test("a planted curve returns its quantities to the solver's tolerance", arguments: PlantedBolus.examples.indices)
    func planted(example: Int) throws {
        try expectPlanted(PlantedBolus.examples[example], at: Self.times)
    }

    /// With noise of 2 % of the peak the pull of each quantity by its Cramér–Rao deviation, the baseline's own noise
    /// included, is close to normal with variance 1: one is below 4.5 (of 24·6·6 draws, 0.006 expected beyond), and the
    /// mean of 24 squares is 1 ± √(2/24), 4 of which are 1.16. The bias of second order is about the square of a
    /// relative deviation of at most 5 %, a small part of a deviation.
    @Test("noise scatters the quantities as the Cramér–Rao bound says", arguments: PlantedBolus.examples.indices)
    func noise(example: Int) throws {
        let planted = PlantedBolus.examples[example]
        let sigma = 0.02 * planted.quantities[0]
        let sensitivities = planted.sensitivities(at: Self.times)
        var squares = [Double](repeating: 0, count: sensitivities.count)
        for seed in 0..<24 {
            var generator = SplitMix(seed: UInt64(100 * example + seed))
            let noisy = planted.intensities(at: Self.times, baseline: 0.01).map { $0 + sigma * generator.normal() }
            let curve = try curve(noisy)
            let frames = Double(baselineFrames(curve))
            let found = try numbers(BolusFit(planted.model, of: curve))
            for (index, (own, offset)) in sensitivities.enumerated() {
                let deviation = sigma * (own * own + offset * offset / frames).squareRoot()
                let pull = (found[index] - planted.quantities[index]) / deviation
                #expect(abs(pull) < 4.5, "quantity \(index), seed \(seed)")
                squares[index] += pull * pull / 24
            }
        }
        for square in squares { #expect(abs(square - 1) < 1.16) }
    }

    /// The starts must reach the least of all squares wherever a bolus may lie: with arrivals, steepness and lengths as
    /// patients have them.
    @Test("the search finds boluses of any usual shape", arguments: BolusModel.allCases, 0..<64)
    func shapes(model: BolusModel, seed: Int) throws {
        var generator = SplitMix(seed: UInt64(4000 + seed))
        let arrival = Double.random(in: 10...16, using: &generator)
        let timeToPeak = Double.random(in: 4...14, using: &generator)
        let planted: PlantedBolus
        switch model {
        case .gammaVariate:
            let a = Double.random(in: 1.2...6, using: &generator)
            planted = PlantedBolus(model: model, parameters: [1, a, timeToPeak / a, arrival])
        case .lognormal:
            let s = Double.random(in: 0.3...0.6, using: &generator)
            planted = PlantedBolus(model: model, parameters: [1, log(timeToPeak) + s * s, s, arrival])
        }
        try expectPlanted(planted, at: (0..<600).map { Double($0) * 0.2 })
    }

    @Test("no curve, however wild, gives a number that is none", .tags(.law6), arguments: BolusModel.allCases, 0..<48)
    func wild(model: BolusModel, seed: Int) {
        var generator = SplitMix(seed: UInt64(7000 + seed))
        let scale = pow(10, Double.random(in: -90...90, using: &generator))
        let count = Int.random(in: 6...80, using: &generator)
        var time = Double.random(in: -1e6...1e6, using: &generator)
        var times: [Double] = []
        for _ in 0..<count {
            time += pow(10, Double.random(in: -3...3, using: &generator))
            times.append(time)
        }
        let power = Double.random(in: 0.1...20, using: &generator)
        let intensities = times.indices.map { index in
            scale * (index < 6 ? 0 : pow(Double.random(in: 0...1, using: &generator), power))
        }
        guard let curve = try? curve(intensities, at: times) else { return }  // refused is right as well
        let fit = BolusFit(model, of: curve)
        for number in [
            fit.peakEnhancement, fit.timeToPeak, fit.areaUnderCurve, fit.meanTransitTime, fit.washInRate,
            fit.arrivalTime, fit.determination,
        ] { #expect(number.value?.isFinite != false) }
    }

    @Test(
        "a unit of intensity scales peak, area and slope, and leaves the times",
        arguments: BolusModel.allCases,
        [1e-6, 7, 1e9]
    )
    func scaling(model: BolusModel, factor: Double) throws {
        var generator = SplitMix(seed: 8)
        let intensities = PlantedBolus.examples[0].intensities(at: Self.times, baseline: 0.01)
            .map { $0 + 2e-4 * generator.normal() }
        let here = try numbers(BolusFit(model, of: try curve(intensities)))
        let there = try numbers(BolusFit(model, of: try curve(intensities.map { factor * $0 })))
        for (index, scale) in [factor, 1, factor, 1, factor].enumerated() {
            #expect(abs(there[index] / (scale * here[index]) - 1) < 1e-6)
        }
    }

    @Test("another clock moves the arrival and nothing else", arguments: BolusModel.allCases, [-1000.0, 3600])
    func shift(model: BolusModel, seconds: Double) throws {
        var generator = SplitMix(seed: 9)
        let intensities = PlantedBolus.examples[3].intensities(at: Self.times, baseline: 0.01)
            .map { $0 + 2e-4 * generator.normal() }
        let here = BolusFit(model, of: try curve(intensities))
        let there = BolusFit(model, of: try curve(intensities, at: Self.times.map { $0 + seconds }))
        for (a, b) in zip(try numbers(here), try numbers(there)).prefix(5) { #expect(abs(a / b - 1) < 1e-6) }
        let moved = try #require(there.arrivalTime.value) - #require(here.arrivalTime.value)
        #expect(abs(moved - seconds) < 1e-5)
    }

    @Test("a stretched clock stretches the times and divides the slope")
    func stretch() throws {
        let intensities = PlantedBolus.examples[1].intensities(at: Self.times, baseline: 0.01)
        let here = try numbers(BolusFit(.gammaVariate, of: try curve(intensities)))
        let there = try numbers(BolusFit(.gammaVariate, of: try curve(intensities, at: Self.times.map { 3 * $0 })))
        for (index, scale) in [1, 3, 3, 3, 1.0 / 3].enumerated() {
            #expect(abs(there[index] / (scale * here[index]) - 1) < 1e-6)
        }
    }

    @Test("a bolus that has not washed out has no area and no transit time", .tags(.law6))
    func tail() throws {
        let planted = PlantedBolus.examples[0]
        // The peak is at 24.8 s; at 40 s half of it is left.
        let short = Array(Self.times.prefix { $0 <= 40 })
        let fit = BolusFit(.gammaVariate, of: try curve(planted.intensities(at: short, baseline: 0), at: short))
        let reason = "the cine ends before the contrast agent has washed out"
        #expect(fit.areaUnderCurve == .notAvailable(reason))
        #expect(fit.meanTransitTime == .notAvailable(reason))
        #expect(abs(try #require(fit.timeToPeak.value) / 12.5 - 1) < 1e-6)
    }

    @Test("a curve that no bolus explains has R² only", .tags(.law6), arguments: BolusModel.allCases)
    func poorFit(model: BolusModel) throws {
        // Three humps of equal height: a single one explains a part of them.
        let intensities = Self.times.map { time in
            [20.0, 45, 70].reduce(0) { $0 + exp(-(time - $1) * (time - $1) / 8) }
        }
        let fit = BolusFit(model, of: try curve(intensities))
        #expect(try #require(fit.determination.value) < 0.8)
        let reason = "the fitted curve explains too little of the measured one"
        for number in [fit.peakEnhancement, fit.timeToPeak, fit.areaUnderCurve, fit.meanTransitTime, fit.washInRate] {
            #expect(number == .notAvailable(reason))
        }
    }

    @Test("too few frames of wash-in and wash-out are not fitted", .tags(.law6))
    func fewFrames() throws {
        let coarse = (0..<30).map { Double($0) * 5 }
        let planted = PlantedBolus(model: .gammaVariate, parameters: [2e-4, 2.5, 5, 40])
        let curve = try curve(planted.intensities(at: coarse, baseline: 0), at: coarse)
        // Above 10 % of the peak for 35 s, that is at 7 or 8 frames.
        #expect(curve.bolusFrames < 10)
        let fit = BolusFit(.gammaVariate, of: curve)
        #expect(fit.peakEnhancement == .notAvailable("too few frames show wash-in and wash-out"))
        #expect(fit.determination == .notAvailable("too few frames show wash-in and wash-out"))
    }

    @Test("a step is no bolus, and one bright frame no curve", .tags(.law6), arguments: BolusModel.allCases)
    func degenerate(model: BolusModel) throws {
        let step = try curve(Self.times.map { $0 < 20 ? 0.0 : 1 })
        let fit = BolusFit(model, of: step)
        #expect(fit.areaUnderCurve.value == nil)
        #expect(fit.meanTransitTime.value == nil)
        let flash = Self.times.map { $0 == 20 ? 1.0 : 0 }
        #expect(throws: Refusal.self) { try curve(flash) }
        let nothing = BolusFit(notAvailable: "the dynamic range is unknown")
        #expect(nothing.determination == .notAvailable("the dynamic range is unknown"))
    }
}
