internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What is the same for all frames of an instance.
struct ImageContext: Sendable {
    let facts: InstanceFacts
    let image: InstanceFacts.Image
    let pixels: PixelDescription
    let pipeline: PipelineFile
    /// What is left out of every frame; nil before it is known.
    var exclusions: InstanceExclusions?
    /// What a first look found odd, for whatever is of grey levels.
    var flags: [String] = []
    /// The colour scales of the pipeline as they were read, by name.
    var colourScales: [String: ReadColourScale] = [:]
    /// What the reference phantom shows, by the name of the ROI.
    var phantoms: [String: PhantomMeasurement] = [:]
    /// Where colour bars are drawn: what the image declares as one, and what was found.
    var colourBars: [PixelRectangle] = []
    /// Who says the dynamic range, in order of trust.
    private var dynamicRanges: [DynamicRange?]
    /// The pixels that it is estimated from; nil where it is not.
    private var estimateMask: PixelMask?
    /// By the first of them.
    private var compression = Compression.unknown("dynamic range unknown")

    init(facts: InstanceFacts, image: InstanceFacts.Image, pixels: PixelDescription, pipeline: PipelineFile) {
        self.facts = facts
        self.image = image
        self.pixels = pixels
        self.pipeline = pipeline
        let given = pipeline.dynamicRanges.lazy.compactMap { rule -> DynamicRange? in
            guard case .decibels(let decibels) = rule.source, rule.devices.takes(facts.equipment) else { return nil }
            return DynamicRange(decibels: decibels, source: .given)
        }
        let stated = facts.equipment.dynamicRangeDecibels.flatMap { DynamicRange(decibels: $0, source: .stated) }
        dynamicRanges = [given.first, stated]
        compression = Compression(DynamicRange.choose(toMeasure: "", from: dynamicRanges), topLevel: topLevel)
    }

    var rules: MeasuringRules { pipeline.rules }

    /// The frame that a first look is taken at, from 0.
    var middleFrame: Int { pixels.frames / 2 }

    /// Whether frames may show colour.
    var isColour: Bool { pixels.photometric != .monochrome1 && pixels.photometric != .monochrome2 }

    /// The top of the grey scale.
    var topLevel: Int { isColour ? 255 : (1 << min(max(pixels.bitsStored, 1), 16)) - 1 }

    /// How colour is told from grey.
    var colourRule: ColourMask.Rule {
        ColourMask.Rule(
            greyTolerance: pixels.isLossy ? rules.greyToleranceLossy : rules.greyToleranceLossless,
            bleedPixels: rules.colourBleedPixels,
            leastPatchPixels: rules.leastFlowPatchPixels
        )
    }

    /// The name of the ROI that the pipeline estimates the dynamic range from; nil where another source has it or none is named.
    var regionOfDynamicRange: String? {
        guard dynamicRanges.allSatisfy({ $0 == nil }) else { return nil }
        for rule in pipeline.dynamicRanges where rule.devices.takes(facts.equipment) {
            if case .region(let name) = rule.source { return name }
        }
        return nil
    }

    /// Takes an estimate of the dynamic range.
    mutating func estimate(dynamicRangeDecibels: Double, from region: PlacedRegion) {
        dynamicRanges.append(DynamicRange(decibels: dynamicRangeDecibels, source: .estimated(region: region.rule.name)))
        estimateMask = region.mask
        compression = Compression(DynamicRange.choose(toMeasure: "", from: dynamicRanges), topLevel: topLevel)
    }

    /// How grey levels stand for the envelope in an ROI; an estimate from that ROI itself doesn't count, nor one from its pixels
    /// under another name.
    func compression(toMeasure region: PlacedRegion) -> Compression {
        guard case .known(_, let range) = compression, case .estimated(let name) = range.source else {
            return compression
        }
        if name == region.rule.name {
            return Compression(DynamicRange.choose(toMeasure: name, from: dynamicRanges), topLevel: topLevel)
        }
        guard let estimateMask, estimateMask.overlaps(region.mask) else { return compression }
        return .unknown("the dynamic range is known only from a region that overlaps this one")
    }

    /// Seconds from the first frame; nil where neither Frame Time nor Frame Time Vector says them.
    var frameSeconds: [Double]? {
        guard ["FrameTime", "FrameTimeVector"].contains(image.timing.source), let times = image.timing.frameTimes,
            times.count == pixels.frames
        else { return nil }
        return times.map { $0 / 1000 }
    }
}

extension InstanceFilter {
    fileprivate func takes(_ equipment: InstanceFacts.Equipment) -> Bool {
        takes(manufacturer: equipment.manufacturer, model: equipment.model)
    }
}
