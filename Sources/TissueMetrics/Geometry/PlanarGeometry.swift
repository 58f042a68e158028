/// A point in image coordinates (PS3.3 C.18.6): x to the right, y down, 0\0 the outer corner of the first pixel, whose centre
/// is 0.5\0.5.
package struct ImagePoint: Hashable, Sendable {
    /// Pixels to the right.
    package var x: Double
    /// Pixels down.
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A rectangle of whole pixels: columns `left ..< right`, rows `top ..< bottom`.
package struct PixelRectangle: Hashable, Sendable {
    /// The first column, from 0.
    package var left: Int
    /// The first row, from 0.
    package var top: Int
    /// One past the last column.
    package var right: Int
    /// One past the last row.
    package var bottom: Int

    /// - Parameters: edges in pixels; `right` and `bottom` are not inside.
    package init(left: Int, top: Int, right: Int, bottom: Int) {
        precondition(left <= right && top <= bottom, "edges are in order")
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    /// Pixels across.
    package var width: Int { right - left }
    /// Pixels down.
    package var height: Int { bottom - top }

    /// The four corners, clockwise from the first.
    package var corners: [ImagePoint] {
        [
            ImagePoint(x: Double(left), y: Double(top)), ImagePoint(x: Double(right), y: Double(top)),
            ImagePoint(x: Double(right), y: Double(bottom)), ImagePoint(x: Double(left), y: Double(bottom)),
        ]
    }
}
