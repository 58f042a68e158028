/// What is asked of a decoded frame.
package enum FrameChannels: String, Sendable {
    /// Brightness alone: the stored grey, or luma of colour (qus.md A2).
    case luma
    /// RGB where the image has colour, else the stored grey.
    case colour
    /// Both of an image that has colour, from one decode; else the stored grey.
    case colourAndLuma
}

/// One decoded frame, reused from frame to frame so that decoding does not allocate.
package struct FrameBuffer: Sendable {
    /// What the samples are.
    package enum Format: Sendable {
        /// `bytes`: one a pixel, larger is brighter.
        case grey8
        /// `words`: one a pixel, larger is brighter.
        case grey16
        /// `bytes`: three a pixel, red, green, blue.
        case rgb8
    }

    /// Pixels in a row.
    package internal(set) var width = 0
    /// Rows.
    package internal(set) var height = 0
    /// What the samples are.
    package internal(set) var format = Format.grey8
    /// Row by row, without padding; empty for `grey16`.
    package internal(set) var bytes: [UInt8] = []
    /// Row by row, without padding; empty unless `grey16`.
    package internal(set) var words: [UInt16] = []
    /// Brightness, one byte a pixel, of an `rgb8` frame that was decoded as `colourAndLuma`; else empty.
    package internal(set) var luma: [UInt8] = []

    package init() {}

    /// Takes the shape of a frame to come. Only another size or format allocates.
    mutating func shape(width: Int, height: Int, format: Format, channels: FrameChannels) {
        self.width = width
        self.height = height
        self.format = format
        let pixels = width * height
        luma.resize(to: format == .rgb8 && channels == .colourAndLuma ? pixels : 0)
        switch format {
        case .grey8:
            bytes.resize(to: pixels)
            words.resize(to: 0)
        case .grey16:
            bytes.resize(to: 0)
            words.resize(to: pixels)
        case .rgb8:
            bytes.resize(to: 3 * pixels)
            words.resize(to: 0)
        }
    }
}

extension Array where Element: FixedWidthInteger {
    /// Keeps the storage where it is large enough.
    mutating func resize(to count: Int) {
        if count < self.count {
            removeLast(self.count - count)
        } else if count > self.count {
            append(contentsOf: repeatElement(0, count: count - self.count))
        }
    }
}
