internal import Foundation

/// What speckle statistics ask of a region. The least numbers of independent samples keep the standard error near 5 % of the
/// value (signal-to-noise ratio: 3.8 %); all of them can be set by the pipeline file.
package struct SpeckleConditions: Hashable, Sendable {
    /// The most pixels at one end of the grey scale, as a fraction of all.
    package var mostClippedFraction = 0.01
    /// For the signal-to-noise ratios, and the estimate of a dynamic range.
    package var leastSamplesForSNR = 350.0
    /// For the Nakagami shape by maximum likelihood, and Ω.
    package var leastSamplesForNakagamiLikelihood = 620.0
    /// For the Nakagami shape by moments.
    package var leastSamplesForNakagamiMoment = 1600.0
    /// For the K-distribution.
    package var leastSamplesForK = 1000.0
    /// For the homodyned K-distribution.
    package var leastSamplesForHomodynedK = 1000.0

    package init() {}

    /// Judges a region.
    ///
    /// - Parameters:
    ///   - clipping: of the region.
    ///   - effectiveSamples: independent samples in it.
    ///   - least: how many are asked for.
    /// - Returns: why it does not serve, as a clause for a reader; nil where it does.
    package func refusal(clipping: GreyClipping, effectiveSamples: Availability, least: Double) -> String? {
        guard clipping.total > 0 else { return "no pixel to measure in the region of interest" }
        let most = mostClippedFraction * Double(clipping.total)
        if Double(clipping.atTop) > most { return clause(clipping.atTop, of: clipping.total, at: "the top of") }
        if Double(clipping.atLeast) > most { return clause(clipping.atLeast, of: clipping.total, at: "the bottom of") }
        switch effectiveSamples {
        case .notAvailable(let reason):
            return "the number of independent samples is not known: \(reason)"
        case .value(let samples) where samples < least:
            // Rounded apart, so that the clause never says that enough is too few.
            let (found, needed) = (max(0, samples).rounded(.down), least.rounded(.up))
            return String(format: "%.0f independent samples, fewer than the %.0f needed", found, needed)
        case .value:
            return nil
        }
    }

    private func clause(_ count: Int, of total: Int, at end: String) -> String {
        let percent = String(format: "%.1f", 100 * Double(count) / Double(total))
        let most = String(format: "%g", 100 * mostClippedFraction)
        return "\(percent) % of the pixels are clipped at \(end) the grey scale, more than \(most) %"
    }
}
