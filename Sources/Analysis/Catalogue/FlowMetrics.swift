internal import PipelineFile
internal import TissueMetrics

/// Metrics of colour and power Doppler.
enum FlowMetrics {
    static let rows: [MetricRow] = [
        MetricRow(
            definition(
                "colour-fraction",
                "ColourFraction",
                "Vascularisation index, 2-D (colour Doppler pixel fraction)",
                .percent,
                "100 · flow / (flow + grey) pixels",
                [.colour],
                version: 2
            ),
            method:
                "coloured pixels in patches large enough to be flow, over these and the grey pixels, black ones within the "
                + "sector included; colour bar, outlines and text left out",
            basis: .frame { $0.flowIndex(\.vascularisation) }
        ),
        scaled(
            "flow-index",
            "FlowIndex",
            "Flow index, 2-D",
            .one,
            "mean level of the coloured pixels, 0 to 100 of the colour bar",
            [.velocity, .power]
        ) { $0.flow },
        scaled(
            "vascularisation-flow-index",
            "VascFlowIndex",
            "Vascularisation-flow index, 2-D",
            .one,
            "vascularisation index · flow index / 100",
            [.velocity, .power]
        ) { $0.vascularisationFlow },
        scaled(
            "colour-velocity",
            "ColourVelocity",
            "Mean coloured Doppler velocity along the beam",
            .centimetrePerSecond,
            "mean over coloured pixels of the colour bar's velocity, with sign",
            [.velocity]
        ) { $0.meanVelocity },
        scaled(
            "colour-speed",
            "ColourSpeed",
            "Mean coloured Doppler speed along the beam",
            .centimetrePerSecond,
            "mean over coloured pixels of the colour bar's velocity, without sign",
            [.velocity]
        ) { $0.meanSpeed },
        MetricRow(
            definition(
                "colour-pulsatility",
                "ColourPulsatil",
                "Variation of the vascularisation index over the cardiac cycle",
                .one,
                "(max − min) / mean of the index over a cycle, mean over whole cycles",
                [.colour, .frameTimes, .cardiacCycles]
            ),
            method: "heart period by autocorrelation, 0.3 s to 2 s",
            basis: .series { $0.cardiacVariation(of: \.vascularisation) }
        ),
    ]

    private static func definition(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ formula: String,
        _ needs: [MetricNeed],
        version: Int = 1
    ) -> MetricDefinition {
        MetricDefinition(
            identifier: identifier,
            version: version,
            name: name,
            family: .colourFlow,
            concept: .own(code, name),
            unit: unit,
            formula: formula,
            needs: needs,
            source: "Pairleitner et al., Ultrasound Obstet. Gynecol. 14, 1999, in one plane"
        )
    }

    private static func scaled(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ formula: String,
        _ quantities: Set<ColourScaleRule.Quantity>,
        _ number: @escaping @Sendable (FlowIndices) -> Availability
    ) -> MetricRow {
        MetricRow(
            definition(identifier, code, name, unit, formula, [.colour, .colourScale]),
            method: "nearest entry of the colour bar, linear between its ends",
            basis: .frame { $0.scaledFlowIndex(of: quantities, number) }
        )
    }
}

extension RegionSeries {
    /// How an index of flow varies over the heart cycle.
    fileprivate func cardiacVariation(of index: (FlowIndices) -> Availability) -> Availability {
        guard context.isColour else { return .notAvailable("the image has no colour") }
        guard let seconds = context.frameSeconds else {
            return .notAvailable("neither Frame Time nor Frame Time Vector says when the frames were taken")
        }
        guard records.count == seconds.count else { return .notAvailable("the ROI is not of every frame") }
        var values: [Double] = []
        for record in records {
            guard let flow = record.flow else { return .notAvailable("the image has no colour") }
            let number = index(FlowIndices(flow, scale: nil))
            guard let value = number.value else { return number }
            values.append(value)
        }
        return CardiacVariation(
            seconds: seconds,
            values: values,
            leastFramesPerSecond: context.rules.leastFrameRate
        ).pulsatility
    }
}
