internal import TissueMetrics

/// Stiffness as a colour overlay shows it. It is elastography, and so never evidence for 0689T.
enum StiffnessMetrics {
    static let rows: [MetricRow] = [
        row("stiffness", "Young's modulus, median of the overlay", .median, .youngsModulus) { $0.median },
        row("stiffness-iqr", "Young's modulus, interquartile range", .interquartileRange, .youngsModulus) {
            $0.interquartileRange
        },
        row("shear-wave-speed", "Shear-wave speed, median of the overlay", .median, .shearWaveSpeed) { $0.median },
        row("shear-wave-speed-iqr", "Shear-wave speed, interquartile range", .interquartileRange, .shearWaveSpeed) {
            $0.interquartileRange
        },
    ]

    private static func row(
        _ identifier: String,
        _ name: String,
        _ derivation: MetricDefinition.Coding,
        _ quantity: StiffnessQuantity,
        _ number: @escaping @Sendable (StiffnessOverlay.Summary) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: name,
                family: .stiffness,
                concept: quantity == .youngsModulus ? .elasticity : .shearWaveSpeed,
                derivation: derivation,
                unit: quantity == .youngsModulus ? .kilopascal : .metrePerSecond,
                formula: quantity == .youngsModulus
                    ? "the colour bar's kPa, or 3 ρ c² of its m/s" : "the colour bar's m/s, or √(E / 3ρ) of its kPa",
                needs: [.colour, .colourScale, .stiffnessValues],
                source: "PS3.16 CID 7465, 12308; EFSUMB guidelines on liver elastography, 2017; ρ = 1000 kg/m³"
            ),
            method: "each pixel's place on the colour bar, converted, then the median; quartiles by nearest rank",
            basis: .frame { $0.stiffness(as: quantity, number) }
        )
    }

    /// What other systems' reports give, for each place that they name.
    static let reportedRows: [MetricRow] =
        reportedRows(
            of: .youngsModulus,
            "reported-stiffness",
            "RepStiff",
            "Reported Young's modulus",
            .elasticity,
            .kilopascal
        )
        + reportedRows(
            of: .shearWaveSpeed,
            "reported-shear-wave-speed",
            "RepSpeed",
            "Reported shear-wave speed",
            .shearWaveSpeed,
            .metrePerSecond
        )

    private static func reportedRows(
        of quantity: StiffnessQuantity,
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ concept: MetricDefinition.Coding,
        _ unit: MetricDefinition.Unit
    ) -> [MetricRow] {
        let spread = "\(name), interquartile range over median"
        let count = "\(name), number of values"
        return [
            reported(
                quantity,
                MetricDefinition(
                    identifier: identifier,
                    name: "\(name), median",
                    family: .stiffness,
                    concept: concept,
                    derivation: .median,
                    unit: unit,
                    formula: "median of the values; those of another quantity are converted first, by E = 3µ = 3ρc²",
                    needs: [.reportedStiffness],
                    source: reportedSource
                )
            ) { $0.median },
            reported(
                quantity,
                MetricDefinition(
                    identifier: "\(identifier)-iqr-median",
                    name: spread,
                    family: .stiffness,
                    concept: .own("\(code)IQRMed", spread),
                    unit: .percent,
                    formula: "100 IQR / median, of converted values",
                    needs: [.reportedStiffness],
                    source: reportedSource
                )
            ) { $0.relativeRangePercent },
            reported(
                quantity,
                MetricDefinition(
                    identifier: "\(identifier)-count",
                    name: count,
                    family: .stiffness,
                    concept: .own("\(code)Count", count),
                    unit: .one,
                    formula: "values of single acquisitions; a vendor's mean, median or extreme is none",
                    needs: [.reportedStiffness],
                    source: reportedSource
                )
            ) { $0.count },
        ]
    }

    private static let reportedSource =
        "PS3.16 CID 12308; EFSUMB guidelines on liver elastography, 2017; ρ = 1000 kg/m³"

    private static func reported(
        _ quantity: StiffnessQuantity,
        _ definition: MetricDefinition,
        _ number: @escaping @Sendable (ReportedSummary) -> Availability
    ) -> MetricRow {
        MetricRow(
            definition,
            method: "values of a structured report, each converted, then the median; quartiles by nearest rank",
            basis: .reported(quantity, number)
        )
    }
}

extension MetricDefinition.Coding {
    fileprivate static let elasticity = MetricDefinition.Coding("110830", "DCM", "Elasticity")
    fileprivate static let shearWaveSpeed = MetricDefinition.Coding("130611", "DCM", "Shear Wave Speed")
    fileprivate static let median = MetricDefinition.Coding("373099004", "SCT", "Median")
    fileprivate static let interquartileRange = MetricDefinition.Coding(
        "130614",
        "DCM",
        "Interquartile Range of population"
    )
}
