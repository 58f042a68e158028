internal import TissueMetrics

/// Metrics of colour and power Doppler.
enum FlowMetrics {
    static let rows: [MetricRow] = [
        MetricRow(
            MetricDefinition(
                identifier: "colour-fraction",
                version: 2,
                name: "Colour Doppler pixel fraction",
                family: .colourFlow,
                concept: .own("ColourFraction", "Colour Doppler pixel fraction"),
                unit: .percent,
                formula: "100 · flow / (flow + grey) pixels",
                needs: [.colour],
                source: "Pairleitner 1999 (vascularization index), in one plane"
            ),
            method:
                "coloured pixels in patches large enough to be flow, over these and the grey pixels, black ones included",
            basis: .frame { $0.colours.flowPercent }
        )
    ]
}
