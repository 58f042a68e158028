internal import Analysis

/// The table of values beside an overlay: a card for each region.
struct OverlayPanel {
    /// The regions that have a card. Those behind them are counted in a line.
    let drawn: Int
    /// Pixels.
    let width: Double
    /// Pixels.
    let height: Double

    private let cards: [(card: OverlayCard, bar: Canvas.Colour)]
    private let omission: String?
    private let style: Style

    /// Lengths of a panel, which grow with the picture.
    private struct Style {
        let factor: Double

        var cardWidth: Double { 400 * factor }
        var padding: Double { 12 * factor }
        var bar: Double { 4 * factor }
        var gap: Double { 10 * factor }
        var title: Canvas.Font { .init(size: 14 * factor, isBold: true) }
        var name: Canvas.Font { .init(size: 13 * factor) }
        var value: Canvas.Font { .init(size: 13 * factor, isBold: true) }
        var note: Canvas.Font { .init(size: 11 * factor) }
    }

    /// - Parameters:
    ///   - groups: of the picture.
    ///   - limit: the most cards.
    ///   - tallest: pixels that there are for them; at least one card is drawn.
    ///   - factor: how much larger than usual everything is.
    ///   - canvas: any, to measure text on.
    ///   - name: of a metric's identifier.
    init(
        groups: [StudyResult.MeasurementGroup],
        limit: Int,
        tallest: Double,
        factor: Double,
        on canvas: borrowing Canvas,
        name: (String) -> String
    ) {
        style = Style(factor: factor)
        let line = canvas.size(of: "and", style.name).height
        var cards: [(card: OverlayCard, bar: Canvas.Colour)] = []
        var height = 0.0
        for (index, group) in groups.prefix(limit).enumerated() {
            let card = OverlayCard(group, number: index, among: groups, name: name)
            let added = Self.layOut(card, style, on: canvas, x: 0, y: 0, isDrawn: false) + style.gap
            guard cards.isEmpty || height + added + line <= tallest else { break }
            // A comparison has no outline whose colour it could share.
            cards.append((card, group.compared == nil ? Palette.region(index) : Palette.quiet))
            height += added
        }
        let omitted = groups.count - cards.count
        omission = omitted > 0 ? "and \(omitted) further \(omitted == 1 ? "region" : "regions")" : nil
        drawn = cards.count
        width = style.cardWidth
        self.height = height + (omitted > 0 ? line : 0)
        self.cards = cards
    }

    /// Draws the cards from a top left corner downwards.
    func draw(on canvas: borrowing Canvas, x: Double, y: Double) {
        var top = y
        for (card, bar) in cards {
            let height = Self.layOut(card, style, on: canvas, x: x, y: top, isDrawn: false)
            canvas.fill(x: x, y: top, width: width, height: height, Palette.card)
            canvas.fill(x: x, y: top, width: style.bar, height: height, bar)
            top += Self.layOut(card, style, on: canvas, x: x, y: top, isDrawn: true) + style.gap
        }
        if let omission { canvas.write(omission, style.name, x: x, y: top, Palette.quiet) }
    }

    /// The height of a card, drawn or only measured.
    private static func layOut(
        _ card: OverlayCard,
        _ style: Style,
        on canvas: borrowing Canvas,
        x: Double,
        y: Double,
        isDrawn: Bool
    ) -> Double {
        let left = x + style.bar + style.padding
        let inner = style.cardWidth - style.bar - 2 * style.padding
        let nameWidth = inner * 0.55
        var top = y + style.padding
        func put(_ text: String, _ font: Canvas.Font, x: Double, width: Double, _ colour: Canvas.Colour) -> Double {
            if isDrawn { return canvas.write(text, font, x: x, y: top, width: width, colour) }
            return canvas.size(of: text, font, width: width).height
        }
        top += put(card.title, style.title, x: left, width: inner, Palette.text) + style.gap / 2
        for line in card.origin {
            top += put(line, style.note, x: left, width: inner, Palette.quiet) + style.gap / 2
        }
        for row in card.rows {
            let name = put(row.name, style.name, x: left, width: nameWidth, Palette.text)
            let value = put(
                (row.value ?? "not available") + (row.marks.isEmpty ? "" : " " + row.marks),
                row.value == nil ? style.name : style.value,
                x: left + nameWidth + style.gap,
                width: inner - nameWidth - style.gap,
                row.value == nil ? Palette.missing : Palette.text
            )
            top += max(name, value)
            for note in row.notes { top += put(note, style.note, x: left, width: inner, Palette.quiet) }
            top += style.gap / 2
        }
        if let omission = card.omission {
            top += put(omission, style.name, x: left, width: inner, Palette.quiet) + style.gap / 2
        }
        for note in card.sharedNotes { top += put(note, style.note, x: left, width: inner, Palette.quiet) }
        return top + style.padding - (card.sharedNotes.isEmpty ? style.gap / 2 : 0) - y
    }
}
