internal import PipelineFile
internal import TissueMetrics

/// The IBSI statistics of grey levels beyond the basic set, and those of bins.
enum IntensityMetrics {
    static let rows: [MetricRow] =
        IntensityStatisticFeature.allCases.filter { !basic.contains($0) }.map { feature in
            row(
                "intensity-\(feature.kebabName)",
                .intensity,
                feature.term,
                unit(of: feature),
                (feature.formula, feature.limits),
                needs: [.greyPixels]
            ) { $0.intensityStatistics[feature] }
        }
        + IntensityHistogramFeature.allCases.map { feature in
            row(
                "histogram-\(feature.kebabName)",
                .histogram,
                feature.term,
                feature == .entropy ? .bit : .one,
                (feature.formula, nil),
                needs: feature.needs
            ) { $0.binStatistics[feature] }
        }

    /// Those that `EchogenicityMetrics` has.
    private static let basic: Set<IntensityStatisticFeature> = [
        .mean, .median, .percentile10, .percentile90, .skewness, .excessKurtosis,
    ]

    private static func unit(of feature: IntensityStatisticFeature) -> MetricDefinition.Unit {
        switch feature {
        case .skewness, .excessKurtosis, .coefficientOfVariation, .quartileCoefficientOfDispersion: .one
        case .variance, .energy: .init("[arb'U]2", "square of arbitrary unit")
        case .mean, .median, .minimum, .maximum, .percentile10, .percentile90, .interquartileRange, .range,
            .meanAbsoluteDeviation, .robustMeanAbsoluteDeviation, .medianAbsoluteDeviation, .rootMeanSquare:
            .greyLevel
        }
    }

    private static func row(
        _ identifier: String,
        _ family: MetricFamily,
        _ term: IBSITerm,
        _ unit: MetricDefinition.Unit,
        _ words: (formula: String, limits: String?),
        needs: [MetricNeed],
        _ number: @escaping @Sendable (RegionSample) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: term.name,
                family: family,
                concept: .ibsi(term),
                unit: unit,
                support: .tissueCharacterisation,
                formula: words.formula,
                needs: needs,
                source: "IBSI \(term.identifier)",
                limits: words.limits
            ),
            method: { pipeline in
                family == .histogram
                    ? "percentiles by nearest rank; \(pipeline.texture.words)" : "percentiles by nearest rank"
            },
            basis: .frame(number)
        )
    }
}
