internal import PipelineFile

/// One ROI of an image with what is measured in it.
struct RegionPlan: Sendable {
    let placed: PlacedRegion
    /// In the order of the pipeline.
    let rows: [MetricRow]

    init(_ placed: PlacedRegion) {
        self.placed = placed
        rows = placed.rule.metrics.compactMap(MetricCatalogue.row)
    }

    /// Whether a frame is measured, from 0.
    func takes(frame: Int) -> Bool { placed.frames?.contains(frame + 1) ?? true }
}
