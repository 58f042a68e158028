internal import TissueMetrics

/// What one frame shows in each ROI.
struct FrameRecord: Sendable {
    /// As the plans are ordered; nil where the ROI is not of this frame.
    let regions: [RegionRecord?]

    /// Measures the decoded frame.
    init(_ sample: RegionSample, plans: [RegionPlan], frame: Int) {
        regions = plans.map { plan in plan.takes(frame: frame) ? sample.record(of: plan, frame: frame) : nil }
    }
}
