internal import Analysis
private import Foundation

/// The table of values beside an overlay: a card for each region.
struct OverlayPanel {
    /// Pixels.
    static let width = 400.0

    private struct Row {
        var name: String
        /// With unit; nil where the metric is not available.
        var value: String?
        /// Conditions, flags, statistics, or why there is no value.
        var notes: [String]
    }

    private let cards: [(title: String, rows: [Row])]
    private let omitted: Int

    private static let padding = 12.0
    private static let titleFont = Canvas.Font(size: 14, isBold: true)
    private static let nameFont = Canvas.Font(size: 13)
    private static let valueFont = Canvas.Font(size: 13, isBold: true)
    private static let noteFont = Canvas.Font(size: 11)

    /// - Parameters:
    ///   - groups: that are drawn.
    ///   - omitted: how many are not.
    ///   - name: of a metric's identifier.
    init(groups: [StudyResult.MeasurementGroup], omitted: Int, name: (String) -> String) {
        self.omitted = omitted
        cards = groups.enumerated().map { index, group in
            ("\(index + 1)  \(group.roi.name)", group.measurements.map { Self.row($0, name: name($0.metric)) })
        }
    }

    /// What `draw` will take.
    func height(on canvas: borrowing Canvas) -> Double { layOut(on: canvas, x: 0, y: 0, isDrawn: false) }

    /// Draws the cards from a top left corner downwards.
    func draw(on canvas: borrowing Canvas, x: Double, y: Double) {
        var top = y
        for (index, card) in cards.enumerated() {
            let height = layOut(card, on: canvas, x: x, y: top, isDrawn: false)
            canvas.fill(x: x, y: top, width: Self.width, height: height, Palette.card)
            canvas.fill(x: x, y: top, width: 4, height: height, Palette.region(index))
            top += layOut(card, on: canvas, x: x, y: top, isDrawn: true) + 10
        }
        if omitted > 0 { canvas.write(omission, Self.nameFont, x: x, y: top, Palette.quiet) }
    }

    private var omission: String { "and \(omitted) further \(omitted == 1 ? "region" : "regions")" }

    private func layOut(on canvas: borrowing Canvas, x: Double, y: Double, isDrawn: Bool) -> Double {
        var height = 0.0
        for card in cards { height += layOut(card, on: canvas, x: x, y: y + height, isDrawn: isDrawn) + 10 }
        return height + (omitted > 0 ? canvas.size(of: omission, Self.nameFont).height : 0)
    }

    /// The height of a card, drawn or only measured.
    private func layOut(
        _ card: (title: String, rows: [Row]),
        on canvas: borrowing Canvas,
        x: Double,
        y: Double,
        isDrawn: Bool
    ) -> Double {
        let left = x + 4 + Self.padding
        let inner = Self.width - 4 - 2 * Self.padding
        var top = y + Self.padding
        func put(_ text: String, _ font: Canvas.Font, x: Double, width: Double, _ colour: Canvas.Colour) -> Double {
            if isDrawn { return canvas.write(text, font, x: x, y: top, width: width, colour) }
            return canvas.size(of: text, font, width: width).height
        }
        top += put(card.title, Self.titleFont, x: left, width: inner, Palette.text) + 6
        for row in card.rows {
            let nameWidth = inner * 0.55
            let name = put(row.name, Self.nameFont, x: left, width: nameWidth, Palette.text)
            let value = put(
                row.value ?? "not available",
                row.value == nil ? Self.nameFont : Self.valueFont,
                x: left + nameWidth + 8,
                width: inner - nameWidth - 8,
                row.value == nil ? Palette.missing : Palette.text
            )
            top += max(name, value) + 1
            for note in row.notes { top += put(note, Self.noteFont, x: left, width: inner, Palette.quiet) }
            top += 6
        }
        return top + Self.padding - 6 - y
    }

    private static func row(_ measurement: StudyResult.Measurement, name: String) -> Row {
        switch measurement.answer {
        case .notAvailable(let reason):
            return Row(name: name, value: nil, notes: [reason])
        case .value(let value):
            var notes = measurement.conditions + measurement.flags
            if let count = measurement.frameCount, count > 1 {
                let range = measurement.interquartileRange.map { ", interquartile range \(short($0))" } ?? ""
                notes.insert("median of \(count) frames\(range)", at: 0)
            }
            return Row(name: name, value: short(value) + unit(measurement.unit), notes: notes)
        }
    }

    // Four figures are read at a glance; the report has them all.
    private static func short(_ number: Double) -> String { String(format: "%.4g", number) }

    // UCUM's signs for a reader: "1" is no unit, braces are an annotation.
    private static func unit(_ ucum: String) -> String {
        switch ucum {
        case "1", "": ""
        case "%": " %"
        case "[arb'U]": " arb. u."
        case "cm2": " cm²"
        case "mm2": " mm²"
        default: " " + ucum.filter { !"{}[]".contains($0) }
        }
    }
}
