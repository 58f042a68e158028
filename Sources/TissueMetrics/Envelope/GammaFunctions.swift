internal import Foundation

/// Derivatives of ln Γ on the positive axis, which neither the C library nor swift-numerics 1.1.1 has: the recurrence to an
/// argument of 10 or more (NIST Digital Library of Mathematical Functions, 5.5.2 and 5.15.5), then the asymptotic series
/// (5.11.2 and 5.15.8), whose first term left out is below 10^−15 of the sum there.
enum GammaFunctions {
    private static let leastForSeries = 10.0

    /// ln x − ψ(x) of a positive x, without the cancellation of the two: 1/(2x) for large x.
    static func logarithmLessDigamma(_ x: Double) -> Double {
        precondition(x > 0, "the argument is positive")
        var (argument, sum) = (x, 0.0)
        while argument < leastForSeries {
            sum += 1 / argument
            argument += 1
        }
        if argument != x { sum += log(x / argument) }
        let square = 1 / (argument * argument)
        // The coefficients are B(2k)/(2k).
        var tail = 1 / 12.0
        tail = 691 / 32_760.0 - square * tail
        tail = 1 / 132.0 - square * tail
        tail = 1 / 240.0 - square * tail
        tail = 1 / 252.0 - square * tail
        tail = 1 / 120.0 - square * tail
        tail = 1 / 12.0 - square * tail
        return sum + 1 / (2 * argument) + square * tail
    }

    /// ψ(x), the derivative of ln Γ, of a positive x.
    static func digamma(_ x: Double) -> Double { log(x) - logarithmLessDigamma(x) }

    /// ψ'(x) of a positive x.
    static func trigamma(_ x: Double) -> Double {
        precondition(x > 0, "the argument is positive")
        var (argument, sum) = (x, 0.0)
        while argument < leastForSeries {
            sum += 1 / (argument * argument)
            argument += 1
        }
        let square = 1 / (argument * argument)
        // The coefficients are B(2k).
        var tail = 7 / 6.0
        tail = 691 / 2730.0 - square * tail
        tail = 5 / 66.0 - square * tail
        tail = 1 / 30.0 - square * tail
        tail = 1 / 42.0 - square * tail
        tail = 1 / 30.0 - square * tail
        tail = 1 / 6.0 - square * tail
        return sum + 1 / argument + square / 2 + square / argument * tail
    }
}
