internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Why an ROI can't be placed in a region.
struct PlacementFault: Error, Hashable {
    /// What is missing.
    let reason: String
}

/// An ROI of the pipeline, placed in one region of an image.
struct PlacedRegion: Hashable, Sendable {
    let rule: RegionOfInterestRule
    let region: TissueRegion
    /// Within the region.
    let outline: RegionOutline
    let mask: PixelMask
    /// Who chose the place: the pipeline, or an object of the study.
    let source: String
    /// What is odd about the place, after what is odd about the region.
    let flags: [String]
    /// Why the place was chosen, where the program chose it.
    let choice: String?
    /// From 1; nil for all.
    let frames: Set<Int>?
    /// What the source says that is shown.
    let anatomy: InstanceFacts.Code?

    /// Places an outline in a region.
    ///
    /// - Throws: that it has no pixel there.
    init(
        _ rule: RegionOfInterestRule,
        in region: TissueRegion,
        outline: RegionOutline,
        source: String = "pipeline",
        flags: [String] = [],
        choice: String? = nil,
        frames: Set<Int>? = nil,
        anatomy: InstanceFacts.Code? = nil
    ) throws(PlacementFault) {
        let clipped = outline.clipped(to: region.bounds)
        let mask = PixelMask(clipped, within: region.bounds)
        guard mask.count > 0 else { throw PlacementFault(reason: "not available: it has no pixel in the region") }
        self.rule = rule
        self.region = region
        self.outline = clipped
        self.mask = mask
        self.source = source
        self.flags = region.flags + flags
        self.choice = choice
        self.frames = frames
        self.anatomy = anatomy
    }

    /// Pixels times |ΔX · ΔY|, cm².
    var areaSquareCentimetres: Availability {
        switch region.calibration {
        case .centimetres(let x, let y, _): Availability(finite: Double(mask.count) * (x * y))
        case .none(let reason): .notAvailable(reason)
        }
    }

    /// Whether it is on a frame, from 0.
    func isOn(frame: Int) -> Bool { frames?.contains(frame + 1) ?? true }

    /// The rectangle around its pixels; nil where it has none.
    var box: PixelRectangle? {
        guard let first = mask.runs.first, let last = mask.runs.last else { return nil }
        return PixelRectangle(
            left: mask.runs.reduce(Int.max) { min($0, $1.columns.lowerBound) },
            top: first.row,
            right: mask.runs.reduce(0) { max($0, $1.columns.upperBound) },
            bottom: last.row + 1
        )
    }

    /// How deep the middle of the ROI's rows lies below the region's top, mm; nil without calibration.
    var centreDepthMillimetres: Double? {
        guard let row = region.rowMillimetres, let first = mask.runs.first, let last = mask.runs.last else {
            return nil
        }
        return row * (Double(first.row + last.row + 1) / 2 - Double(region.bounds.top))
    }
}
