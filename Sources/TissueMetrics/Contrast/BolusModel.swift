internal import Foundation

/// The shape of a bolus that passes once: an enhancement over τ, the time since arrival, written by its peak so that
/// one set of parameters fits both, f = peak·e^h(x), x = τ/timeToPeak (Strouthos et al., IEEE Trans UFFC 57:1296–1310,
/// 2010).
package enum BolusModel: Hashable, Sendable, CaseIterable {
    /// C·τ^a·e^(−τ/b): the shape is a, b = timeToPeak/a, h = a·(ln x + 1 − x).
    case gammaVariate
    /// AUC/(√(2π)·s·τ)·e^(−(ln τ − μ)²/(2s²)): the shape is s, timeToPeak = e^(μ − s²), h = −ln²x/(2s²).
    case lognormal

    /// Of the shape.
    var bounds: ClosedRange<Double> {
        switch self {
        case .gammaVariate: 0.5...100
        case .lognormal: 0.05...3
        }
    }

    /// Shapes from steep to gentle, from which fits start.
    var starts: [Double] {
        switch self {
        case .gammaVariate: [8, 3, 1.2]
        case .lognormal: [0.3, 0.6, 1.1]
        }
    }

    /// h, its derivative by x and that by the shape.
    func exponent(_ x: Double, shape: Double) -> (value: Double, byX: Double, byShape: Double) {
        let logarithm = log(x)
        switch self {
        case .gammaVariate:
            let bracket = logarithm + 1 - x
            return (shape * bracket, shape * (1 / x - 1), bracket)
        case .lognormal:
            let square = shape * shape
            let value = -logarithm * logarithm / (2 * square)
            return (value, -logarithm / (square * x), -2 * value / shape)
        }
    }

    /// The x < 1 at which the curve of a peak of 1 reaches a small height, by the steep side.
    func x(atHeight height: Double, shape: Double) -> Double {
        switch self {
        case .gammaVariate:
            // x·e^(1−x) = height^(1/a) by fixed point, which contracts for x < 1.
            let target = pow(height, 1 / shape)
            return (0..<50).reduce(0) { x, _ in target * exp(x - 1) }
        case .lognormal: return exp(-shape * (-2 * log(height)).squareRoot())
        }
    }

    /// ∫f over all τ for a peak and a time to peak of 1.
    func area(shape: Double) -> Double {
        switch self {
        case .gammaVariate: exp(shape - (shape + 1) * log(shape) + lgamma(shape + 1))
        case .lognormal: shape * (2 * Double.pi).squareRoot() * exp(shape * shape / 2)
        }
    }

    /// The mean of τ, weighted with f, for a time to peak of 1.
    func meanTransitTime(shape: Double) -> Double {
        switch self {
        case .gammaVariate: 1 + 1 / shape
        case .lognormal: exp(1.5 * shape * shape)
        }
    }

    /// The greatest slope of the rise for a peak and a time to peak of 1; nil where the curve is steepest at its start,
    /// a gamma-variate with a ≤ 1.
    func washInRate(shape: Double) -> Double? {
        let x: Double
        switch self {
        case .gammaVariate:
            guard shape > 1 else { return nil }
            x = 1 - 1 / shape.squareRoot()
        case .lognormal:
            x = exp(-(shape * shape + shape * (shape * shape + 4).squareRoot()) / 2)
        }
        let (value, byX, _) = exponent(x, shape: shape)
        return exp(value) * byX
    }
}
