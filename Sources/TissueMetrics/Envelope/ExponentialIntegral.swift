internal import Foundation

/// E1(z) = ∫ from z to ∞ of e^(−t)/t, which neither the C library nor swift-numerics has.
enum ExponentialIntegral {
    /// Euler's constant.
    static let eulerGamma = 0.577_215_664_901_532_860_6

    /// E1 of a positive z, by the power series to 1 and the continued fraction above (NIST Digital Library of Mathematical
    /// Functions, 6.6.2 and 6.9.1 in its even part); both have converged to rounding after the terms taken.
    static func first(_ z: Double) -> Double {
        precondition(z > 0, "the argument is positive")
        guard z > 1 else {
            var (sum, term) = (0.0, 1.0)
            for k in 1...20 {
                term *= -z / Double(k)
                sum += term / Double(k)
            }
            return -eulerGamma - log(z) - sum
        }
        var tail = 0.0
        for k in stride(from: 100.0, through: 1, by: -1) { tail = k * k / (z + 2 * k + 1 - tail) }
        return exp(-z) / (z + 1 - tail)
    }
}
