/// Why each pixel of one frame is left out: what holds for the whole instance, and what this frame's colour and saturation
/// add. Its memory is reused from frame to frame.
package struct ExclusionMask: Sendable {
    /// Row by row, the bits of `ExclusionCauses`: 0 where the pixel is measured, as `GreyPatch` takes it.
    package private(set) var causes: [UInt8] = []

    package init() {}

    /// Judges an 8-bit frame.
    ///
    /// - Parameters:
    ///   - frame: one byte a pixel, row by row without padding.
    ///   - instance: what holds for all frames; nil where that is not known.
    ///   - colour: the colours of this frame; nil for a frame without colour.
    ///   - wanted: the causes to keep. Without `.saturated`, a metric that counts clipped pixels itself still sees them.
    package mutating func combine(
        frame: [UInt8],
        instance: InstanceExclusions?,
        colour: ColourMask?,
        wanted: ExclusionCauses = .all
    ) {
        begin(instance: instance, colour: colour, pixels: frame.count, wanted: wanted)
        if wanted.contains(.saturated) { markSaturated(frame, topLevel: 255) }
    }

    /// Judges a frame of more than eight bits.
    ///
    /// - Parameters:
    ///   - frame: one word a pixel, row by row without padding.
    ///   - topLevel: the top of the scale.
    ///   - instance: what holds for all frames; nil where that is not known.
    ///   - colour: the colours of this frame; nil for a frame without colour.
    ///   - wanted: the causes to keep.
    package mutating func combine(
        frame: [UInt16],
        topLevel: Int,
        instance: InstanceExclusions?,
        colour: ColourMask?,
        wanted: ExclusionCauses = .all
    ) {
        begin(instance: instance, colour: colour, pixels: frame.count, wanted: wanted)
        if wanted.contains(.saturated) { markSaturated(frame, topLevel: UInt16(clamping: topLevel)) }
    }

    private mutating func begin(
        instance: InstanceExclusions?,
        colour: ColourMask?,
        pixels: Int,
        wanted: ExclusionCauses
    ) {
        precondition(instance.map { $0.causes.count == pixels } ?? true, "the instance's frames have this size")
        precondition(colour.map { $0.pixels.count == pixels } ?? true, "the colours are of this frame")
        if causes.count != pixels { causes = [UInt8](repeating: 0, count: pixels) }
        var target = causes.mutableSpan
        if let instance {
            let (fixed, keep) = (instance.causes.span, wanted.rawValue)
            for index in fixed.indices { target[index] = fixed[index] & keep }
        } else {
            for index in target.indices { target[index] = 0 }
        }
        if let colour, wanted.contains(.coloured) { colour.excludeTainted(from: &causes) }
    }

    private mutating func markSaturated<Level: UnsignedInteger & FixedWidthInteger>(_ frame: [Level], topLevel: Level) {
        let levels = frame.span
        var target = causes.mutableSpan
        for index in levels.indices where levels[index] >= topLevel {
            target[index] |= ExclusionCauses.saturated.rawValue
        }
    }
}
