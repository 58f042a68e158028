internal import Analysis
internal import Imaging
internal import TissueMetrics

/// What stands below a frame with shaded pixels: the look of each cause and its share of the outlined pixels.
struct ExclusionLegend {
    /// Pixels of the canvas; both 0 where nothing was left out.
    let size: (width: Double, height: Double)

    private let heading: String
    private let rows: [(look: ExclusionShading.Look, share: String)]
    private let factor: Double

    /// - Parameters:
    ///   - exclusions: of each pixel of the frame, the bits of `ExclusionCauses`.
    ///   - frame: the frame.
    ///   - groups: of the instance; what their outlines hold is the whole that shares are of, or the frame without them.
    ///   - factor: how much larger than usual everything is.
    ///   - canvas: any, to measure text on.
    init(
        _ exclusions: [UInt8],
        of frame: FrameBuffer,
        in groups: [StudyResult.MeasurementGroup],
        factor: Double,
        on canvas: borrowing Canvas
    ) {
        let present = exclusions.reduce(0) { $0 | $1 }
        let looks = ExclusionShading.looks.filter { present & $0.cause.rawValue != 0 }
        let outlines = groups.flatMap { $0.compared ?? [$0.roi] }.compactMap(\.finiteOutline)
        let outlined = Self.pixels(of: outlines, width: frame.width, height: frame.height)
        var counts = ExclusionCounts()
        counts.add(outlined, of: exclusions, width: frame.width)
        rows = looks.map { look in
            (look, PrintedNumber.share(counts.pixels(for: look.cause), of: counts.pixels))
        }
        let left = PrintedNumber.share(counts.pixels - counts.included, of: counts.pixels)
        heading = "Left out of this frame's \(outlines.isEmpty ? "pixels" : "outlined pixels"): \(left)"
        self.factor = factor
        if looks.isEmpty {
            size = (0, 0)
        } else {
            let heading = canvas.size(of: heading, Self.headingFont(factor))
            let texts = rows.map { canvas.size(of: Self.text($0), Self.font(factor)).width }
            let widest = max(heading.width, Self.textLeft(factor) + (texts.max() ?? 0))
            size = (widest, heading.height + Double(rows.count) * Self.lineHeight(factor) + 6 * factor)
        }
    }

    /// Draws it from a top left corner downwards.
    func draw(on canvas: borrowing Canvas, x: Double, y: Double) throws(ReportingError) {
        guard !rows.isEmpty else { return }
        var top = y + canvas.write(heading, Self.headingFont(factor), x: x, y: y, Palette.text) + 6 * factor
        for row in rows {
            let (width, height) = (Int(28 * factor), Int(14 * factor))
            let swatch = ExclusionShading(scale: 1 / factor).swatch(row.look, width: width, height: height)
            try canvas.draw(rgb: swatch, width: width, height: height, x: x.rounded(), y: top.rounded(), scale: 1)
            canvas.write(Self.text(row), Self.font(factor), x: x + Self.textLeft(factor), y: top, Palette.quiet)
            top += Self.lineHeight(factor)
        }
    }

    private static func text(_ row: (look: ExclusionShading.Look, share: String)) -> String {
        "\(row.look.name): \(row.share)"
    }

    private static func headingFont(_ factor: Double) -> Canvas.Font { .init(size: 13 * factor, isBold: true) }
    private static func font(_ factor: Double) -> Canvas.Font { .init(size: 12 * factor) }
    private static func textLeft(_ factor: Double) -> Double { 38 * factor }
    private static func lineHeight(_ factor: Double) -> Double { 20 * factor }

    /// The pixels within any of the outlines, each once; all of the frame without an outline.
    private static func pixels(of outlines: [[Double]], width: Int, height: Int) -> PixelMask {
        let frame = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
        guard !outlines.isEmpty else { return PixelMask(RegionOutline(frame), within: frame) }
        var isInside = [Bool](repeating: false, count: width * height)
        for outline in outlines {
            let corners = stride(from: 0, to: outline.count, by: 2).map {
                ImagePoint(x: outline[$0], y: outline[$0 + 1])
            }
            for run in PixelMask(RegionOutline(corners), within: frame).runs {
                for pixel in run.pixels(width: width) { isInside[pixel] = true }
            }
        }
        let runs = isInside.indices.filter { isInside[$0] }.map { pixel in
            PixelMask.Run(row: pixel / width, columns: (pixel % width)..<(pixel % width + 1))
        }
        return PixelMask(runs: runs)
    }
}

extension StudyResult.RegionOfInterest {
    /// The outline where it is one that can be drawn.
    var finiteOutline: [Double]? {
        outline.count >= 6 && outline.count.isMultiple(of: 2) && outline.allSatisfy(\.isFinite) ? outline : nil
    }
}
