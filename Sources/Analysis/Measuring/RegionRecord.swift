internal import TissueMetrics

/// What one frame shows in one ROI: small, whatever the size of the frame.
struct RegionRecord: Sendable {
    /// How the pixels of the ROI were divided.
    struct Quality: Sendable {
        /// Pixels whose grey levels were counted.
        var counted = 0
        /// Of the ROI's pixels, %, that text, graphics or colour cover.
        var percentCovered = 0.0
        /// Of the counted pixels, %.
        var percentAtTop = 0.0
        /// Of the counted pixels, %.
        var percentAtBottom = 0.0
        var isTinted = false
        /// Why grey levels are not available; nil where they are.
        var refusal: String?
    }

    /// One for each row of the plan.
    var numbers: FrameNumbers
    var quality: Quality
    /// What comparisons take; nil where grey levels are not available.
    var level: RegionLevel?
    /// Coloured pixels; nil for an image without colour, or an ROI without metrics of flow.
    var flow: FlowCounts?
    /// Mean of the decompressed intensity; nil unless a metric follows it over time.
    var meanIntensity: Double?
    /// How its colours or its strip were read.
    var remarks = FrameRemarks()
    /// For motion; nil for a frame that is not compared.
    var tile: MotionTile?
}

/// Several ROIs on one frame.
struct RegionComparison {
    /// In the order of the metric's roles.
    let records: [RegionRecord]
    /// In the same order.
    let regions: [PlacedRegion]
    let context: ImageContext
}
