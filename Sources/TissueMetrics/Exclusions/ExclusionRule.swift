/// How what is drawn is told from what is echoed (qus.md A3). Levels are of a scale of 255, and scaled to deeper pixels.
package struct ExclusionRule: Hashable, Sendable {
    /// The most that a drawn pixel differs between frames of a cine.
    package var rangeTolerance: Int
    /// The least level of a drawn pixel.
    package var leastOverlayLevel: Int
    /// The least area (8-connected) of a drawing in a cine, pixels: a single pixel may stand still by chance.
    package var leastOverlayPixels: Int
    /// With fewer frames, a cine is judged as a still.
    package var leastFrames: Int
    /// A cine where more of the bright pixels than this stand still is judged as a still: it is frozen.
    package var mostStillShare: Double
    /// The greatest level of a pixel without echo.
    package var zeroTolerance: Int
    /// The least area (4-connected) of black that lies outside the sector of a still, pixels.
    package var leastOutsidePixels: Int
    /// How far a drawing bleeds into the picture, pixels in each of the 8 directions.
    package var bleedPixels: Int
    /// Drawings in stills.
    package var graphics: GraphicsDetector.Rule

    /// The rule for pixels as they left the scanner.
    package static let lossless = ExclusionRule(
        rangeTolerance: 0,
        leastOverlayLevel: 16,
        leastOverlayPixels: 3,
        leastFrames: 5,
        mostStillShare: 0.25,
        zeroTolerance: 0,
        leastOutsidePixels: 64,
        bleedPixels: 1,
        graphics: .lossless
    )

    /// The rule where lossy compression made a constant drawing flicker and ring.
    package static let lossy = ExclusionRule(
        rangeTolerance: 6,
        leastOverlayLevel: 32,
        leastOverlayPixels: 3,
        leastFrames: 5,
        mostStillShare: 0.25,
        zeroTolerance: 4,
        leastOutsidePixels: 64,
        bleedPixels: 2,
        graphics: .lossy
    )

    /// The same on a spectral strip. A clipped spectrum has small clusters of one level, so a drawing is at least a letter high
    /// there; and a trace hides the envelope that it lies on, so as little as possible is left out beside it.
    package var ofStrips: ExclusionRule {
        var rule = self
        rule.bleedPixels -= 1
        rule.graphics.leastPixels = 7
        rule.graphics.leastExtent = 7
        return rule
    }
}
