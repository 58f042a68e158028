internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// One ROI on one frame, as metrics see it: what several of them need is computed once, and only when one asks. A lane owns one and
/// reuses its memory from frame to frame.
final class RegionSample {
    let source: FrameSample
    /// The ROI in question.
    private(set) var region: PlacedRegion
    /// How its pixels are divided.
    private(set) var quality = RegionRecord.Quality()
    /// Its pixels by colour.
    private(set) var colours = ColourCounts()
    /// Of the grey levels that count.
    private(set) var histogram: GreyHistogram
    /// What the families keep of the ROI in question.
    var texture = TextureMemory()
    var envelope = EnvelopeMemory()
    var flow = FlowMemory()

    private var patch = GreyPatch()
    private var isPatchFilled = false
    private var knownStatistics: FirstOrderStatistics?

    init(_ source: FrameSample, region: PlacedRegion) {
        self.source = source
        self.region = region
        histogram = GreyHistogram(levels: source.context.topLevel > 255 ? 65_536 : 256)
    }

    var context: ImageContext { source.context }

    /// Turns to an ROI of the decoded frame.
    func turn(to region: PlacedRegion) {
        self.region = region
        isPatchFilled = false
        knownStatistics = nil
        texture.forget()
        envelope = EnvelopeMemory()
        flow.forget()
        colours = ColourCounts()
        let frame = source.frame
        if frame.format == .rgb8 { colours.add(region.mask, of: source.colour, width: frame.width) }
        var counts = ExclusionCounts()
        counts.add(region.mask, of: source.causes, width: frame.width)
        histogram.removeAll()
        if frame.format == .grey16 {
            histogram.add(region.mask, of: frame.words, width: frame.width, excluded: source.causes)
        } else {
            histogram.add(region.mask, of: source.brightness, width: frame.width, excluded: source.causes)
        }
        judge(counts)
    }

    /// First-order statistics of the grey levels that count.
    var statistics: FirstOrderStatistics {
        if let knownStatistics { return knownStatistics }
        let statistics = FirstOrderStatistics(histogram)
        knownStatistics = statistics
        return statistics
    }

    /// Shows the ROI's grey levels to a family.
    func withPatch<Output>(_ body: (GreyPatch) -> Output) -> Output {
        if !isPatchFilled {
            isPatchFilled = true
            let frame = source.frame
            if frame.format == .grey16 {
                patch.fill(
                    region.mask,
                    of: frame.words,
                    width: frame.width,
                    excluded: source.causes,
                    topLevel: context.topLevel
                )
            } else {
                patch.fill(
                    region.mask,
                    of: source.brightness,
                    width: frame.width,
                    excluded: source.causes,
                    topLevel: context.topLevel
                )
            }
        }
        return body(patch)
    }

    private func judge(_ counts: ExclusionCounts) {
        quality = RegionRecord.Quality(
            counted: histogram.total,
            percentCovered: counts.percent(for: .overlay).value ?? 0,
            percentAtTop: 100 * (histogram.fraction(at: context.topLevel) ?? 0),
            percentAtBottom: 100 * (histogram.fraction(at: 0) ?? 0),
            isTinted: colours.isTinted
        )
        let rules = context.rules
        if quality.percentCovered > rules.overlayLimitPercent {
            quality.refusal =
                "overlay covers ROI: text, graphics or colour on \(Decimal.text(quality.percentCovered)) % of it, more "
                + "than \(Decimal.text(rules.overlayLimitPercent)) %"
        } else if quality.counted < rules.leastPixels {
            quality.refusal = "fewer than \(rules.leastPixels) pixels in the region of interest"
        }
    }
}
