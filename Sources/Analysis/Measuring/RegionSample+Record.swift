internal import TissueMetrics

extension RegionSample {
    /// Measures one ROI on the decoded frame.
    func record(of plan: RegionPlan) -> RegionRecord {
        turn(to: plan.placed)
        return RegionRecord(
            numbers: plan.rows.map { row in
                switch row.basis {
                case .outline, .series, .comparison: nil
                case .frame(let number), .mapped(let number, _): self.number(of: row, number)
                }
            },
            quality: quality,
            statistics: statistics,
            colours: colours
        )
    }

    private func number(of row: MetricRow, _ number: (RegionSample) -> Availability) -> Availability {
        if row.definition.family.isOfGreyLevels, let refusal = quality.refusal { return .notAvailable(refusal) }
        return number(self)
    }
}
