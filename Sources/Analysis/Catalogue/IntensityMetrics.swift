internal import PipelineFile
internal import TissueMetrics

/// The IBSI statistics of grey levels beyond the basic set, and those of bins.
enum IntensityMetrics {
    static let rows: [MetricRow] =
        IntensityStatisticFeature.allCases.filter { !basic.contains($0) }.map { feature in
            row("intensity-\(feature.kebabName)", .intensity, feature.term, unit(of: feature)) {
                $0.intensityStatistics[feature]
            }
        }
        + IntensityHistogramFeature.allCases.map { feature in
            row("histogram-\(feature.kebabName)", .histogram, feature.term, feature == .entropy ? .bit : .one) {
                $0.binStatistics[feature]
            }
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
        _ number: @escaping @Sendable (RegionSample) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: term.name,
                family: family,
                concept: .init(term.identifier, "IBSI", term.name),
                unit: unit,
                support: .tissueCharacterisation,
                formula: term.name,
                needs: [.greyPixels],
                source: "IBSI \(term.identifier)"
            ),
            method: { pipeline in
                family == .histogram ? "percentiles by nearest rank; \(pipeline.texture.words)" : "percentiles by nearest rank"
            },
            basis: .frame(number)
        )
    }
}
