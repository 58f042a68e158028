/// A statistic of a sliding window at each pixel of a rectangle of the image. The window is centred on its pixel; where the
/// statistic is not available the pixel has no value, which is never shown by a number.
package struct ParametricMap: Hashable, Sendable {
    /// What a pixel is a statistic of.
    package enum Statistic: String, Hashable, Codable, Sendable, CaseIterable {
        /// Nakagami shape by moments, no unit.
        case nakagamiMoment
        /// Nakagami shape by maximum likelihood, no unit.
        case nakagamiLikelihood
    }

    /// What a pixel is.
    package let statistic: Statistic
    /// The side of the square window, pixels, odd.
    package let windowPixels: Int
    /// The column of the image that is the map's first, from 0.
    package let left: Int
    /// The row of the image that is the map's first, from 0.
    package let top: Int
    /// Pixels in a row.
    package let width: Int
    /// Rows.
    package let height: Int
    /// Row by row without padding, each finite; 0 where there is no value.
    package let values: [Float]
    /// 1 where there is a value, else 0.
    package let valid: [UInt8]

    /// A map that has been computed.
    ///
    /// - Parameters:
    ///   - statistic: what a pixel is.
    ///   - windowPixels: the side of the window, odd.
    ///   - left: the column of the image that is the map's first.
    ///   - top: the row of the image that is the map's first.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - values: `width` times `height` numbers; one that is not finite becomes no value.
    ///   - valid: not 0 where there is a value.
    package init(
        statistic: Statistic,
        windowPixels: Int,
        left: Int,
        top: Int,
        width: Int,
        height: Int,
        values: [Float],
        valid: [UInt8]
    ) {
        precondition(values.count == width * height && valid.count == values.count, "there is a value for each pixel")
        precondition(windowPixels > 0 && windowPixels % 2 == 1, "a window has a centre")
        var (values, valid) = (values, valid)
        for index in values.indices {
            let isValue = valid[index] != 0 && values[index].isFinite
            valid[index] = isValue ? 1 : 0
            if !isValue { values[index] = 0 }
        }
        self.statistic = statistic
        self.windowPixels = windowPixels
        self.left = left
        self.top = top
        self.width = width
        self.height = height
        self.values = values
        self.valid = valid
    }

    /// The value of the pixel at a column and a row of the map, or nil where there is none.
    package subscript(column: Int, row: Int) -> Float? {
        precondition((0..<width).contains(column) && (0..<height).contains(row), "the pixel is in the map")
        let index = row * width + column
        return valid[index] != 0 ? values[index] : nil
    }

    /// Pixels that have a value.
    package var validCount: Int { valid.count { $0 != 0 } }

    /// The least and the greatest value, or nil where no pixel has one.
    package var range: ClosedRange<Float>? {
        var range: ClosedRange<Float>?
        for (value, isValue) in zip(values, valid) where isValue != 0 {
            guard let known = range else {
                range = value...value
                continue
            }
            range = min(known.lowerBound, value)...max(known.upperBound, value)
        }
        return range
    }
}
