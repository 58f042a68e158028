package import Analysis
package import Foundation
package import Identifiers
package import Imaging

/// A measured frame with its regions and values, for a person's eye. No patient data is written on it; what the machine burned into
/// the pixels stays.
package enum OverlayPicture {
    /// The longest side of a picture.
    package static let sideLimit = 16_384

    /// The longest side of a frame on the picture; a longer one is made smaller.
    private static let frameLimit = 4_096.0

    /// The most groups that are drawn; further ones are counted in a line.
    package static let groupLimit = 64

    /// One frame as PNG.
    ///
    /// - Parameters:
    ///   - frame: decoded, as it was measured or in colour.
    ///   - groups: of this instance.
    ///   - title: lines above the picture; without patient data.
    ///   - result: digest of the result, for the footer.
    ///   - version: of the program that measured.
    ///   - name: of a metric by its identifier, for people.
    /// - Returns: equal bytes for equal input on one machine: fonts and libraries decide the rest.
    /// - Throws: `undrawable` for a frame without pixels or a picture beyond the limit.
    package static func png(
        frame: FrameBuffer,
        groups: [StudyResult.MeasurementGroup],
        title: [String],
        result: ContentDigest,
        version: String = SonoquantVersion.current,
        name: (String) -> String = { $0 }
    ) throws(ReportingError) -> Data {
        guard frame.width > 0, frame.height > 0 else { throw .undrawable("the frame has no pixels") }
        // Small frames are enlarged by whole steps, so that each pixel stays a square; huge ones are made smaller.
        let longest = Double(max(frame.width, frame.height))
        let scale = longest > frameLimit ? frameLimit / longest : max(1, min(4, (640 / longest).rounded(.down)))
        let picture = (width: Double(frame.width) * scale, height: Double(frame.height) * scale)
        // Letters keep their size beside a large frame when a viewer makes the whole picture fit.
        let factor = max(1, longest * scale / 1_000)
        let margin = 20 * factor
        let probe = try Canvas(width: 1, height: 1)
        let panel = OverlayPanel(
            groups: groups,
            limit: groupLimit,
            tallest: Double(sideLimit) / 2,
            factor: factor,
            on: probe,
            name: name
        )
        let titleFonts = title.indices.map { titleFont($0, factor) }
        let titleWidth = picture.width + panel.width
        let titleHeight = zip(title, titleFonts).reduce(0.0) {
            $0 + probe.size(of: $1.0, $1.1, width: titleWidth).height + 2
        }
        let footer =
            "Research use; not for diagnosis.  SonoQuant \(version), result \(result.hexadecimal.prefix(12))"
        let top = margin + (title.isEmpty ? 0 : titleHeight + 12 * factor)
        let bodyHeight = max(picture.height, panel.height)
        let width = margin + picture.width + margin + panel.width + margin
        let height = top + bodyHeight + margin + 16 * factor + margin
        guard width <= Double(sideLimit), height <= Double(sideLimit) else {
            throw .undrawable("it would have \(Int(width)) x \(Int(height)) pixels")
        }

        let canvas = try Canvas(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)))
        canvas.fill(x: 0, y: 0, width: width + 1, height: height + 1, Palette.background)
        var y = margin
        for (index, line) in title.enumerated() {
            let colour = index == 0 ? Palette.text : Palette.quiet
            y += 2 + canvas.write(line, titleFonts[index], x: margin, y: y, width: titleWidth, colour)
        }
        try canvas.draw(
            rgb: rgb(of: frame),
            width: frame.width,
            height: frame.height,
            x: margin,
            y: top,
            scale: scale
        )
        for (index, group) in groups.prefix(panel.drawn).enumerated() {
            let place = Place(
                x: margin,
                y: top,
                width: picture.width,
                height: picture.height,
                scale: scale,
                factor: factor
            )
            outline(group.roi, number: index, on: canvas, place)
        }
        panel.draw(on: canvas, x: margin + picture.width + margin, y: top)
        canvas.write(footer, .init(size: 11 * factor), x: margin, y: top + bodyHeight + margin, Palette.quiet)
        return try canvas.png()
    }

    /// Where the frame lies on the canvas.
    private struct Place {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
        /// Pixels of the canvas for one of the frame.
        let scale: Double
        /// How much larger than usual lines and letters are.
        let factor: Double
    }

    private static func titleFont(_ line: Int, _ factor: Double) -> Canvas.Font {
        line == 0 ? .init(size: 18 * factor, isBold: true) : .init(size: 13 * factor)
    }

    private static func outline(
        _ roi: StudyResult.RegionOfInterest,
        number: Int,
        on canvas: borrowing Canvas,
        _ place: Place
    ) {
        guard roi.outline.count >= 6, roi.outline.count.isMultiple(of: 2), roi.outline.allSatisfy(\.isFinite) else {
            return
        }
        var points: [Double] = []
        for (index, coordinate) in roi.outline.enumerated() {
            points.append(coordinate * place.scale + (index.isMultiple(of: 2) ? place.x : place.y))
        }
        canvas.stroke(polygon: points, lineWidth: 5 * place.factor, Palette.halo)
        canvas.stroke(polygon: points, lineWidth: 2 * place.factor, Palette.region(number))
        let label = "\(number + 1)  \(roi.name)"
        let font = Canvas.Font(size: 14 * place.factor, isBold: true)
        let size = canvas.size(of: label, font)
        let gap = 6 * place.factor
        let left = stride(from: 0, to: points.count, by: 2).map { points[$0] }.min() ?? place.x
        let top = stride(from: 1, to: points.count, by: 2).map { points[$0] }.min() ?? place.y
        canvas.write(
            label,
            font,
            x: place.x + min(max(left - place.x + gap, 2), max(2, place.width - size.width - gap)),
            y: place.y + min(max(top - place.y + gap, 2), max(2, place.height - size.height - 2)),
            halo: 2 * place.factor,
            Palette.region(number)
        )
    }

    /// Three bytes a pixel; 16-bit grey is stretched from its own least to its greatest value.
    private static func rgb(of frame: FrameBuffer) -> [UInt8] {
        switch frame.format {
        case .rgb8: return frame.bytes
        case .grey8: return frame.bytes.flatMap { [$0, $0, $0] }
        case .grey16:
            let least = Int(frame.words.min() ?? 0)
            let range = max(1, Int(frame.words.max() ?? 0) - least)
            return frame.words.flatMap { word -> [UInt8] in
                let grey = UInt8((Int(word) - least) * 255 / range)
                return [grey, grey, grey]
            }
        }
    }
}
