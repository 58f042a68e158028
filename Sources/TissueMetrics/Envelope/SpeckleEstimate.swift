/// A statistic of speckle and how far chance moves it.
package struct SpeckleEstimate: Hashable, Sendable {
    /// The number, or why there is none.
    package let value: Availability
    /// Its standard error, in its unit; nil where there is no number or no expression for it.
    package let standardError: Double?

    /// An estimate.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - standardError: in its unit.
    init(_ value: Double, standardError: Double?) {
        self.value = Availability(finite: value)
        self.standardError = value.isFinite ? standardError.flatMap { $0.isFinite ? $0 : nil } : nil
    }

    /// No estimate.
    init(unavailable value: Availability) {
        self.value = value
        standardError = nil
    }

    /// Estimates where a region meets the conditions.
    ///
    /// - Parameters:
    ///   - moments: of the region.
    ///   - effectiveSamples: independent samples in it.
    ///   - conditions: what is asked of it.
    ///   - least: which number of samples is asked for.
    ///   - estimate: from the number of samples.
    /// - Returns: the estimate, or the reason that the region does not serve.
    static func checked(
        _ moments: EnvelopeMoments,
        _ effectiveSamples: Availability,
        _ conditions: SpeckleConditions,
        least: KeyPath<SpeckleConditions, Double>,
        _ estimate: (Double) -> SpeckleEstimate
    ) -> SpeckleEstimate {
        let reason = conditions.refusal(
            clipping: moments.clipping,
            effectiveSamples: effectiveSamples,
            least: conditions[keyPath: least]
        )
        if let reason { return SpeckleEstimate(unavailable: .notAvailable(reason)) }
        guard let samples = effectiveSamples.value, samples > 0 else {
            return SpeckleEstimate(unavailable: .emptyRegion)
        }
        return estimate(samples)
    }

    /// An α that stands out of its standard error; a lesser one could be anything.
    static func identified(_ clustering: Double, standardError: Double) -> SpeckleEstimate {
        standardError <= clustering
            ? SpeckleEstimate(clustering, standardError: standardError)
            : SpeckleEstimate(unavailable: .notAvailable("α not identifiable: its standard error is above its value"))
    }
}
