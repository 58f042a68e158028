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
        pixels += mask.count
        guard colour.hasColour else {
            grey += mask.count
            return
        }
        let kinds = colour.pixels.span
        for run in mask.runs {
            let part = kinds.extracting(run.pixels(width: width))
            var (coloured, patch, near) = (0, 0, 0)
            for start in stride(from: 0, to: part.count, by: 255) {
                let some = part.extracting(start..<min(start + 255, part.count))
                // Bits of at most 255 pixels: their sums fit a byte, and so are made sixteen at a time.
                var sums: (UInt8, UInt8, UInt8) = (0, 0, 0)
                for index in some.indices {
                    let kind = some[index].rawValue
                    sums.0 &+= kind & 1
                    sums.1 &+= (kind >> 1) & 1
                    sums.2 &+= (kind >> 2) & 1
                }
                coloured += Int(sums.0)
                patch += Int(sums.1)
                near += Int(sums.2)
            }
            flow += patch
            grey += part.count - coloured
            tainted += near
        }
    }
}
