internal import Foundation

/// The Nakagami distribution of the envelope in a region: f(A) = 2 m^m A^(2m−1) e^(−mA²/Ω)/(Γ(m) Ω^m). Its shape m is below 1
/// for pre-Rayleigh scattering, 1 for Rayleigh speckle and above 1 for post-Rayleigh (Shankar, IEEE Trans. Ultrason.
/// Ferroelectr. Freq. Control 47, 2000). Compounding, persistence and filters raise it.
package struct Nakagami: Hashable, Sendable {
    /// m = E[I]²/(E[I²] − E[I]²), no unit. The standard error is √(2m(m+1)/N).
    package let momentShape: SpeckleEstimate
    /// m of greatest likelihood, no unit. The standard error is √(1/(N(ψ'(m) − 1/m))).
    package let likelihoodShape: SpeckleEstimate
    /// Ω = E[I], in units of the intensity at the top grey level: relative, unless that level is calibrated. The standard
    /// error is sd(I)/√N.
    package let scale: SpeckleEstimate

    /// The estimates for a region.
    ///
    /// - Parameters:
    ///   - moments: of its envelope.
    ///   - effectiveSamples: independent samples in it, N above.
    ///   - conditions: what is asked of it.
    package init(
        _ moments: EnvelopeMoments,
        effectiveSamples: Availability,
        conditions: SpeckleConditions = SpeckleConditions()
    ) {
        momentShape = .checked(moments, effectiveSamples, conditions, least: \.leastSamplesForNakagamiMoment) {
            samples in
            guard moments.intensityVariance > 0 else { return SpeckleEstimate(unavailable: .zeroVariance) }
            let shape = moments.intensity * moments.intensity / moments.intensityVariance
            return SpeckleEstimate(shape, standardError: (2 * shape * (shape + 1) / samples).squareRoot())
        }
        likelihoodShape = .checked(
            moments,
            effectiveSamples,
            conditions,
            least: \.leastSamplesForNakagamiLikelihood
        ) { samples in
            // With two levels of a 16-bit scale Δ is above 10^−13 or so: nearer to 0 it is rounding.
            guard let u = moments.u, case let difference = -u, difference > 1e-13 else {
                return SpeckleEstimate(unavailable: .zeroVariance)
            }
            guard difference <= NakagamiShape.mostDifference else {
                return SpeckleEstimate(
                    unavailable: .notAvailable("the spread of the envelope is beyond a Nakagami shape of 0.06")
                )
            }
            let shape = NakagamiShape.solve(difference)
            let information = GammaFunctions.trigamma(shape) - 1 / shape
            return SpeckleEstimate(shape, standardError: (1 / (samples * information)).squareRoot())
        }
        scale = .checked(moments, effectiveSamples, conditions, least: \.leastSamplesForNakagamiLikelihood) { samples in
            SpeckleEstimate(moments.intensity, standardError: (moments.intensityVariance / samples).squareRoot())
        }
    }
}
