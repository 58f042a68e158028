/// A condition without which a metric is not available (law 6).
package enum MetricNeed: String, CaseIterable, Sendable {
    case spatialCalibration, greyPixels, variance, secondBin, dynamicRange, unclippedEnvelope, independentSamples,
        homogeneity, neighbourPairs
    case depthRange, referencePhantom, sameFrame, equalDepth, colour, colourScale, frameTimes, cardiacCycles
    case spectralRegion, beats, contrastBolus, stiffnessValues, reportedStiffness

    /// In words; names in backquotes are rules of the pipeline file.
    package var explanation: String {
        switch self {
        case .spatialCalibration:
            "a region whose units are cm, with a pixel's side between `leastPixelMillimetres` and `mostPixelMillimetres`"
        case .greyPixels:
            "at least `leastPixels` pixels left, and at most `overlayLimitPercent` of the ROI under text, graphics or colour"
        case .variance: "pixels that are not all equal"
        case .secondBin: "pixels, or for co-occurrence neighbours, in more than one bin"
        case .dynamicRange:
            "the dynamic range of the log compression: of the pipeline file (`dynamicRanges`), else of the image (0018,5030), else "
                + "estimated from the speckle of another ROI that has no pixel of this one"
        case .unclippedEnvelope:
            "at most `envelopeClippedLimitPercent` of the pixels at either end of the scale"
        case .independentSamples:
            "enough independent samples, pixels over the area of the autocorrelation (`leastSamples…`)"
        case .homogeneity:
            "one kind of tissue: means of the ROI's ninths that scatter at most `mostHeterogeneity` times as much as speckle makes them"
        case .neighbourPairs: "at least `leastPairs` pairs of neighbours"
        case .depthRange: "a range of depth of at least `leastPathMillimetres` within one focal zone"
        case .referencePhantom: "an image of a reference phantom at the same settings (`referencePhantom`)"
        case .sameFrame: "all of its ROIs in one frame, each with its level"
        case .equalDepth: "centres at depths within `mostDepthDifferenceMillimetres`"
        case .colour: "an image in colour that is no tinted grey map"
        case .colourScale:
            "a colour bar that can be read, and its ends (`colourScales`); of flow, at most `mostUnmatchedFlowPercent` of the "
                + "coloured pixels match no entry of it"
        case .frameTimes: "Frame Time (0018,1063) or Frame Time Vector (0018,1065)"
        case .cardiacCycles: "two cardiac cycles at `leastFrameRate` frames a second or more"
        case .spectralRegion:
            "a spectral region whose units are s and cm/s, or s and Hz with the transducer's frequency"
        case .beats: "three beats whose envelope stays off the strip's edge"
        case .contrastBolus:
            "a bolus of `leastContrastPoints` points or more whose fit explains `leastFit` of the variance, and for areas and "
                + "transit times a tail below `mostTailPercent` of the peak"
        case .stiffnessValues:
            "an overlay of which at most `mostRejectedOverlayPercent` matches no entry of the bar. Fewer values than "
                + "`leastStiffnessValues`, or a spread above `mostSpreadPercent…`, is flagged unreliable"
        case .reportedStiffness:
            "stiffness of each acquisition in a structured report of another system; of a median alone, the median. Fewer values "
                + "than `leastStiffnessValues`, or a spread above `mostSpreadPercent…`, is flagged unreliable"
        }
    }
}
