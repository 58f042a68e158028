internal import TissueMetrics

/// Statistics of the decompressed envelope.
enum SpeckleMetrics {
    static let rows: [MetricRow] = [
        speckle(
            "envelope-snr",
            "EnvelopeSNR",
            "Signal-to-noise ratio of the envelope",
            (
                "E[A] / sd(A); fully developed speckle has 1.9131", "Goodman, Speckle Phenomena in Optics",
                "of all pixels"
            )
        ) { SpeckleSNR($0, effectiveSamples: $1, conditions: $2).amplitude },
        speckle(
            "intensity-snr",
            "IntensitySNR",
            "Signal-to-noise ratio of the intensity",
            ("E[I] / sd(I); fully developed speckle has 1", "Goodman, Speckle Phenomena in Optics", "of all pixels")
        ) { SpeckleSNR($0, effectiveSamples: $1, conditions: $2).intensity },
        nakagami(
            "nakagami-shape",
            "NakagamiM",
            "Nakagami shape m, maximum likelihood",
            (
                "ln m − ψ(m) = ln E[I] − E[ln I]", "Greenwood and Durand, Technometrics 2, 1960",
                "maximum likelihood; pixels at the ends of the scale left out"
            ),
            .nakagamiLikelihood
        ) { Nakagami($0, effectiveSamples: $1, conditions: $2).likelihoodShape },
        nakagami(
            "nakagami-shape-moment",
            "NakagamiMMoment",
            "Nakagami shape m, moments",
            ("E[I]² / (E[I²] − E[I]²)", "Nakagami 1960; Shankar, IEEE Trans. UFFC 47, 2000", "moments of all pixels"),
            .nakagamiMoment
        ) { Nakagami($0, effectiveSamples: $1, conditions: $2).momentShape },
        speckle(
            "nakagami-scale",
            "NakagamiOmega",
            "Nakagami scale Ω",
            ("E[I], 1 being the top of the grey scale", "Nakagami 1960", "mean of all pixels"),
            limits: "Relative to the top of the grey scale: gain is in it"
        ) { Nakagami($0, effectiveSamples: $1, conditions: $2).scale },
        speckle(
            "k-clustering",
            "KAlpha",
            "K-distribution clustering α",
            (
                "α = 1/(X − 1), X = E[I ln I]/E[I] − E[ln I]",
                "Jakeman and Pusey, IEEE Trans. Antennas Propag. 24, 1976",
                "log moments; pixels at the ends of the scale left out"
            )
        ) { KDistribution($0, effectiveSamples: $1, conditions: $2).clustering },
        homodyned("hk-clustering", "HKAlpha", "Homodyned K clustering α", "α of the fit of X and U") { $0.clustering },
        homodyned("hk-structure", "HKStructure", "Homodyned K structure k", "k = ε/(σ√α) of the fit of X and U") {
            $0.structure
        },
        homodyned(
            "hk-diffuse-fraction",
            "HKDiffuse",
            "Homodyned K diffuse part of the power",
            "2σ²α / (ε² + 2σ²α) of the fit of X and U"
        ) { $0.diffusePowerFraction },
        cell("speckle-width", "SpeckleWidth", "Speckle cell width", "along a row") { $0.widthPixels },
        cell("speckle-height", "SpeckleHeight", "Speckle cell height", "along a column") { $0.heightPixels },
        cell(
            "effective-samples",
            "EffectiveSamples",
            "Independent samples",
            "pixels over the sum of the autocorrelation",
            formula: "N / Σρ, ρ to its first value below 0.1 on each axis"
        ) { $0.effectiveSamples },
    ]

    private typealias Words = (formula: String, source: String, method: String)

    private static func definition(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ words: Words,
        unit: MetricDefinition.Unit = .one,
        needs: [MetricNeed] = [
            .greyPixels, .dynamicRange, .unclippedEnvelope, .independentSamples, .homogeneity,
        ],
        support: MetricDefinition.Support = .tissueCharacterisation,
        limits: String? = nil
    ) -> MetricDefinition {
        MetricDefinition(
            identifier: identifier,
            name: name,
            family: .speckle,
            concept: .own(code, name),
            unit: unit,
            support: support,
            formula: words.formula,
            needs: needs,
            source: words.source,
            limits: limits
        )
    }

    private static func speckle(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ words: Words,
        limits: String? = nil,
        _ estimate: @escaping @Sendable (EnvelopeMoments, Availability, SpeckleConditions) -> SpeckleEstimate
    ) -> MetricRow {
        MetricRow(
            definition(identifier, code, name, words, limits: limits),
            method: words.method,
            basis: .frame { $0.speckle(estimate).value },
            beside: .frame { $0.speckleError(estimate) }
        )
    }

    private static func nakagami(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ words: Words,
        _ statistic: ParametricMap.Statistic,
        _ estimate: @escaping @Sendable (EnvelopeMoments, Availability, SpeckleConditions) -> SpeckleEstimate
    ) -> MetricRow {
        MetricRow(
            definition(identifier, code, name, words),
            method: words.method,
            basis: .mapped({ $0.speckle(estimate).value }, { $0.map(of: statistic) }),
            beside: .frame { $0.speckleError(estimate) }
        )
    }

    private static func homodyned(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ formula: String,
        _ part: @escaping @Sendable (HomodynedK) -> SpeckleEstimate
    ) -> MetricRow {
        speckle(
            identifier,
            code,
            name,
            (
                formula, "Destrempes, Porée and Cloutier, SIAM J. Imaging Sci. 6, 2013",
                "XU: log moments; pixels at the ends of the scale left out"
            )
        ) { part(HomodynedK($0, effectiveSamples: $1, conditions: $2)) }
    }

    private static func cell(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ method: String,
        formula: String = "full width at half maximum of the autocorrelation of I, pixels",
        _ number: @escaping @Sendable (SpeckleSize) -> Availability
    ) -> MetricRow {
        MetricRow(
            definition(
                identifier,
                code,
                name,
                (formula, "Wagner et al., IEEE Trans. Sonics Ultrason. 30, 1983", method),
                needs: [.greyPixels, .dynamicRange],
                support: .none
            ),
            method: method,
            basis: .frame { $0.speckleCell(number) }
        )
    }
}
