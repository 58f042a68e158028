internal import PipelineFile
internal import TissueMetrics

/// The passage of a contrast agent through an ROI of a cine.
enum ContrastMetrics {
    static let rows: [MetricRow] = BolusModel.allCases.flatMap(rows)

    private static func rows(of model: BolusModel) -> [MetricRow] {
        [
            row(model, "peak", "Peak", "peak enhancement", .init("[arb'U]", "arbitrary unit")) { $0.peakEnhancement },
            row(model, "time-to-peak", "TTP", "time from arrival to peak", .second) { $0.timeToPeak },
            row(model, "area", "AUC", "area under the curve", .init("[arb'U].s", "arbitrary unit second")) {
                $0.areaUnderCurve
            },
            row(model, "transit-time", "MTT", "mean transit time", .second) { $0.meanTransitTime },
            row(model, "wash-in", "WashIn", "wash-in rate", .init("[arb'U]/s", "arbitrary unit per second")) {
                $0.washInRate
            },
            row(model, "arrival", "Arrival", "arrival, from the first frame", .second) { $0.arrivalTime },
            row(model, "fit", "R2", "determination of the fit, R²", .one) { $0.determination },
        ]
    }

    private static func row(
        _ model: BolusModel,
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ number: @escaping @Sendable (BolusFit) -> Availability
    ) -> MetricRow {
        let words = model.words
        return MetricRow(
            MetricDefinition(
                identifier: "contrast-\(identifier)-\(words.identifier)",
                name: "Contrast \(name) (\(words.name))",
                family: .contrast,
                concept: .own("CEUS\(code)\(words.code)", "Contrast \(name), \(words.name)"),
                unit: unit,
                formula: "\(name) of \(words.formula)",
                needs: [.dynamicRange, .frameTimes, .contrastBolus],
                source: words.source
            ),
            method: "mean of the decompressed intensity less the frames before arrival; least squares over all frames",
            basis: .series { series in number(series.bolus(model)) }
        )
    }
}

extension BolusModel {
    fileprivate var words: (identifier: String, name: String, code: String, formula: String, source: String) {
        switch self {
        case .gammaVariate:
            (
                "gamma", "gamma variate", "G", "C τ^a e^(−τ/b), τ = t − t0",
                "Thompson et al., Circ. Res. 14, 1964; Strouthos et al., IEEE Trans. UFFC 57, 2010"
            )
        case .lognormal:
            (
                "lognormal", "lognormal", "L", "A/(√(2π) s τ) e^(−(ln τ − μ)²/2s²), τ = t − t0",
                "Strouthos et al., IEEE Trans. UFFC 57, 2010"
            )
        }
    }
}
