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
    ///   - scale: the bar, the same for all frames that are merged; nil where there is none, and then nothing is
    ///     decoded.
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
        let table = scale?.doubledPlaces ?? []
        let (kindSpan, excludedSpan, pixels, places) = (kinds.span, excluded.span, rgb.span, table.span)
        let (zero, skips, decodes) = (scale?.bar.doubledZero ?? 0, !excluded.isEmpty, !table.isEmpty)
        // A frame has fewer than 2^48 pixels, and a place is below 2^13: no sum can overflow.
        var (flow, grey, decoded, signed, unsigned) = (0, 0, 0, 0, 0)
        for run in mask.runs {
            for index in (run.row * width + run.columns.lowerBound)..<(run.row * width + run.columns.upperBound) {
                if skips, excludedSpan[index] != 0 { continue }
                let kind = kindSpan[index].rawValue
                grey &+= Int(~kind & ColourMask.Kind.coloured.rawValue)
                guard kind & ColourMask.Kind.patch.rawValue != 0 else { continue }
                flow &+= 1
                guard decodes else { continue }
                let first = 3 &* index
                let place = places[ColourScale.cell(pixels[first], pixels[first &+ 1], pixels[first &+ 2])]
                guard place != ColourScale.nowhere else { continue }
                decoded &+= 1
                let distance = Int(place) &- zero
                signed &+= distance
                unsigned &+= abs(distance)
            }
        }
        self.flow += flow
        self.grey += grey
        self.decoded += decoded
        doubledPlaces += signed
        doubledDistances += unsigned
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
