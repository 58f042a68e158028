import Foundation
import Testing

@testable import TissueMetrics

@Suite("Derivatives of ln Γ, E1 and the Nakagami equation")
struct GammaFunctionsTests {
    private let euler = 0.577_215_664_901_532_9

    @Test("ψ and ψ' have their closed forms")
    func closedForms() {
        let pi = Double.pi
        #expect(abs(GammaFunctions.digamma(1) + euler) < 1e-14)
        #expect(abs(GammaFunctions.digamma(0.5) + euler + 2 * log(2)) < 1e-14)
        // Gauss: ψ(1/4) = −γ − π/2 − 3 ln 2.
        #expect(abs(GammaFunctions.digamma(0.25) + euler + pi / 2 + 3 * log(2)) < 2e-14)
        #expect(abs(GammaFunctions.trigamma(1) - pi * pi / 6) < 1e-14)
        #expect(abs(GammaFunctions.trigamma(0.5) - pi * pi / 2) < 1e-14)
        let harmonic = (1..<30).reduce(0.0) { $0 + 1 / Double($1) }
        #expect(abs(GammaFunctions.digamma(30) - (harmonic - euler)) < 1e-14)
    }

    @Test("the recurrences hold on both sides of the series' limit", arguments: [0.01, 0.3, 3.7, 9.5, 9.999, 10, 44])
    func recurrences(x: Double) {
        let step = GammaFunctions.digamma(x + 1) - GammaFunctions.digamma(x)
        #expect(abs(step * x - 1) < 1e-12 * max(1, x))
        let second = GammaFunctions.trigamma(x) - GammaFunctions.trigamma(x + 1)
        #expect(abs(second * x * x - 1) < 1e-12 * max(1, x))
    }

    @Test("ln x − ψ(x) keeps its precision where both are alike")
    func large() {
        #expect(abs(GammaFunctions.logarithmLessDigamma(1e9) * 2e9 - 1) < 1e-9)
    }

    /// Abramowitz and Stegun, table 5.1, and the bounds ½e^(−z)ln(1+2/z) < E1(z) < e^(−z)ln(1+1/z) (their 5.1.20).
    @Test("E1 has its tabulated values and lies within its bounds")
    func exponentialIntegral() {
        #expect(abs(ExponentialIntegral.first(1) - 0.219_383_934) < 1e-9)
        #expect(abs(ExponentialIntegral.first(0.5) - 0.559_773_595) < 1e-9)
        #expect(abs(ExponentialIntegral.first(2) - 0.048_900_511) < 1e-9)
        #expect(abs(ExponentialIntegral.first(1.000_000_001) - ExponentialIntegral.first(1)) < 1e-9)
        for z in [1e-15, 0.1, 0.99, 1.01, 5, 50, 500] {
            let value = ExponentialIntegral.first(z)
            #expect(value > 0.5 * exp(-z) * log(1 + 2 / z))
            #expect(value < exp(-z) * log(1 + 1 / z))
        }
        #expect(ExponentialIntegral.first(1e20) == 0)
    }

    @Test("the shape solves ln m − ψ(m) = Δ", arguments: [0.06, 0.1, 0.5, 1, 2, 5, 50, 1e3, 1e6])
    func solution(shape: Double) {
        let difference = GammaFunctions.logarithmLessDigamma(shape)
        guard difference <= NakagamiShape.mostDifference else { return }
        #expect(abs(NakagamiShape.solve(difference) / shape - 1) < 1e-9)
        #expect(abs(NakagamiShape.look(up: difference) / shape - 1) < 2e-6)
    }
}
