private import CCairoPango
internal import Foundation

/// A picture that is drawn on. It closes itself.
@safe struct Canvas: ~Copyable {
    /// A colour; each part from 0 to 1.
    struct Colour: Hashable, Sendable {
        var red: Double
        var green: Double
        var blue: Double
        var alpha = 1.0

        fileprivate var imported: ccairopango_colour {
            ccairopango_colour(red: red, green: green, blue: blue, alpha: alpha)
        }
    }

    /// How text is written.
    struct Font: Hashable, Sendable {
        /// Pixels.
        var size: Double
        var isBold = false

        // DejaVu first: it has the signs of units and Greek, and the packages bring it (fonts-dejavu-core).
        fileprivate var description: String { "DejaVu Sans, Sans \(isBold ? "Bold " : "")\(size)px" }
    }

    private let handle: OpaquePointer

    /// A white picture.
    init(width: Int, height: Int) throws(ReportingError) {
        guard let width = Int32(exactly: width), let height = Int32(exactly: height),
            let handle = unsafe ccairopango_canvas_create(width, height)
        else { throw .undrawable("\(width) x \(height) pixels are too many") }
        unsafe self.handle = handle
    }

    deinit { unsafe ccairopango_canvas_free(handle) }

    /// Fills a rectangle.
    borrowing func fill(x: Double, y: Double, width: Double, height: Double, _ colour: Colour) {
        unsafe ccairopango_fill(handle, x, y, width, height, colour.imported)
    }

    /// Draws an image of three bytes a pixel, enlarged without smoothing.
    borrowing func draw(
        rgb: [UInt8],
        width: Int,
        height: Int,
        x: Double,
        y: Double,
        scale: Double
    ) throws(ReportingError) {
        precondition(rgb.count == width * height * 3, "an RGB image has three bytes a pixel")
        guard let columns = Int32(exactly: width), let rows = Int32(exactly: height),
            unsafe ccairopango_image(handle, rgb, columns, rows, x, y, scale)
        else { throw .undrawable("memory lacks") }
    }

    /// Strokes the closed polygon x0, y0, x1, y1, ….
    borrowing func stroke(polygon: [Double], lineWidth: Double, _ colour: Colour) {
        unsafe ccairopango_polygon(handle, polygon, polygon.count / 2, lineWidth, colour.imported)
    }

    /// Writes text, wrapped where a width is given; with `halo`, the letters have a black edge. Gives the height.
    @discardableResult
    borrowing func write(
        _ text: String,
        _ font: Font,
        x: Double,
        y: Double,
        width: Double = 0,
        halo: Double = 0,
        _ colour: Colour
    ) -> Double {
        unsafe ccairopango_text(handle, text, font.description, x, y, width, halo, colour.imported)
    }

    /// The size of a text as `write` takes it.
    borrowing func size(of text: String, _ font: Font, width: Double = 0) -> (width: Double, height: Double) {
        var size = (width: 0.0, height: 0.0)
        unsafe ccairopango_measure(handle, text, font.description, width, &size.width, &size.height)
        return size
    }

    /// The picture as PNG.
    consuming func png() throws(ReportingError) -> Data {
        var count = 0
        guard let bytes = unsafe ccairopango_png(handle, &count) else { throw .undrawable("cairo can't write the PNG") }
        defer { unsafe ccairopango_free_bytes(bytes) }
        return unsafe Data(bytes: bytes, count: count)
    }

    /// A PNG of one byte a pixel, whose values are indices into a palette.
    ///
    /// - Parameters:
    ///   - values: row by row without padding, each below the number of colours.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - palette: red, green and blue of at most 256 colours.
    /// - Returns: without loss: who reads the indices gets the values.
    /// - Throws: `undrawable` for an impossible shape.
    static func png(values: [UInt8], width: Int, height: Int, palette: [UInt8]) throws(ReportingError) -> Data {
        precondition(values.count == width * height, "there is a value for each pixel")
        var count = 0
        guard let columns = Int32(exactly: width), let rows = Int32(exactly: height),
            let bytes = unsafe ccairopango_palette_png(
                values,
                columns,
                rows,
                palette,
                Int32(palette.count / 3),
                &count
            )
        else { throw .undrawable("libpng can't write \(width) x \(height) pixels") }
        defer { unsafe ccairopango_free_bytes(bytes) }
        return unsafe Data(bytes: bytes, count: count)
    }
}
