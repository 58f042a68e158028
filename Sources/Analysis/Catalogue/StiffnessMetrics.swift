internal import TissueMetrics

/// Stiffness as a colour overlay shows it. It is elastography, and so never evidence for 0689T.
enum StiffnessMetrics {
    static let rows: [MetricRow] = [
        row("stiffness", "StiffnessKPa", "Young's modulus, median of the overlay", .kilopascal, .youngsModulus) {
            $0.medianStiffness(as: .youngsModulus)
        },
        row("stiffness-iqr", "StiffnessIQR", "Young's modulus, interquartile range", .kilopascal, .youngsModulus) {
            $0.stiffness(as: .youngsModulus) { $0.interquartileRange }
        },
        row(
            "shear-wave-speed",
            "ShearWaveSpeed",
            "Shear-wave speed, median of the overlay",
            .metrePerSecond,
            .shearWaveSpeed
        ) {
            $0.medianStiffness(as: .shearWaveSpeed)
        },
        row(
            "shear-wave-speed-iqr",
            "ShearWaveIQR",
            "Shear-wave speed, interquartile range",
            .metrePerSecond,
            .shearWaveSpeed
        ) {
            $0.stiffness(as: .shearWaveSpeed) { $0.interquartileRange }
        },
    ]

    private static func row(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ quantity: StiffnessQuantity,
        _ number: @escaping @Sendable (RegionSample) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: name,
                family: .stiffness,
                concept: .own(code, name),
                unit: unit,
                formula: quantity == .youngsModulus
                    ? "the colour bar's kPa, or 3 ρ c² of its m/s" : "the colour bar's m/s, or √(E / 3ρ) of its kPa",
                needs: [.colour, .colourScale, .stiffnessValues],
                source: "EFSUMB guidelines on liver elastography, 2017; ρ = 1000 kg/m³"
            ),
            method: "each pixel's place on the colour bar, converted, then the median; quartiles by nearest rank",
            basis: .frame(number)
        )
    }

    /// What other systems' reports give, for each place that they name.
    static let reportedRows: [MetricRow] =
        reportedRows(
            of: .youngsModulus,
            "reported-stiffness",
            "RepStiff",
            "Reported Young's modulus",
            .init("110830", "DCM", "Elasticity"),
            .kilopascal
        )
        + reportedRows(
            of: .shearWaveSpeed,
            "reported-shear-wave-speed",
            "RepSpeed",
            "Reported shear-wave speed",
            .init("130611", "DCM", "Shear Wave Speed"),
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
                    derivation: .init("373099004", "SCT", "Median"),
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
