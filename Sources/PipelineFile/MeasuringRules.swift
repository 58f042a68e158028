/// Thresholds and tolerances of the measurements: our own rules, which the author of a pipeline may change.
package struct MeasuringRules: Hashable, Sendable {
    /// Fewer pixels than this in an ROI, after exclusions: grey levels are not available.
    package var leastPixels = 100
    /// More pixels than this at an end of the scale, %: flagged.
    package var saturationFlagPercent = 5.0
    /// More tainted pixels than this, %: flagged.
    package var overlayFlagPercent = 5.0
    /// More tainted pixels than this, %: grey levels are not available.
    package var overlayLimitPercent = 25.0
    /// The largest less the smallest of red, green and blue of a grey pixel.
    package var greyToleranceLossless = 8
    /// The same after lossy compression.
    package var greyToleranceLossy = 24
    /// How far colour bleeds, pixels.
    package var colourBleedPixels = 2
    /// The least area of a coloured patch that is flow, pixels.
    package var leastFlowPatchPixels = 6
    /// The least side of a pixel that is believed, mm.
    package var leastPixelMillimetres = 0.001
    /// The greatest side of a pixel that is believed, mm.
    package var mostPixelMillimetres = 10.0

    package init() {}
}
