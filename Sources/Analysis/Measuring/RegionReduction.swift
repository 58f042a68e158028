internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Turns what the frames show in one ROI into the ROI's measurements.
struct RegionReduction {
    let plan: RegionPlan
    /// In frame order; at least one.
    let records: [RegionRecord]
    let context: ImageContext
    /// Flags of how it moves.
    let motion: [String]

    /// One measurement for each metric of the ROI, in the pipeline's order.
    func measurements() -> [StudyResult.Measurement] {
        let series = RegionSeries(records: records, region: plan.placed, context: context)
        return plan.rows.indices.map { index in measurement(of: plan.rows[index], index, series) }
    }

    private func measurement(of row: MetricRow, _ index: Int, _ series: RegionSeries) -> StudyResult.Measurement {
        var beside = MeasurementRemarks(
            row: row,
            context: context,
            plans: [plan],
            records: [records],
            motion: motion
        )
        switch row.basis {
        case .outline(let number): return row.answer(number(plan.placed), beside, context.pipeline)
        case .series(let number):
            if row.definition.family == .contrast, case .success(let curve) = series.curve, curve.isPeakClipped {
                beside.flags.append("clipped peak: more than 1 % of the pixels are at the top of the scale there")
            }
            return row.answer(number(series), beside, context.pipeline)
        case .frame, .mapped:
            return row.reduced(records.map { $0.numbers[index] }, beside, context.pipeline)
        case .reported:
            return row.answer(.notAvailable("it is read from structured reports"), beside, context.pipeline)
        case .comparison:
            return row.answer(.notAvailable("it compares several regions of interest"), beside, context.pipeline)
        }
    }
}

extension MetricRow {
    /// The median over frames.
    func reduced(
        _ numbers: [Availability],
        _ beside: MeasurementRemarks,
        _ pipeline: PipelineFile
    ) -> StudyResult.Measurement {
        guard numbers.count > 1, let summary = FrameSummary(numbers.compactMap(\.value)) else {
            return answer(numbers.first ?? .emptyRegion, beside, pipeline)
        }
        var beside = beside
        beside.conditions.append("median over frames")
        if summary.count < numbers.count {
            beside.flags.append("\(numbers.count - summary.count) of \(numbers.count) frames have no value")
        }
        var measurement = answer(.value(summary.median), beside, pipeline)
        measurement.frameCount = summary.count
        measurement.interquartileRange = summary.interquartileRange
        return measurement
    }

    /// The metric's answer with what holds beside it.
    func answer(
        _ number: Availability,
        _ beside: MeasurementRemarks,
        _ pipeline: PipelineFile
    ) -> StudyResult.Measurement {
        let answer: StudyResult.Measurement.Answer =
            switch number {
            case .value(let value): .value(value)
            case .notAvailable(let reason): .notAvailable(reason)
            }
        return StudyResult.Measurement(
            metric: definition.identifier,
            metricVersion: definition.version,
            answer: answer,
            unit: definition.unit.code,
            method: method(pipeline),
            conditions: beside.conditions,
            flags: beside.flags,
            frameCount: nil,
            interquartileRange: nil
        )
    }
}
