/// The least and the greatest level of each pixel over the frames of a cine: what never moves is drawn, not echoed (qus.md A3).
/// Its memory is that of two frames.
package struct TemporalExtremes: Sendable {
    /// Pixels in a row.
    package let width: Int
    /// Rows.
    package let height: Int
    /// The top of the scale: 255 for eight bits.
    package let topLevel: Int
    /// Frames seen.
    package private(set) var frames = 0
    private var bytes = LevelExtremes<UInt8>()
    private var words = LevelExtremes<UInt16>()

    /// - Parameters:
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - topLevel: the top of the scale; up to 255, frames have one byte a pixel, else two.
    package init(width: Int, height: Int, topLevel: Int = 255) {
        precondition(width >= 0 && height >= 0 && (1...65_535).contains(topLevel), "a frame has a size and a scale")
        self.width = width
        self.height = height
        self.topLevel = topLevel
    }

    /// Takes an 8-bit frame, row by row without padding.
    package mutating func add(_ frame: [UInt8]) {
        precondition(frame.count == width * height && topLevel <= 255, "the frame has width x height bytes")
        bytes.add(frame, isFirst: frames == 0)
        frames += 1
    }

    /// Takes a frame of more than eight bits, row by row without padding.
    package mutating func add(_ frame: [UInt16]) {
        precondition(frame.count == width * height && topLevel > 255, "the frame has width x height words")
        words.add(frame, isFirst: frames == 0)
        frames += 1
    }

    /// Forgets the frames, keeping the memory.
    package mutating func removeAll() { frames = 0 }

    /// The least level of each pixel; all 0 before the first frame.
    var least: [UInt16] { levels(of: bytes.least, words.least) }

    /// The greatest level of each pixel; all 0 before the first frame.
    var most: [UInt16] { levels(of: bytes.most, words.most) }

    private func levels(of bytes: [UInt8], _ words: [UInt16]) -> [UInt16] {
        guard frames > 0 else { return [UInt16](repeating: 0, count: width * height) }
        return topLevel <= 255 ? bytes.map { UInt16($0) } : words
    }
}

/// The arrays of one pixel type.
private struct LevelExtremes<Level: UnsignedInteger & FixedWidthInteger & Sendable>: Sendable {
    var least: [Level] = []
    var most: [Level] = []

    mutating func add(_ frame: [Level], isFirst: Bool) {
        guard !isFirst, least.count == frame.count else {
            (least, most) = (frame, frame)
            return
        }
        let levels = frame.span
        var low = least.mutableSpan
        for index in levels.indices { low[index] = min(low[index], levels[index]) }
        var high = most.mutableSpan
        for index in levels.indices { high[index] = max(high[index], levels[index]) }
    }
}
