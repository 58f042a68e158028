internal import Foundation
internal import Identifiers
internal import Imaging

/// The page of a picture: a title, the frame with what belongs below it, a column at its right, a footer.
struct FrameSheet: ~Copyable {
    /// What must fit beside and below the frame.
    struct Surroundings {
        /// Pixels of what stands below the frame; 0 for nothing.
        var below: (width: Double, height: Double)
        /// Pixels of the column at the right.
        var column: (width: Double, height: Double)
    }

    /// The longest side of a picture.
    static let sideLimit = 16_384

    let canvas: Canvas
    let size: FrameScale
    /// The left edge of the frame.
    let x: Double
    /// The upper edge of the frame and of the column.
    let y: Double
    /// The left edge of the column.
    let columnX: Double
    /// The upper edge of what stands below the frame.
    var belowY: Double { y + size.height + Self.margin(size) / 2 }

    /// A page with its title and footer.
    ///
    /// - Parameters:
    ///   - size: of the frame.
    ///   - surroundings: what must fit.
    ///   - title: lines; without patient data.
    ///   - result: digest of the result, for the footer.
    ///   - version: of the program that measured.
    /// - Throws: `undrawable` for a picture beyond the limit.
    init(
        _ size: FrameScale,
        _ surroundings: Surroundings,
        title: [String],
        result: ContentDigest,
        version: String
    ) throws(ReportingError) {
        let margin = Self.margin(size)
        let left = max(size.width, surroundings.below.width)
        let titleWidth = left + surroundings.column.width
        let probe = try Canvas(width: 1, height: 1)
        let titleHeight = title.enumerated().reduce(0.0) {
            $0 + probe.size(of: $1.element, Self.font($1.offset, size.factor), width: titleWidth).height + 2
        }
        let top = margin + (title.isEmpty ? 0 : titleHeight + 12 * size.factor)
        let below = surroundings.below.height
        let body = max(size.height + (below > 0 ? margin / 2 + below : 0), surroundings.column.height)
        let width = margin + left + margin + surroundings.column.width + margin
        let height = top + body + margin + 16 * size.factor + margin
        guard width <= Double(Self.sideLimit), height <= Double(Self.sideLimit) else {
            throw .undrawable("it would have \(Int(width)) x \(Int(height)) pixels")
        }
        canvas = try Canvas(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)))
        canvas.fill(x: 0, y: 0, width: width + 1, height: height + 1, Palette.background)
        var line = margin
        for (index, text) in title.enumerated() {
            let colour = index == 0 ? Palette.text : Palette.quiet
            let font = Self.font(index, size.factor)
            line += 2 + canvas.write(text, font, x: margin, y: line, width: titleWidth, colour)
        }
        let footer = "Research use; not for diagnosis.  SonoQuant \(version), result \(result.hexadecimal.prefix(12))"
        canvas.write(footer, .init(size: 11 * size.factor), x: margin, y: top + body + margin, Palette.quiet)
        self.size = size
        x = margin
        y = top
        columnX = margin + left + margin
    }

    /// Draws the frame at its place; `rgb` has three bytes a pixel.
    borrowing func draw(rgb: [UInt8], of frame: FrameBuffer) throws(ReportingError) {
        try canvas.draw(rgb: rgb, width: frame.width, height: frame.height, x: x, y: y, scale: size.scale)
    }

    /// The picture as PNG.
    consuming func png() throws(ReportingError) -> Data { try canvas.png() }

    private static func margin(_ size: FrameScale) -> Double { 20 * size.factor }

    private static func font(_ line: Int, _ factor: Double) -> Canvas.Font {
        line == 0 ? .init(size: 18 * factor, isBold: true) : .init(size: 13 * factor)
    }
}
