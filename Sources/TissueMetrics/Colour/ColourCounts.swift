/// The pixels of a region by colour.
package struct ColourCounts: Hashable, Sendable {
    /// Pixels of the region.
    package private(set) var pixels = 0
    /// In patches that are large enough to be flow.
    package private(set) var flow = 0
    /// Without colour.
    package private(set) var grey = 0
    /// Coloured or near to colour.
    package private(set) var tainted = 0
    /// Whether the frame is a tinted grey map, which has no colour to count.
    package private(set) var isTinted = false

    package init() {}

    /// Counts the pixels of a mask.
    package mutating func add(_ mask: PixelMask, of colour: ColourMask, width: Int) {
        isTinted = colour.isTinted
        for run in mask.runs {
            for index in (run.row * width + run.columns.lowerBound)..<(run.row * width + run.columns.upperBound) {
                let kind = colour.pixels[index]
                pixels += 1
                if kind.contains(.patch) { flow += 1 }
                if !kind.contains(.coloured) { grey += 1 }
                if kind.contains(.tainted) { tainted += 1 }
            }
        }
    }

    /// Colour-Doppler pixel fraction, %: flow / (flow + grey). Specks of colour are neither.
    package var flowPercent: Availability {
        guard !isTinted else { return .notAvailable("tinted grey map: its colour is no flow") }
        let judged = flow + grey
        return judged > 0 ? .value(100 * Double(flow) / Double(judged)) : .emptyRegion
    }

    /// Pixels whose grey level is not tissue's, % of the region.
    package var taintedPercent: Double { pixels > 0 ? 100 * Double(tainted) / Double(pixels) : 0 }
}
