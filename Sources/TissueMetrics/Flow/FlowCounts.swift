/// What flow indices are computed from: whole numbers, so that the order of counting and merging does not matter.
package struct FlowCounts: Hashable, Sendable {
    /// In coloured patches that are large enough to be flow.
    package private(set) var flow = 0
    /// Without colour.
    package private(set) var grey = 0
    /// Of the flow, those whose colour is of the bar.
    package private(set) var decoded = 0
    /// The sum over decoded pixels of twice the place on the bar from zero, with sign.
    package private(set) var doubledPlaces = 0
    /// The same without sign.
    package private(set) var doubledDistances = 0
    /// Whether some frame is a tinted grey map, which has no colour to count.
    package private(set) var isTinted = false

    package init() {}

    /// Counts the pixels of a mask on one frame.
    ///
    /// - Parameters:
    ///   - mask: the region, within the colour box.
    ///   - rgb: the frame, three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - colour: the judgement of the frame.
    ///   - excluded: of each pixel, not 0 where it is left out (`DrawnColour`); empty where none is.
    ///   - scale: the bar, the same for all frames that are merged; nil where there is none, and then nothing is decoded.
    package mutating func add(
        _ mask: PixelMask,
        rgb: [UInt8],
        width: Int,
        colour: ColourMask,
        excluded: [UInt8],
        scale: ColourScale?
    ) {
        let kinds = colour.pixels
        precondition(rgb.count == 3 * kinds.count, "the judgement is of this frame")
        precondition(excluded.isEmpty || excluded.count == kinds.count, "there is a judgement of each pixel")
        isTinted = isTinted || colour.isTinted
        let (kindSpan, excludedSpan, pixels) = (kinds.span, excluded.span, rgb.span)
        let table = scale?.doubledPlaces ?? []
        let places = table.span
        let zero = scale?.bar.doubledZero ?? 0
        for run in mask.runs {
            for index in (run.row * width + run.columns.lowerBound)..<(run.row * width + run.columns.upperBound) {
                guard excludedSpan.isEmpty || excludedSpan[index] == 0 else { continue }
                let kind = kindSpan[index]
                if !kind.contains(.coloured) { grey += 1 }
                guard kind.contains(.patch) else { continue }
                flow += 1
                guard !places.isEmpty else { continue }
                let cell = ColourScale.cell(pixels[3 * index], pixels[3 * index + 1], pixels[3 * index + 2])
                guard places[cell] != ColourScale.nowhere else { continue }
                decoded += 1
                let place = Int(places[cell]) - zero
                doubledPlaces += place
                doubledDistances += abs(place)
            }
        }
    }

    /// Adds the counts of another frame, decoded by the same scale.
    package mutating func merge(_ other: FlowCounts) {
        flow += other.flow
        grey += other.grey
        decoded += other.decoded
        doubledPlaces += other.doubledPlaces
        doubledDistances += other.doubledDistances
        isTinted = isTinted || other.isTinted
    }
}
