package import Analysis
package import Foundation
package import Identifiers
package import Imaging

/// A measured frame with its regions, what was left out of them, and values, for a person's eye. No patient data is written on it;
/// what the machine burned into the pixels stays.
package enum OverlayPicture {
    /// The most groups that are drawn; further ones are counted in a line.
    package static let groupLimit = 64

    /// One frame as PNG.
    ///
    /// - Parameters:
    ///   - frame: decoded, as it was measured or in colour.
    ///   - exclusions: of each pixel of the frame, the bits of TissueMetrics' `ExclusionCauses`; such pixels are shaded by cause.
    ///   - groups: of this instance.
    ///   - title: lines above the picture; without patient data.
    ///   - result: digest of the result, for the footer.
    ///   - version: of the program that measured.
    ///   - name: of a metric by its identifier, for people.
    /// - Returns: equal bytes for equal input on one machine: fonts and libraries decide the rest.
    /// - Throws: `undrawable` for a frame without pixels or a picture beyond the limit.
    package static func png(
        frame: FrameBuffer,
        exclusions: [UInt8],
        groups: [StudyResult.MeasurementGroup],
        title: [String],
        result: ContentDigest,
        version: String = SonoquantVersion.current,
        name: (String) -> String = { $0 }
    ) throws(ReportingError) -> Data {
        precondition(exclusions.count == frame.width * frame.height, "there are causes for each pixel")
        let size = try FrameScale(frame)
        let probe = try Canvas(width: 1, height: 1)
        let panel = OverlayPanel(
            groups: groups,
            limit: groupLimit,
            tallest: Double(FrameSheet.sideLimit) / 2,
            factor: size.factor,
            on: probe,
            name: name
        )
        let legend = ExclusionLegend(exclusions, of: frame, in: groups, factor: size.factor, on: probe)
        let sheet = try FrameSheet(
            size,
            .init(below: legend.size, column: (panel.width, panel.height)),
            title: title,
            result: result,
            version: version
        )
        var rgb = frame.rgb
        ExclusionShading(scale: size.scale).shade(&rgb, exclusions: exclusions, width: frame.width)
        try sheet.draw(rgb: rgb, of: frame)
        for (index, group) in groups.prefix(panel.drawn).enumerated() where group.compared == nil {
            outline(group.roi, number: index, on: sheet)
        }
        panel.draw(on: sheet.canvas, x: sheet.columnX, y: sheet.y)
        try legend.draw(on: sheet.canvas, x: sheet.x, y: sheet.belowY)
        return try sheet.png()
    }

    private static func outline(_ roi: StudyResult.RegionOfInterest, number: Int, on sheet: borrowing FrameSheet) {
        guard let outline = roi.finiteOutline else { return }
        let (size, factor) = (sheet.size, sheet.size.factor)
        var points: [Double] = []
        for (index, coordinate) in outline.enumerated() {
            points.append(coordinate * size.scale + (index.isMultiple(of: 2) ? sheet.x : sheet.y))
        }
        sheet.canvas.stroke(polygon: points, lineWidth: 5 * factor, Palette.halo)
        sheet.canvas.stroke(polygon: points, lineWidth: 2 * factor, Palette.region(number))
        let label = "\(number + 1)  \(roi.name)"
        let font = Canvas.Font(size: 14 * factor, isBold: true)
        let text = sheet.canvas.size(of: label, font)
        let gap = 6 * factor
        let left = stride(from: 0, to: points.count, by: 2).map { points[$0] }.min() ?? sheet.x
        let top = stride(from: 1, to: points.count, by: 2).map { points[$0] }.min() ?? sheet.y
        sheet.canvas.write(
            label,
            font,
            x: sheet.x + min(max(left - sheet.x + gap, 2), max(2, size.width - text.width - gap)),
            y: sheet.y + min(max(top - sheet.y + gap, 2), max(2, size.height - text.height - 2)),
            halo: 2 * factor,
            Palette.region(number)
        )
    }
}
