internal import TissueMetrics

extension RegionSample {
    /// Measures one ROI on the decoded frame.
    func record(of plan: RegionPlan) -> RegionRecord {
        turn(to: plan.placed)
        return RegionRecord(
            numbers: plan.rows.map { row in
                switch row.basis {
                case .outline, .series, .comparison, .reported: nil
                case .frame(let number), .mapped(let number, _): self.number(of: row, number)
                }
            },
            quality: quality,
            level: plan.isCompared ? level(of: plan) : nil,
            flow: plan.countsFlow ? flowCounts : nil
        )
    }

    private func number(of row: MetricRow, _ number: (RegionSample) -> Availability) -> Availability {
        if row.definition.family.isOfGreyLevels, let refusal = quality.refusal { return .notAvailable(refusal) }
        return number(self)
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
