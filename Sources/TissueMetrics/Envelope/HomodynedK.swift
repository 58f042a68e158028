internal import Foundation

/// The homodyned K-distribution of the envelope in a region: a coherent signal ε beside diffuse scattering of mean intensity
/// 2σ²α, fitted by X and U (Destrempes, Porée and Cloutier, SIAM J. Imaging Sci. 6, 2013).
///
/// For a given X, U falls as α grows, so that there is one distribution with the sample's X and U, none with a coherent
/// signal, or none with an α up to 60.
package struct HomodynedK: Hashable, Sendable {
    /// α, the clustering of scatterers, no unit. Not available above 60, where the distribution is Rice's whatever α is, and
    /// where the standard error is above the value.
    package let clustering: SpeckleEstimate
    /// k = ε/(σ√α), coherent to diffuse signal, no unit. It is 0 where the sample is as irregular as a K-distribution or more
    /// so; at α = 60 where α is above.
    package let structure: SpeckleEstimate
    /// 2σ²α/(ε² + 2σ²α), the diffuse part of the power, from 0 to 1.
    package let diffusePowerFraction: SpeckleEstimate

    /// The estimates for a region, with standard errors by the delta method.
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
        let reason = conditions.refusal(
            clipping: moments.clipping,
            effectiveSamples: effectiveSamples,
            least: conditions.leastSamplesForHomodynedK
        )
        if let reason {
            self.init(unavailable: .notAvailable(reason))
            return
        }
        guard let samples = effectiveSamples.value, let x = moments.x, let u = moments.u, x > 1e-9 else {
            self.init(unavailable: .zeroVariance)
            return
        }
        switch HomodynedKFit(x: x, u: u) {
        case .none:
            self.init(unavailable: .notAvailable("the sample is more irregular than any homodyned K-distribution"))
        case .rice(let logRatio):
            let regular = "α not identifiable: above 60, the signal is as regular as Rice's distribution"
            let most = HomodynedKTheory.clusterings.upperBound
            self.init(
                clustering: SpeckleEstimate(unavailable: .notAvailable(regular)),
                structure: SpeckleEstimate(Self.structure(most, logRatio), standardError: nil),
                diffusePowerFraction: SpeckleEstimate(Self.diffuse(most, logRatio), standardError: nil)
            )
        case .withoutCoherent(let shape):
            let error = moments.xDeviation / samples.squareRoot() * shape * shape
            self.init(
                clustering: .identified(shape, standardError: error),
                structure: SpeckleEstimate(0, standardError: nil),
                diffusePowerFraction: SpeckleEstimate(1, standardError: nil)
            )
        case .homodyned(let shape, let logRatio):
            let errors = HomodynedKErrors(moments, samples: samples, clustering: shape, logRatio: logRatio)
            self.init(
                clustering: .identified(shape, standardError: errors.clustering),
                structure: SpeckleEstimate(Self.structure(shape, logRatio), standardError: errors.structure),
                diffusePowerFraction: SpeckleEstimate(Self.diffuse(shape, logRatio), standardError: errors.diffuse)
            )
        }
    }

    private init(clustering: SpeckleEstimate, structure: SpeckleEstimate, diffusePowerFraction: SpeckleEstimate) {
        self.clustering = clustering
        self.structure = structure
        self.diffusePowerFraction = diffusePowerFraction
    }

    private init(unavailable value: Availability) {
        let none = SpeckleEstimate(unavailable: value)
        self.init(clustering: none, structure: none, diffusePowerFraction: none)
    }

    /// k of α and ln γ.
    static func structure(_ clustering: Double, _ logRatio: Double) -> Double {
        (2 * exp(logRatio) / clustering).squareRoot()
    }

    /// The diffuse part of the power of α and ln γ.
    static func diffuse(_ clustering: Double, _ logRatio: Double) -> Double {
        clustering / (clustering + exp(logRatio))
    }
}
