import Foundation
import Testing

@testable import TissueMetrics

@Suite("Weighted line")
struct WeightedLineTests {
    /// x̄ = 1.5, ȳ = 2.25, Σ(x−x̄)² = 5, Σ(x−x̄)(y−ȳ) = 6.5, Σ(y−ȳ)² = 10.75; the residuals 0.7, −0.6, −0.9, 0.8 have
    /// squares of 2.3.
    @Test("four points give the line, its error and R² by hand")
    func byHand() throws {
        let line = try #require(WeightedLine(x: [0, 1, 2, 3], y: [1, 1, 2, 5], weights: [1, 1, 1, 1]))
        #expect(abs(line.slope - 1.3) < 1e-14)
        #expect(abs(line.spread - 5) < 1e-14)
        #expect(abs(line.residualSquares - 2.3) < 1e-14)
        #expect(abs(line.totalSquares - 10.75) < 1e-14)
        #expect(abs(try #require(line.determination) - 8.45 / 10.75) < 1e-14)
        // Neighbours' products (−0.42 + 0.54 − 0.72) are negative: the error is not widened.
        #expect(abs(line.slopeStandardError - (2.3 / 2 / 5).squareRoot()) < 1e-14)
    }

    @Test("a weight of 2 is a point that is there twice", arguments: 0..<16)
    func weights(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let x = (0..<12).map { Double($0) }
        let y = x.map { _ in Double.random(in: -1...1, using: &generator) }
        let weighted = try #require(WeightedLine(x: x, y: y, weights: x.map { $0 < 6 ? 2 : 1 }))
        let repeated = try #require(
            WeightedLine(x: x.prefix(6) + x, y: y.prefix(6) + y, weights: [Double](repeating: 1, count: 18))
        )
        #expect(abs(weighted.slope - repeated.slope) < 1e-13)
        #expect(abs(weighted.residualSquares - repeated.residualSquares) < 1e-12)
    }

    @Test("two points, one place or no number make no line")
    func degenerate() {
        #expect(WeightedLine(x: [0, 1], y: [0, 1], weights: [1, 1]) == nil)
        #expect(WeightedLine(x: [2, 2, 2], y: [0, 1, 2], weights: [1, 1, 1]) == nil)
        #expect(WeightedLine(x: [0, 1, 2], y: [0, .nan, 2], weights: [1, 1, 1]) == nil)
        #expect(WeightedLine(x: [0, 1, .infinity], y: [0, 1, 2], weights: [1, 1, 1]) == nil)
        #expect(WeightedLine(x: [0, 1, 2], y: [3, 3, 3], weights: [1, 1, 1])?.determination == nil)
    }
}

@Suite("Levenberg–Marquardt")
struct LevenbergMarquardtTests {
    /// Rosenbrock's function: residuals 10·(y − x²) and 1 − x, least at 1, 1.
    private func rosenbrock(bounds: [ClosedRange<Double>]) -> LevenbergMarquardt {
        LevenbergMarquardt(samples: 2, bounds: bounds) { p, residuals, jacobian in
            residuals[0] = 10 * (p[1] - p[0] * p[0])
            residuals[1] = 1 - p[0]
            (jacobian[0], jacobian[1]) = (-20 * p[0], 10)
            (jacobian[2], jacobian[3]) = (-1, 0)
        }
    }

    @Test("Rosenbrock's valley ends at 1, 1", arguments: [[-1.2, 1], [5, -5], [0, 0], [-9, 9]])
    func valley(start: [Double]) throws {
        var search = rosenbrock(bounds: [-10...10, -10...10])
        let found = search.minimise(from: start)
        let solution = try #require(found)
        #expect(solution.isConverged)
        #expect(abs(solution.parameters[0] - 1) < 1e-8)
        #expect(abs(solution.parameters[1] - 1) < 1e-8)
    }

    /// With x at most ½ the least is at the bound: y = ¼, cost ¼. With y at most ¼ too, both.
    @Test("a bound holds, and the rest still descends", arguments: [[-1.2, 1], [0.5, 9], [0, 0]])
    func bounds(start: [Double]) throws {
        var search = rosenbrock(bounds: [-10...0.5, -10...10])
        let found = search.minimise(from: start)
        let solution = try #require(found)
        #expect(solution.isConverged)
        #expect(solution.parameters[0] == 0.5)
        #expect(abs(solution.parameters[1] - 0.25) < 1e-8)
        #expect(abs(solution.cost - 0.25) < 1e-12)
    }

    @Test("a parameter on which nothing depends stays, and a start without a cost is refused")
    func degenerate() throws {
        var search = LevenbergMarquardt(samples: 1, bounds: [-10...10, -10...10]) { p, residuals, jacobian in
            residuals[0] = p[0] - 3
            (jacobian[0], jacobian[1]) = (1, 0)
        }
        let found = search.minimise(from: [0, 7])
        let solution = try #require(found)
        #expect(solution.isConverged)
        #expect(abs(solution.parameters[0] - 3) < 1e-8)
        #expect(solution.parameters[1] == 7)
        var hopeless = LevenbergMarquardt(samples: 1, bounds: [0...1]) { _, residuals, _ in residuals[0] = .nan }
        let nothing = hopeless.minimise(from: [0])
        #expect(nothing == nil)
    }
}
