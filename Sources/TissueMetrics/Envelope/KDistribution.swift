/// The K-distribution of the envelope in a region, that of few scatterers without a coherent signal: intensities
/// Gamma(α, 1)·Exp(1). α is the effective number of scatterers in a resolution cell (Jakeman and Pusey, IEEE Trans. Antennas
/// Propag. 24, 1976).
package struct KDistribution: Hashable, Sendable {
    /// α = 1/(X−1) with X = E[I ln I]/E[I] − E[ln I], no unit. Not available where X ≤ 1, since Rayleigh speckle has α = ∞, and
    /// where the standard error is above the value.
    package let clustering: SpeckleEstimate

    /// The estimate for a region.
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
        clustering = .checked(moments, effectiveSamples, conditions, least: \.leastSamplesForK) { samples in
            guard let x = moments.x else { return SpeckleEstimate(unavailable: .zeroVariance) }
            guard x > 1 else {
                return SpeckleEstimate(
                    unavailable: .notAvailable("no finite α: as regular as Rayleigh speckle, or more so")
                )
            }
            let shape = 1 / (x - 1)
            return .identified(shape, standardError: moments.xDeviation / samples.squareRoot() * shape * shape)
        }
    }
}
