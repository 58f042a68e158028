internal import Imaging
internal import TissueMetrics

extension RegionSample {
    /// Measures one ROI on the decoded frame.
    ///
    /// - Parameters:
    ///   - plan: the ROI and its metrics.
    ///   - frame: from 0.
    /// - Returns: what it shows there.
    func record(of plan: RegionPlan, frame: Int) -> RegionRecord {
        turn(to: plan.placed)
        return RegionRecord(
            numbers: FrameNumbers(
                plan.rows.map { row in
                    switch row.basis {
                    case .outline, .series, .comparison, .reported: nil
                    case .frame(let number), .mapped(let number, _): self.number(of: row, number)
                    }
                }
            ),
            quality: quality,
            level: plan.isCompared ? level(of: plan) : nil,
            flow: plan.countsFlow ? flowCounts : nil,
            meanIntensity: plan.followsContrast ? envelopeMoments?.intensity : nil,
            remarks: frameRemarks,
            tile: plan.motionPairs.contains(frame) ? tile : nil
        )
    }

    private func number(of row: MetricRow, _ number: (RegionSample) -> Availability) -> Availability {
        if row.definition.family.isOfGreyLevels, let refusal = quality.refusal { return .notAvailable(refusal) }
        return number(self)
    }

    private var tile: MotionTile? {
        guard let box = region.box else { return nil }
        let frame = source.frame
        return frame.format == .grey16
            ? MotionTile(box, of: frame.words, width: frame.width, topLevel: context.topLevel)
            : MotionTile(box, of: source.brightness, width: frame.width)
    }

    private func level(of plan: RegionPlan) -> RegionLevel? {
        guard quality.refusal == nil, let mean = statistics.mean.value, let median = statistics.median.value else {
            return nil
        }
        return RegionLevel(
            mean: mean,
            median: median,
            count: quality.counted,
            percentSaturated: max(quality.percentAtTop, quality.percentAtBottom),
            centreDepthMillimetres: region.centreDepthMillimetres,
            meanIntensity: envelopeMoments?.intensity,
            effectiveSamples: plan.survey.effectiveSamples
        )
    }
}
