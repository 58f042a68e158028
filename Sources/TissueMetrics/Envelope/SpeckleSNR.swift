/// Signal-to-noise ratios of the envelope in a region. Fully developed speckle has 1.9131 = √(π/(4−π)) in amplitude and 1 in
/// intensity (Goodman, Speckle Phenomena in Optics). Compounding, persistence and filters raise them.
package struct SpeckleSNR: Hashable, Sendable {
    /// E[A]/sd(A), no unit.
    package let amplitude: SpeckleEstimate
    /// E[I]/sd(I), no unit.
    package let intensity: SpeckleEstimate

    /// The ratios of a region, with standard errors by the delta method (1.36/√N and 1/√N for Rayleigh speckle).
    ///
    /// - Parameters:
    ///   - moments: of its envelope.
    ///   - effectiveSamples: independent samples in it.
    ///   - conditions: what is asked of it.
    package init(
        _ moments: EnvelopeMoments,
        effectiveSamples: Availability,
        conditions: SpeckleConditions = SpeckleConditions()
    ) {
        amplitude = .checked(moments, effectiveSamples, conditions, least: \.leastSamplesForSNR) { samples in
            guard moments.amplitudeVariance > 0 else { return SpeckleEstimate(unavailable: .zeroVariance) }
            let ratio = moments.amplitude / moments.amplitudeVariance.squareRoot()
            return SpeckleEstimate(ratio, standardError: moments.amplitudeSNRDeviation / samples.squareRoot())
        }
        intensity = .checked(moments, effectiveSamples, conditions, least: \.leastSamplesForSNR) { samples in
            guard moments.intensityVariance > 0 else { return SpeckleEstimate(unavailable: .zeroVariance) }
            let ratio = moments.intensity / moments.intensityVariance.squareRoot()
            return SpeckleEstimate(ratio, standardError: moments.intensitySNRDeviation / samples.squareRoot())
        }
    }
}
