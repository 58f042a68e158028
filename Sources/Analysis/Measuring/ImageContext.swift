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

    var rules: MeasuringRules { pipeline.rules }

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
}
