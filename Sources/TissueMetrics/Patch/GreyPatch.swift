/// The grey levels of a region of interest on one frame, in the rectangle around it: what texture, speckle and depth metrics
/// are computed from. Its memory is reused from frame to frame.
package struct GreyPatch: Sendable {
    /// The column of the image that is the patch's first, from 0.
    package private(set) var left = 0
    /// The row of the image that is the patch's first, from 0.
    package private(set) var top = 0
    /// Pixels in a row.
    package private(set) var width = 0
    /// Rows.
    package private(set) var height = 0
    /// Stored grey levels row by row without padding; larger is brighter. What is not included has some level too.
    package private(set) var levels: [UInt16] = []
    /// 1 where a pixel is of the region and not excluded, else 0.
    package private(set) var included: [UInt8] = []
    /// Pixels that are included.
    package private(set) var count = 0
    /// The top of the scale: 255 for eight bits.
    package private(set) var topLevel = 255

    package init() {}

    /// Takes the pixels of an 8-bit frame.
    ///
    /// - Parameters:
    ///   - mask: the region.
    ///   - frame: one byte a pixel, row by row without padding.
    ///   - width: pixels in a row of the frame.
    ///   - excluded: of each pixel of the frame, not 0 where it is left out; empty where none is.
    ///   - topLevel: the top of the scale, less than 255 where fewer bits are stored.
    package mutating func fill(
        _ mask: PixelMask,
        of frame: [UInt8],
        width: Int,
        excluded: [UInt8],
        topLevel: Int = 255
    ) {
        self.topLevel = topLevel
        take(mask, of: frame, width: width, excluded: excluded)
    }

    /// Takes the pixels of a frame of more than eight bits.
    ///
    /// - Parameters:
    ///   - mask: the region.
    ///   - frame: one word a pixel, row by row without padding.
    ///   - width: pixels in a row of the frame.
    ///   - excluded: of each pixel of the frame, not 0 where it is left out; empty where none is.
    ///   - topLevel: the top of the scale.
    package mutating func fill(
        _ mask: PixelMask,
        of frame: [UInt16],
        width: Int,
        excluded: [UInt8],
        topLevel: Int
    ) {
        self.topLevel = topLevel
        take(mask, of: frame, width: width, excluded: excluded)
    }

    // Generic within the module only: called from another one, it would not be specialised.
    private mutating func take<Level: UnsignedInteger & FixedWidthInteger>(
        _ mask: PixelMask,
        of frame: [Level],
        width frameWidth: Int,
        excluded: [UInt8]
    ) {
        precondition(excluded.isEmpty || excluded.count == frame.count, "there is a judgement of each pixel")
        count = 0
        guard let first = mask.runs.first, let last = mask.runs.last else {
            (left, top, width, height) = (0, 0, 0, 0)
            levels.removeAll(keepingCapacity: true)
            included.removeAll(keepingCapacity: true)
            return
        }
        (left, top) = (mask.runs.reduce(Int.max) { min($0, $1.columns.lowerBound) }, first.row)
        width = mask.runs.reduce(0) { max($0, $1.columns.upperBound) } - left
        height = last.row - top + 1
        let size = width * height
        if levels.count != size {
            levels = [UInt16](repeating: 0, count: size)
            included = [UInt8](repeating: 0, count: size)
        } else {
            for index in included.indices { included[index] = 0 }
        }
        let (source, out) = (frame.span, excluded.span)
        count = mask.runs.reduce(0) { $0 + $1.columns.count }
        for run in mask.runs {
            let pixels = run.pixels(width: frameWidth)
            let target = (run.row - top) * width + run.columns.lowerBound - left
            Self.copy(source.extracting(pixels), to: &levels, from: target)
            if excluded.isEmpty {
                for index in target..<(target + pixels.count) { included[index] = 1 }
            } else {
                count -= Self.mark(out.extracting(pixels), in: &included, from: target)
            }
        }
    }

    private static func copy<Level: UnsignedInteger & FixedWidthInteger>(
        _ source: Span<Level>,
        to levels: inout [UInt16],
        from start: Int
    ) {
        var target = levels.mutableSpan
        for index in source.indices { target[start + index] = UInt16(truncatingIfNeeded: source[index]) }
    }

    /// Marks what is not excluded, and says how many pixels are.
    private static func mark(_ excluded: Span<UInt8>, in included: inout [UInt8], from start: Int) -> Int {
        var target = included.mutableSpan
        var left = 0
        for index in excluded.indices {
            let isIn: UInt8 = excluded[index] == 0 ? 1 : 0
            target[start + index] = isIn
            left += 1 - Int(isIn)
        }
        return left
    }
}
