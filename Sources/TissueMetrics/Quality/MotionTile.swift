/// The middle of a region of interest at native resolution, at most 64 x 64 pixels of 8 bits: what is kept of each frame to
/// tell motion from (4 KiB, so that 5,000 frames take 20 MiB).
package struct MotionTile: Hashable, Sendable {
    /// The longest side, pixels.
    package static let mostSide = 64

    /// Pixels in a row.
    package let width: Int
    /// Rows.
    package let height: Int
    /// Row by row without padding.
    package let levels: [UInt8]

    /// Takes the middle of a rectangle of an 8-bit frame.
    ///
    /// - Parameters:
    ///   - rectangle: the same on each frame; clipped to the frame.
    ///   - frame: one byte a pixel, row by row without padding.
    ///   - width: pixels in a row of the frame.
    package init(_ rectangle: PixelRectangle, of frame: [UInt8], width: Int) {
        self.init(rectangle, of: frame, width: width, shift: 0)
    }

    /// Takes the middle of a rectangle of a frame of more than eight bits, and of these the upper eight.
    ///
    /// - Parameters:
    ///   - rectangle: the same on each frame; clipped to the frame.
    ///   - frame: one word a pixel, row by row without padding.
    ///   - width: pixels in a row of the frame.
    ///   - topLevel: the top of the scale.
    package init(_ rectangle: PixelRectangle, of frame: [UInt16], width: Int, topLevel: Int) {
        var shift = 0
        while topLevel >> shift > 255 { shift += 1 }
        self.init(rectangle, of: frame, width: width, shift: shift)
    }

    private init<Level: UnsignedInteger & FixedWidthInteger>(
        _ rectangle: PixelRectangle,
        of frame: [Level],
        width frameWidth: Int,
        shift: Int
    ) {
        precondition(frame.isEmpty || (frameWidth > 0 && frame.count % frameWidth == 0), "the frame has whole rows")
        let part = rectangle.clipped(width: frameWidth, height: frameWidth > 0 ? frame.count / frameWidth : 0)
        width = min(part.width, Self.mostSide)
        height = min(part.height, Self.mostSide)
        let (left, top) = (part.left + (part.width - width) / 2, part.top + (part.height - height) / 2)
        var levels: [UInt8] = []
        levels.reserveCapacity(width * height)
        for row in top..<(top + height) {
            for level in frame[(row * frameWidth + left)..<(row * frameWidth + left + width)] {
                levels.append(UInt8(clamping: level >> shift))
            }
        }
        self.levels = levels
    }
}
