package import Foundation
package import Identifiers
package import Imaging
package import TissueMetrics

/// A metric pixel by pixel in colour over the grey frame, with a colour bar, for a person's eye. No patient data is written on it;
/// what the machine burned into the pixels stays.
package enum MapPicture {
    /// What is written beside a map.
    package struct Caption: Sendable {
        /// Of the metric, for people.
        package var metric: String
        /// UCUM.
        package var unit: String
        /// Lines above the picture; without patient data.
        package var title: [String]
        /// Of a pixel, mm across and down; nil where it is not known.
        package var pixelMillimetres: (x: Double, y: Double)?

        package init(metric: String, unit: String, title: [String], pixelMillimetres: (x: Double, y: Double)?) {
            self.metric = metric
            self.unit = unit
            self.title = title
            self.pixelMillimetres = pixelMillimetres
        }
    }

    /// One map as PNG.
    ///
    /// - Parameters:
    ///   - map: the values; a part of it outside the frame is left out.
    ///   - frame: that it was computed from.
    ///   - caption: what is written beside it.
    ///   - result: digest of the result, for the footer.
    ///   - version: of the program that measured.
    /// - Returns: equal bytes for equal input on one machine: fonts and libraries decide the rest.
    /// - Throws: `undrawable` for a frame without pixels, a map without values, or a picture beyond the limit.
    package static func png(
        map: ParametricMap,
        frame: FrameBuffer,
        caption: Caption,
        result: ContentDigest,
        version: String = SonoquantVersion.current
    ) throws(ReportingError) -> Data {
        let size = try FrameScale(frame)
        guard let bar = MapColourBar(map, caption, size: size) else { throw .undrawable("the map has no value") }
        let probe = try Canvas(width: 1, height: 1)
        let sheet = try FrameSheet(
            size,
            .init(below: (0, 0), column: (bar.width, bar.height(on: probe))),
            title: caption.title,
            result: result,
            version: version
        )
        var rgb = FrameBuffer.tripled(frame.grey)
        colour(&rgb, by: map, bar.scale, width: frame.width, height: frame.height)
        try sheet.draw(rgb: rgb, of: frame)
        try bar.draw(on: sheet.canvas, x: sheet.columnX, y: sheet.y)
        return try sheet.png()
    }

    /// Gives each pixel with a value its colour; the others stay as they are.
    private static func colour(_ rgb: inout [UInt8], by map: ParametricMap, _ scale: MapScale, width: Int, height: Int)
    {
        for row in 0..<map.height where (0..<height).contains(map.top + row) {
            for column in 0..<map.width where (0..<width).contains(map.left + column) {
                guard let value = map[column, row] else { continue }
                let colour = ColourMap.colour(at: scale.place(of: Double(value)))
                let pixel = 3 * ((map.top + row) * width + map.left + column)
                (rgb[pixel], rgb[pixel + 1], rgb[pixel + 2]) = colour
            }
        }
    }
}
