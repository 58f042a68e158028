/// How rows of an image lie in depth where beams run down the image: Physical Delta Y (0018,602E) in centimetres and
/// where the transducer's face is.
package struct DepthScale: Hashable, Sendable {
    /// From one row to the next.
    package let centimetresPerRow: Double
    /// The edge of the image's rows at which the depth is 0: 0 is the upper edge of the first row.
    package let surfaceRow: Double

    /// Nil unless the spacing is a positive number and the surface a number.
    ///
    /// - Parameters:
    ///   - centimetresPerRow: the amount of Physical Delta Y where its units are cm.
    ///   - surfaceRow: rows from the image's upper edge.
    package init?(centimetresPerRow: Double, surfaceRow: Double) {
        guard centimetresPerRow.isFinite, centimetresPerRow > 0, surfaceRow.isFinite else { return nil }
        self.centimetresPerRow = centimetresPerRow
        self.surfaceRow = surfaceRow
    }

    /// The depth of the centre of an image row, cm.
    package func depthCentimetres(ofRow row: Int) -> Double {
        (Double(row) + 0.5 - surfaceRow) * centimetresPerRow
    }
}
