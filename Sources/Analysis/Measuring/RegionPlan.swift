internal import Imaging
internal import PipelineFile

/// One ROI of an image with what is measured in it.
struct RegionPlan: Sendable {
    let placed: PlacedRegion
    /// In the order of the pipeline.
    let rows: [MetricRow]
    /// Of the ROI on the instance's middle frame; empty where it is not there.
    let survey: RegionSurvey
    /// Whether a comparison takes it.
    let isCompared: Bool
    /// Whether a metric is of its coloured pixels.
    let countsFlow: Bool
    /// Whether a metric is of its mean intensity over time.
    let followsContrast: Bool
    /// The pairs of frames that are compared for motion.
    let motionPairs: MotionPairs

    /// - Parameters:
    ///   - placed: the ROI.
    ///   - pipeline: what is measured.
    ///   - sample: the instance's middle frame.
    init(_ placed: PlacedRegion, pipeline: PipelineFile, sample: RegionSample) {
        self.placed = placed
        rows = placed.rule.metrics.compactMap(MetricCatalogue.row)
        isCompared = pipeline.comparisons.contains { $0.rois.contains(placed.rule.name) }
        countsFlow = rows.contains { $0.definition.family == .colourFlow }
        followsContrast = rows.contains { $0.definition.family == .contrast }
        let isMoved = rows.contains { $0.definition.family.bearsGreyFlags || $0.definition.family == .colourFlow }
        motionPairs = MotionPairs(
            frames: isMoved && placed.frames == nil ? sample.context.pixels.frames : 0,
            isContrast: followsContrast
        )
        guard placed.isOn(frame: sample.context.middleFrame) else {
            survey = RegionSurvey()
            return
        }
        sample.turn(to: placed)
        survey = RegionSurvey(sample, rows: rows)
    }

    /// Whether a frame is measured, from 0.
    func takes(frame: Int) -> Bool { placed.isOn(frame: frame) }
}
