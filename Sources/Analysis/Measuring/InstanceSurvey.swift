internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// A first look at an instance, before anything is measured: what never changes in it is drawn, not echoed.
struct InstanceSurvey {
    /// What is left out of every frame.
    let exclusions: InstanceExclusions?

    /// Looks at frames that are evenly spread over the instance.
    ///
    /// - Parameters:
    ///   - sample: decodes them; it ends at the instance's last frame.
    ///   - regions: where it will be measured.
    /// - Throws: why a frame can't be decoded.
    init(_ sample: FrameSample, regions: [TissueRegion]) throws(ImagingError) {
        let context = sample.context
        let frames = context.pixels.frames
        let looked = min(frames, context.rules.sampledFrames)
        var extremes = TemporalExtremes(
            width: context.pixels.columns,
            height: context.pixels.rows,
            topLevel: context.topLevel
        )
        for index in 0..<looked {
            try sample.decode(frame: looked > 1 ? index * (frames - 1) / (looked - 1) : 0)
            if sample.frame.format == .grey16 {
                extremes.add(sample.frame.words)
            } else {
                extremes.add(sample.brightness)
            }
        }
        let rule: ExclusionRule = context.pixels.isLossy ? .lossy : .lossless
        var detector = GraphicsDetector()
        var exclusions: InstanceExclusions?
        for region in regions where region.kind != .spectral {
            let found: InstanceExclusions
            if frames > 1 {
                found = InstanceExclusions(extremes: extremes, region: region.bounds, rule: rule, detector: &detector)
            } else if sample.frame.format == .grey16 {
                found = InstanceExclusions(
                    still: sample.frame.words,
                    width: sample.frame.width,
                    region: region.bounds,
                    topLevel: context.topLevel,
                    rule: rule,
                    detector: &detector
                )
            } else {
                found = InstanceExclusions(
                    still: sample.brightness,
                    width: sample.frame.width,
                    region: region.bounds,
                    rule: rule,
                    detector: &detector
                )
            }
            if exclusions == nil { exclusions = found } else { exclusions?.formUnion(found) }
        }
        self.exclusions = exclusions
    }
}
