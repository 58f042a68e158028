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
}
