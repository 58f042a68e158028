import Foundation
import TissueMetrics

/// A bolus by the textbook's parameters, which differ from those that the fit uses.
struct PlantedBolus {
    let model: BolusModel
    /// Gamma-variate: C, a, b; lognormal: area, μ, s. Then the arrival, s.
    var parameters: [Double]

    static let examples = [
        PlantedBolus(model: .gammaVariate, parameters: [2e-4, 2.5, 5, 12.3]),
        PlantedBolus(model: .gammaVariate, parameters: [3e-6, 5, 2.2, 9.9]),
        PlantedBolus(model: .gammaVariate, parameters: [0.01, 1.4, 7, 15.2]),
        PlantedBolus(model: .lognormal, parameters: [0.4, 2.6, 0.5, 12.3]),
        PlantedBolus(model: .lognormal, parameters: [3, 2.9, 0.4, 10.7]),
        PlantedBolus(model: .lognormal, parameters: [0.02, 2.4, 0.65, 15.1]),
    ]

    var arrival: Double { parameters[3] }

    func value(_ time: Double) -> Double {
        let tau = time - parameters[3]
        guard tau > 0 else { return 0 }
        switch model {
        case .gammaVariate: return parameters[0] * pow(tau, parameters[1]) * exp(-tau / parameters[2])
        case .lognormal:
            let (mu, s) = (parameters[1], parameters[2])
            let z = (log(tau) - mu) / s
            return parameters[0] / ((2 * Double.pi).squareRoot() * s * tau) * exp(-z * z / 2)
        }
    }

    /// Peak, time to peak, area, mean transit time, greatest slope and arrival.
    var quantities: [Double] {
        switch model {
        case .gammaVariate:
            let (c, a, b) = (parameters[0], parameters[1], parameters[2])
            let steepest = b * (a - a.squareRoot())
            let slope = c * pow(steepest, a) * exp(-steepest / b) * (a / steepest - 1 / b)
            return [c * pow(a * b, a) * exp(-a), a * b, c * pow(b, a + 1) * tgamma(a + 1), b * (a + 1), slope, arrival]
        case .lognormal:
            let (area, mu, s) = (parameters[0], parameters[1], parameters[2])
            let steepest = exp(mu - (3 * s * s + s * (s * s + 4).squareRoot()) / 2)
            let z = (log(steepest) - mu) / s
            let slope = -value(parameters[3] + steepest) * (1 + z / s) / steepest
            let peak = area / (s * (2 * Double.pi).squareRoot()) * exp(-mu + s * s / 2)
            return [peak, exp(mu - s * s), area, exp(mu + s * s / 2), slope, arrival]
        }
    }

    func intensities(at times: [Double], baseline: Double) -> [Double] {
        times.map { baseline + value($0) }
    }

    /// How an efficient estimate of each quantity answers to errors, J being the derivatives of the curve by the
    /// parameters and G those of the quantity: its standard deviation per unit of noise in the frames, √(G·(JᵀJ)⁻¹·Gᵀ)
    /// (Cramér and Rao), and what an offset of 1 in all frames adds to it, G·(JᵀJ)⁻¹·Jᵀ·1.
    func sensitivities(at times: [Double]) -> [(noise: Double, offset: Double)] {
        let jacobian = derivatives { $0.intensities(at: times, baseline: 0) }
        let gradients = derivatives { $0.quantities }
        let sums = jacobian.map { $0.reduce(0, +) }
        let fisher = jacobian.map { row in jacobian.map { Self.product(row, $0) } }
        return quantities.indices.map { quantity in
            let gradient = gradients.map { $0[quantity] }
            let solved = Self.solve(fisher, gradient)
            return (Self.product(gradient, solved).squareRoot(), Self.product(sums, solved))
        }
    }

    private func derivatives(_ function: (PlantedBolus) -> [Double]) -> [[Double]] {
        parameters.indices.map { index in
            let step = 1e-5 * abs(parameters[index])
            var (above, below) = (self, self)
            above.parameters[index] += step
            below.parameters[index] -= step
            return zip(function(above), function(below)).map { ($0 - $1) / (2 * step) }
        }
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Gauss's elimination after scaling to a diagonal of 1.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        let scale = matrix.indices.map { matrix[$0][$0].squareRoot() }
        var rows = matrix.indices.map { i in
            matrix.indices.map { matrix[i][$0] / (scale[i] * scale[$0]) } + [right[i] / scale[i]]
        }
        for pivot in rows.indices {
            for row in rows.indices where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in pivot...rows.count { rows[row][column] -= factor * rows[pivot][column] }
            }
        }
        return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] / scale[$0] }
    }
}
