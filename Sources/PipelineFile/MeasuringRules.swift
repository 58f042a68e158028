/// Thresholds and tolerances of the measurements: our own rules, which the author of a pipeline may change.
package struct MeasuringRules: Hashable, Sendable {
    /// Fewer pixels than this in an ROI, after exclusions: grey levels are not available.
    package var leastPixels = 100
    /// Fewer independent samples than this: the mean level is flagged (qus.md A6).
    package var leastSamplesMean = 100.0
    /// Fewer independent samples than this: no signal-to-noise ratio.
    package var leastSamplesSNR = 350.0
    /// Fewer independent samples than this: no Nakagami estimate by maximum likelihood.
    package var leastSamplesNakagami = 620.0
    /// Fewer independent samples than this: no Nakagami estimate by moments.
    package var leastSamplesNakagamiMoment = 1600.0
    /// Fewer independent samples than this: no estimate of K or homodyned K.
    package var leastSamplesHomodynedK = 1000.0
    /// Fewer pairs of neighbours than this, each counted once, in four directions together: no co-occurrence features.
    package var leastPairs = 1000
    /// More pixels than this at an end of the scale, %: flagged.
    package var saturationFlagPercent = 5.0
    /// More clipped pixels than this, %: no speckle statistics.
    package var envelopeClippedLimitPercent = 1.0
    /// More excluded pixels than this, %: flagged.
    package var overlayFlagPercent = 5.0
    /// More excluded pixels than this, %: grey levels are not available.
    package var overlayLimitPercent = 25.0
    /// The largest less the smallest of red, green and blue of a grey pixel.
    package var greyToleranceLossless = 8
    /// The same after lossy compression.
    package var greyToleranceLossy = 24
    /// How far colour bleeds, pixels.
    package var colourBleedPixels = 2
    /// The least area of a coloured patch that is flow, pixels.
    package var leastFlowPatchPixels = 6
    /// A colour farther than this from every entry of a colour bar is none of it.
    package var colourBarRejectDistance = 30.0
    /// The least side of a pixel that is believed, mm.
    package var leastPixelMillimetres = 0.001
    /// The greatest side of a pixel that is believed, mm.
    package var mostPixelMillimetres = 10.0
    /// The sides of a pixel differ by more than this, %: texture is flagged.
    package var anisotropyFlagPercent = 5.0
    /// How many frames, evenly spread, tell what never changes in a cine.
    package var sampledFrames = 16
    /// Shadowed columns of more than this, %: flagged.
    package var shadowFlagPercent = 10.0
    /// Steps at the edges of 8 x 8 blocks of more than this times those inside: flagged.
    package var blockinessFlag = 1.2
    /// Lossy compression of this ratio or more is said to be strong.
    package var lossyRatioFlag = 20.0
    /// Less correlation than this between successive frames: flagged as motion.
    package var leastFrameCorrelation = 0.8
    /// More correlation than this between successive frames: they are not independent.
    package var mostFrameCorrelation = 0.5
    /// An ROI that starts shallower than this is flagged, mm.
    package var nearFieldMillimetres = 10.0
    /// An ROI within this last part of the depth is flagged, %.
    package var farFieldPercent = 20.0
    /// An ROI farther than this from the focus is flagged, mm.
    package var focusDistanceMillimetres = 20.0
    /// The least difference of the two references of a normalised median, grey levels.
    package var leastReferenceDifference = 50.0
    /// The least mean level of a region that others are divided by.
    package var leastDivisorLevel = 5.0
    /// The greatest difference in depth of two regions that are compared, mm.
    package var mostDepthDifferenceMillimetres = 5.0
    /// The least range of depth of a slope, mm.
    package var leastPathMillimetres = 20.0
    /// The least coefficient of determination of a fitted time-intensity curve.
    package var leastFit = 0.8
    /// The fewest points of wash-in and wash-out.
    package var leastContrastPoints = 10
    /// The greatest last value of a curve whose area is given, % of its peak.
    package var mostTailPercent = 20.0
    /// The least frame rate of a variation over the cardiac cycle, frames a second.
    package var leastFrameRate = 15.0
    /// Fewer values of a stiffness than this: flagged as unreliable.
    package var leastStiffnessValues = 10
    /// A greater interquartile range over median of a stiffness in kPa, %: flagged as unreliable.
    package var mostSpreadPercentKilopascals = 30.0
    /// A greater interquartile range over median of a shear-wave speed, %: flagged as unreliable.
    package var mostSpreadPercentMetresPerSecond = 15.0
    /// The least side of a parametric map's window, pixels: three speckle cells where they are more.
    package var mapWindowPixels = 25
    /// Means of the region's ninths that scatter more than this times what speckle makes of them: no speckle statistics. χ² of 8
    /// degrees of freedom is above 3.3 times its mean once in a thousand; the rest is for the error of the number of samples.
    package var mostHeterogeneity = 5.0
    /// More coloured pixels than this that match no entry of the colour bar, %: no index of levels or velocities.
    package var mostUnmatchedFlowPercent = 50.0
    /// More of a stiffness overlay than this that matches no entry of the colour bar, %: no stiffness.
    package var mostRejectedOverlayPercent = 25.0

    package init() {}
}
