package import Analysis
package import Foundation
package import Identifiers
package import Imaging

/// A measured frame with its regions and values, for a person's eye. No patient data is written on it; what the machine burned into
/// the pixels stays.
package enum OverlayPicture {
    /// The longest side of a picture.
    package static let sideLimit = 16_384

    /// The groups that are drawn; further ones are counted in a line.
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
        // Small frames are enlarged by whole steps, so that each pixel stays a square.
        let scale = Double(max(1, min(4, 640 / max(frame.width, frame.height))))
        let picture = (width: Double(frame.width) * scale, height: Double(frame.height) * scale)
        let drawn = Array(groups.prefix(groupLimit))
        let panel = OverlayPanel(groups: drawn, omitted: groups.count - drawn.count, name: name)
        let footer =
            "Research use; not for diagnosis.  SonoQuant \(version), result \(result.hexadecimal.prefix(12))"

        let margin = 20.0
        let probe = try Canvas(width: 1, height: 1)
        let titleHeight = title.enumerated().reduce(0.0) { height, line in
            height
                + probe.size(of: line.element, Self.titleFont(line.offset), width: picture.width + OverlayPanel.width)
                .height
                + 2
        }
        let top = margin + (title.isEmpty ? 0 : titleHeight + 12)
        let bodyHeight = max(picture.height, panel.height(on: probe))
        let width = margin + picture.width + margin + OverlayPanel.width + margin
        let height = top + bodyHeight + margin + 16 + margin
        guard width <= Double(sideLimit), height <= Double(sideLimit) else {
            throw .undrawable("it would have \(Int(width)) x \(Int(height)) pixels")
        }

        let canvas = try Canvas(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)))
        canvas.fill(x: 0, y: 0, width: width, height: height, Palette.background)
        var y = margin
        for (index, line) in title.enumerated() {
            y +=
                2
                + canvas.write(
                    line,
                    titleFont(index),
                    x: margin,
                    y: y,
                    width: picture.width + OverlayPanel.width,
                    index == 0 ? Palette.text : Palette.quiet
                )
        }
        try canvas.draw(
            rgb: rgb(of: frame),
            width: frame.width,
            height: frame.height,
            x: margin,
            y: top,
            scale: scale
        )
        for (index, group) in drawn.enumerated() {
            outline(group.roi, number: index, on: canvas, x: margin, y: top, scale: scale, picture: picture)
        }
        panel.draw(on: canvas, x: margin + picture.width + margin, y: top)
        canvas.write(footer, .init(size: 11), x: margin, y: top + bodyHeight + margin, Palette.quiet)
        return try canvas.png()
    }

    private static func titleFont(_ line: Int) -> Canvas.Font {
        line == 0 ? .init(size: 18, isBold: true) : .init(size: 13)
    }

    private static func outline(
        _ roi: StudyResult.RegionOfInterest,
        number: Int,
        on canvas: borrowing Canvas,
        x: Double,
        y: Double,
        scale: Double,
        picture: (width: Double, height: Double)
    ) {
        guard roi.outline.count >= 6, roi.outline.count.isMultiple(of: 2), roi.outline.allSatisfy(\.isFinite) else {
            return
        }
        var points: [Double] = []
        for (index, coordinate) in roi.outline.enumerated() {
            points.append(coordinate * scale + (index.isMultiple(of: 2) ? x : y))
        }
        canvas.stroke(polygon: points, lineWidth: 5, Palette.halo)
        canvas.stroke(polygon: points, lineWidth: 2, Palette.region(number))
        let label = "\(number + 1)  \(roi.name)"
        let font = Canvas.Font(size: 14, isBold: true)
        let size = canvas.size(of: label, font)
        let left = stride(from: 0, to: points.count, by: 2).map { points[$0] }.min() ?? x
        let top = stride(from: 1, to: points.count, by: 2).map { points[$0] }.min() ?? y
        canvas.write(
            label,
            font,
            x: min(max(left + 6, x + 2), max(x + 2, x + picture.width - size.width - 4)),
            y: min(max(top + 5, y + 2), max(y + 2, y + picture.height - size.height - 2)),
            halo: 2,
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
