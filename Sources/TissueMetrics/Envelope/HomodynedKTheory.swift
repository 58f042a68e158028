internal import Foundation

/// X and U of the homodyned K-distribution by parameters.
///
/// With unit coherent signal, intensity given w ~ Gamma(α, 1) is Rician with diffuse mean w/γ, so that with z = γ/w
/// E[I] = 1 + α/γ, E[ln I] = ⟨E1(z)⟩ and E[I ln I] = ⟨((1+z)E1(z) + 2 − e^(−z))/z⟩. The means over w are integrated in
/// t = ln w by the trapezoidal rule, which converges exponentially for these integrands. Its step is fixed and its nodes lie
/// where z is a power of e^step, so that E1 is tabulated once.
enum HomodynedKTheory {
    /// The clusterings that are looked at: above, the distribution can't be told from Rice's.
    static let clusterings = 0.02...60.0
    /// The natural logarithms of γ that are looked at.
    static let logRatios = -35.0...25.0

    private static let step = 0.1
    /// The places s = −ln z of the first and the last node, in steps. At large z, where E1 is nothing, the mean of I ln I still
    /// has its share.
    private static let places = -650...450
    private static let nodes: [Node] = places.map { place in
        let s = Double(place) * step
        let z = exp(-s)
        let integral = ExponentialIntegral.first(z)
        return Node(inverse: exp(s), log: integral, product: ((1 + z) * integral + 2 - exp(-z)) / z)
    }

    private struct Node {
        /// 1/z.
        var inverse: Double
        /// E[ln I] given z.
        var log: Double
        /// E[I ln I] given z.
        var product: Double
    }

    /// The two statistics of Destrempes, Porée and Cloutier (SIAM J. Imaging Sci. 6, 2013).
    struct Statistics {
        /// E[I ln I]/E[I] − E[ln I].
        var x: Double
        /// E[ln I] − ln E[I].
        var u: Double
    }

    /// The theory.
    ///
    /// - Parameters:
    ///   - clustering: α, within `clusterings`.
    ///   - logRatio: ln γ, γ = ε²/(2σ²), within `logRatios`.
    /// - Returns: the statistics of that distribution.
    static func statistics(clustering: Double, logRatio: Double) -> Statistics {
        let ratio = exp(logRatio)
        // Beyond these w the gamma density is below e^−40 of its peak, or z is beyond the table.
        let top = log(clustering + 12 * clustering.squareRoot() + 45)
        let bottom = log(clustering) - 1 - 40 / clustering
        let first = max(places.lowerBound, Int(max(-1e3, (bottom - logRatio) / step).rounded(.up)))
        let last = min(places.upperBound, Int(((top - logRatio) / step).rounded(.down)))
        let norm = lgamma(clustering) - log(step)
        var (logMean, product) = (0.0, 0.0)
        for place in stride(from: first, through: last, by: 1) {
            let node = nodes[place - places.lowerBound]
            let weight = exp(clustering * (logRatio + Double(place) * step) - ratio * node.inverse - norm)
            logMean += weight * node.log
            product += weight * node.product
        }
        let intensity = 1 + clustering / ratio
        return Statistics(x: product / intensity - logMean, u: logMean - log(intensity))
    }

    /// ln γ where X has a value, to 10^−10: X falls with γ, from 1 + 1/α to 0. An end of `logRatios` where it is beyond.
    static func logRatio(clustering: Double, x: Double) -> Double {
        BracketedRoot.find(in: logRatios, tolerance: 1e-10) { statistics(clustering: clustering, logRatio: $0).x - x }
    }
}
