private import Foundation
internal import TissueMetrics

/// The column beside a map: its name and unit, the colour bar with its numbers, and what a reader must know of the values.
struct MapColourBar {
    let scale: MapScale
    /// Pixels of the canvas.
    var width: Double { 300 * factor }

    private let heading: String
    private let notes: [String]
    private let factor: Double
    private let barHeight: Double

    /// Nil for a map without values.
    init?(_ map: ParametricMap, _ caption: MapPicture.Caption, size: FrameScale) {
        guard let range = map.range else { return nil }
        scale = MapScale(zip(map.values, map.valid).compactMap { $1 == 0 ? nil : $0 })
        let unit = PrintedNumber.unit(caption.unit)
        heading = caption.metric + (unit.isEmpty ? " (no unit)" : "," + unit)
        var notes = ["Uncalibrated: compare within this image only."]
        let window = map.windowPixels
        var side = "Each pixel is of a window of \(window) × \(window) pixels"
        if let pixel = caption.pixelMillimetres {
            let (x, y) = (Double(window) * pixel.x, Double(window) * pixel.y)
            side += String(format: " (%.1f × %.1f mm)", x, y)
        }
        notes.append(side + ": neighbours share most of their pixels.")
        let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
        var span = "Values from \(PrintedNumber.short(low)) to \(PrintedNumber.short(high))"
        if low < scale.least || high > scale.greatest { span += "; those beyond the scale have its end's colour" }
        notes.append(span + ".")
        notes.append("Where the image is grey there is no value.")
        self.notes = notes
        factor = size.factor
        barHeight = min(max(size.height * 0.55, 160 * size.factor), 400 * size.factor).rounded()
    }

    /// Pixels of the canvas.
    func height(on canvas: borrowing Canvas) -> Double {
        let notesHeight = notes.reduce(0.0) { $0 + canvas.size(of: $1, noteFont, width: width).height + gap }
        return headingHeight(on: canvas) + barHeight + 2 * gap + notesHeight
    }

    /// Draws it from a top left corner downwards.
    func draw(on canvas: borrowing Canvas, x: Double, y: Double) throws(ReportingError) {
        canvas.write(heading, headingFont, x: x, y: y, width: width, Palette.text)
        let top = (y + headingHeight(on: canvas)).rounded()
        let (columns, rows) = (Int(28 * factor), Int(barHeight))
        var rgb: [UInt8] = []
        rgb.reserveCapacity(3 * columns * rows)
        for row in 0..<rows {
            let colour = ColourMap.colour(at: 1 - (Double(row) + 0.5) / Double(rows))
            for _ in 0..<columns { rgb.append(contentsOf: [colour.red, colour.green, colour.blue]) }
        }
        try canvas.draw(rgb: rgb, width: columns, height: rows, x: x.rounded(), y: top, scale: 1)
        for tick in scale.ticks {
            let place = top + Double(rows) * (1 - scale.place(of: tick))
            canvas.fill(x: x + Double(columns), y: place - factor / 2, width: 6 * factor, height: factor, Palette.text)
            let label = scale.label(tick)
            let height = canvas.size(of: label, labelFont).height
            canvas.write(label, labelFont, x: x + Double(columns) + gap, y: place - height / 2, Palette.text)
        }
        var line = top + Double(rows) + 2 * gap
        for (index, note) in notes.enumerated() {
            let colour = index == 0 ? Palette.missing : Palette.quiet
            line += canvas.write(note, noteFont, x: x, y: line, width: width, colour) + gap
        }
    }

    private var gap: Double { 10 * factor }
    private var headingFont: Canvas.Font { .init(size: 14 * factor, isBold: true) }
    private var labelFont: Canvas.Font { .init(size: 12 * factor) }
    private var noteFont: Canvas.Font { .init(size: 12 * factor) }

    private func headingHeight(on canvas: borrowing Canvas) -> Double {
        canvas.size(of: heading, headingFont, width: width).height + 1.5 * gap
    }
}
