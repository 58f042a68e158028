internal import Foundation

/// The maximum-likelihood shape of a gamma distribution, of which the intensity of a Nakagami envelope is one, from
/// Δ = ln E[I] − E[ln I]: the solution of ln m − ψ(m) = Δ.
enum NakagamiShape {
    /// Δ of a shape of 0.06: beyond, no envelope of an image lies.
    static let mostDifference = 16.0

    /// The solution, to rounding, for a positive Δ of at most `mostDifference`: Newton's method from the rational approximation of
    /// Greenwood and Durand (Technometrics 2, 1960), whose relative error is below 10^−4.
    static func solve(_ difference: Double) -> Double {
        precondition(difference > 0 && difference <= mostDifference, "Δ is that of a distribution")
        let d = difference
        var shape =
            d <= 0.5772
            ? (0.500_087_6 + 0.164_885_2 * d - 0.054_427_4 * d * d) / d
            : (8.898_919 + 9.059_950 * d + 0.977_537_3 * d * d) / (d * (17.797_28 + 11.968_477 * d + d * d))
        for _ in 0..<4 {
            let slope = 1 / shape - GammaFunctions.trigamma(shape)
            // At very large shapes the slope, 1/(2m²), is lost in the difference; the start is exact to 10^−4 there.
            guard slope < 0 else { break }
            let next = shape - (GammaFunctions.logarithmLessDigamma(shape) - d) / slope
            guard next > 0 else { break }
            shape = next
        }
        return shape
    }

    private static let stepsPerUnit = 256.0
    /// m·Δ at multiples of a step in Δ: it runs from 1/2 at 0 towards 1, and so smoothly that a straight line between two
    /// entries is right to 10^−6.
    private static let products: [Double] =
        [0.5]
        + (1...Int(mostDifference * stepsPerUnit)).map { step in
            let difference = Double(step) / stepsPerUnit
            return solve(difference) * difference
        }

    /// The solution for such a Δ to a relative 10^−6 at the cost of a division, as parametric maps need it for each pixel.
    static func look(up difference: Double) -> Double {
        let place = difference * stepsPerUnit
        let below = min(Int(place), products.count - 2)
        let fraction = place - Double(below)
        return (products[below] + fraction * (products[below + 1] - products[below])) / difference
    }
}
