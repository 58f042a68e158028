internal import TissueMetrics

/// First-order metrics of grey levels as stored.
enum EchogenicityMetrics {
    static let rows: [MetricRow] = [
        grey(
            "grey-mean",
            "Mean grey level",
            echogenicity,
            .init("373098007", "SCT", "Mean"),
            .greyLevel,
            ("Σp / N", "IBSI Q4LE", "mean")
        ) { $0.mean },
        grey(
            "grey-median",
            "Median grey level",
            echogenicity,
            .init("373099004", "SCT", "Median"),
            .greyLevel,
            (
                "the middle level", "IBSI Y12H (grey-scale median, unnormalised)",
                "median; the mean of the two middle levels of an even number"
            )
        ) { $0.median },
        grey(
            "grey-sd",
            "Standard deviation of the grey levels",
            echogenicity,
            .init("386136009", "SCT", "Standard Deviation"),
            .greyLevel,
            ("√(Σ(p − mean)² / N)", "IBSI ECT3, its root", "standard deviation, divided by N")
        ) { $0.standardDeviation },
        grey(
            "grey-p10",
            "10th percentile of the grey levels",
            .own("GreyP10", "10th percentile of the grey levels"),
            nil,
            .greyLevel,
            ("the level of rank ⌈0.1 N⌉", "IBSI QG58", "percentile by nearest rank")
        ) { $0.percentile10 },
        grey(
            "grey-p90",
            "90th percentile of the grey levels",
            .own("GreyP90", "90th percentile of the grey levels"),
            nil,
            .greyLevel,
            ("the level of rank ⌈0.9 N⌉", "IBSI 8DWT", "percentile by nearest rank")
        ) { $0.percentile90 },
        grey(
            "grey-skewness",
            "Skewness of the grey levels",
            .init("88K1", "IBSI", "Intensity Histogram Skewness"),
            nil,
            .one,
            (
                "μ3 / μ2^1.5", "IBSI KE2A, of which PS3.16 lists the histogram form 88K1",
                "third central moment over the variance to 3/2, both divided by N"
            ),
            needs: [.greyPixels, .variance]
        ) { $0.skewness },
        grey(
            "grey-kurtosis",
            "Excess kurtosis of the grey levels",
            .init("C3I7", "IBSI", "Intensity Histogram Kurtosis"),
            nil,
            .one,
            (
                "μ4 / μ2² − 3", "IBSI IPH6, of which PS3.16 lists the histogram form C3I7",
                "fourth central moment over the squared variance, both divided by N, less 3"
            ),
            needs: [.greyPixels, .variance]
        ) { $0.excessKurtosis },
        grey(
            "grey-entropy",
            "Entropy of the grey levels",
            .init("TLU2", "IBSI", "Intensity Histogram Entropy"),
            nil,
            .bit,
            ("−Σ h log2 h", "IBSI TLU2", "Shannon entropy with one bin a level")
        ) { $0.entropy },
    ]

    private static let echogenicity = MetricDefinition.Coding("110849", "DCM", "Echogenicity")

    private static func grey(
        _ identifier: String,
        _ name: String,
        _ concept: MetricDefinition.Coding,
        _ derivation: MetricDefinition.Coding?,
        _ unit: MetricDefinition.Unit,
        _ words: (formula: String, source: String, method: String),
        needs: [MetricNeed] = [.greyPixels],
        _ number: @escaping @Sendable (FirstOrderStatistics) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                version: 2,
                name: name,
                family: .echogenicity,
                concept: concept,
                derivation: derivation,
                unit: unit,
                support: .tissueCharacterisation,
                formula: words.formula,
                needs: needs,
                source: words.source
            ),
            method: words.method,
            basis: .frame { number($0.statistics) }
        )
    }
}
