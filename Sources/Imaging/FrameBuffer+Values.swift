extension FrameBuffer {
    /// A grey frame of 8 bits; nil unless there is one byte for each pixel.
    ///
    /// - Parameters:
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - grey: row by row.
    package init?(width: Int, height: Int, grey: [UInt8]) {
        self.init(width: width, height: height, samples: grey.count, perPixel: 1)
        format = .grey8
        bytes = grey
    }

    /// A colour frame; nil unless there are three bytes, red, green and blue, for each pixel.
    ///
    /// - Parameters:
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - rgb: row by row.
    package init?(width: Int, height: Int, rgb: [UInt8]) {
        self.init(width: width, height: height, samples: rgb.count, perPixel: 3)
        format = .rgb8
        bytes = rgb
    }

    /// A grey frame of 16 bits; nil unless there is one word for each pixel.
    ///
    /// - Parameters:
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - words: row by row.
    package init?(width: Int, height: Int, words: [UInt16]) {
        self.init(width: width, height: height, samples: words.count, perPixel: 1)
        format = .grey16
        self.words = words
    }

    private init?(width: Int, height: Int, samples: Int, perPixel: Int) {
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        let (expected, overflowToo) = pixels.multipliedReportingOverflow(by: perPixel)
        guard width > 0, height > 0, !overflow, !overflowToo, expected == samples else { return nil }
        self.init()
        self.width = width
        self.height = height
    }
}
