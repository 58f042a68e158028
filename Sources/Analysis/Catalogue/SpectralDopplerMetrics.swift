internal import TissueMetrics

/// Metrics of spectral Doppler strips.
enum SpectralDopplerMetrics {
    static let rows: [MetricRow] = [
        row(
            "spectral-psv",
            "Peak systolic velocity",
            .init("11726-7", "LN", "Peak Systolic Velocity"),
            .centimetrePerSecond,
            "greatest envelope of a beat, mean over beats"
        ) { $0.peakSystolic },
        row(
            "spectral-edv",
            "End diastolic velocity",
            .init("11653-3", "LN", "End Diastolic Velocity"),
            .centimetrePerSecond,
            "envelope at the end of diastole, mean over beats"
        ) { $0.endDiastolic },
        row(
            "spectral-tamv",
            "Time averaged maximum velocity",
            .init("11692-1", "LN", "Time averaged peak velocity"),
            .centimetrePerSecond,
            "time mean of the envelope over whole beats"
        ) { $0.timeAveragedMaximum },
        row(
            "spectral-ri",
            "Resistive index",
            .init("12023-8", "LN", "Resistivity Index"),
            .one,
            "(PSV − EDV) / PSV"
        ) { $0.resistiveIndex },
        row(
            "spectral-pi",
            "Pulsatility index",
            .init("12008-9", "LN", "Pulsatility Index"),
            .one,
            "(PSV − EDV) / TAMV"
        ) { $0.pulsatilityIndex },
        row(
            "spectral-sd",
            "Systolic to diastolic velocity ratio",
            .init("12144-2", "LN", "Systolic to Diastolic Velocity Ratio"),
            .one,
            "PSV / EDV"
        ) { $0.systolicDiastolicRatio },
    ]

    private static func row(
        _ identifier: String,
        _ name: String,
        _ concept: MetricDefinition.Coding,
        _ unit: MetricDefinition.Unit,
        _ formula: String,
        _ number: @escaping @Sendable (SpectralVelocities) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: name,
                family: .spectralDoppler,
                concept: concept,
                unit: unit,
                formula: formula,
                needs: [.spectralRegion, .beats],
                source: "PS3.3 C.8.5.5 for the calibration; PS3.16 CID 12120, 12121"
            ),
            method:
                "outermost row above the noise of the other side, median of five columns; mean of three beats or more",
            basis: .frame { $0.spectral(number) }
        )
    }
}
