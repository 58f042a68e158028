/// The colours of a bar beside the picture, in order: what says which level a colour stands for (qus.md F).
package struct ColourBar: Hashable, Sendable {
    /// Which way the bar's levels rise.
    package enum Direction: Hashable, Sendable {
        /// Its top is the plus end.
        case upwards
        /// Its right is the plus end.
        case rightwards
    }

    /// How well the rectangle is known.
    package enum Fit: Hashable, Sendable {
        /// It holds the bar and nothing else.
        case exact
        /// It may hold black around the bar and an outline of 1 or 2 pixels. What is grey at the ends is cut off, which
        /// may take a few of the darkest entries of a bar that rises from black.
        case padded
    }

    /// What the colours tell.
    package enum Kind: Hashable, Sendable {
        /// A signed quantity: there is a dark baseline within the bar, with other hues above than below.
        case velocity
        /// A quantity without a sign: power, stiffness.
        case oneSided
    }

    /// The fewest entries that can tell levels.
    package static let leastEntries = 16
    /// The most entries (law 8).
    package static let mostEntries = 2048

    /// From the minus end (bottom or left) to the plus end.
    package let entries: [RGBColour]
    /// What the colours tell.
    package let kind: Kind
    /// Where the quantity is zero, in half entries from the minus end: the middle of the dark baseline, or 0.
    package let doubledZero: Int

    /// Reads the bar inside a rectangle.
    ///
    /// An entry is the median, channel by channel, of the three pixels about the middle of a line across the bar, where
    /// chroma that bled in from the sides does not reach.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - rectangle: around the bar.
    ///   - direction: which way its levels rise.
    ///   - fit: how well the rectangle is known.
    /// - Throws: why what is inside is no colour bar.
    package init(
        rgb: [UInt8],
        width: Int,
        rectangle: PixelRectangle,
        direction: Direction = .upwards,
        fit: Fit
    ) throws(ColourBarRefusal) {
        precondition(width > 0 && rgb.count % (3 * width) == 0, "the frame has whole rows")
        guard rectangle.left >= 0, rectangle.top >= 0, rectangle.right <= width,
            rectangle.bottom <= rgb.count / (3 * width), rectangle.width > 0, rectangle.height > 0
        else { throw .outsideFrame }
        let lines = BarLines(rgb: rgb, width: width, rectangle: rectangle, direction: direction)
        guard (Self.leastEntries...Self.mostEntries).contains(lines.count) else { throw .length(pixels: lines.count) }
        var colours = (0..<lines.count).map(lines.colour)
        var kept = 0..<colours.count
        if fit == .padded {
            kept = Self.withoutPadding(colours)
            colours = Array(colours[kept])
        }
        try self.init(entries: colours)
        let uneven = kept.count { !lines.isEven($0) }
        guard 10 * uneven <= kept.count else { throw .unevenLines(percent: 100 * uneven / kept.count) }
    }

    /// A bar of known colours.
    ///
    /// - Parameter entries: from the minus end to the plus end.
    /// - Throws: why they make no colour bar.
    package init(entries: [RGBColour]) throws(ColourBarRefusal) {
        guard (Self.leastEntries...Self.mostEntries).contains(entries.count) else {
            throw .length(pixels: entries.count)
        }
        let coloured = entries.filter { $0.spread > Self.leastSpread }
        guard 2 * coloured.count >= entries.count else { throw .grey }
        guard Self.hueSectorsSpanned(by: coloured) >= Self.leastHueSectors else { throw .tooFewHues }
        guard Self.areOrdered(entries) else { throw .unordered }
        self.entries = entries
        if let baseline = Self.doubledBaseline(of: entries) {
            kind = .velocity
            doubledZero = baseline
        } else {
            kind = .oneSided
            doubledZero = 0
        }
    }

    /// Half entries from zero to the end that is farther from it: what a level of 1 stands for.
    package var doubledReach: Int { max(doubledZero, 2 * (entries.count - 1) - doubledZero) }

    /// A colour is no grey, even after JPEG, where its channels differ by more (qus.md A2).
    private static let leastSpread = 24
    /// 45 degrees: from red to yellow is 60, and a tint with noise about red takes two sectors.
    private static let leastHueSectors = 3
    /// The most pixels of an outline at an end.
    private static let outline = 2

    private static func hueSectorsSpanned(by colours: [RGBColour]) -> Int {
        var isThere = [Bool](repeating: false, count: 24)
        for colour in colours {
            if let sector = colour.hueSector { isThere[sector] = true }
        }
        var (gap, widest) = (0, 0)
        for sector in 0..<48 {
            gap = isThere[sector % 24] ? 0 : gap + 1
            widest = max(widest, gap)
        }
        return 24 - min(24, widest)
    }

    /// Whether no colour comes back after another was there: two entries within 15 of one another have none between
    /// them that is more than 40 from the first.
    private static func areOrdered(_ entries: [RGBColour]) -> Bool {
        for (index, first) in entries.enumerated() {
            var hasLeft = false
            for other in entries[(index + 1)...] {
                let distance = first.squaredDistance(to: other)
                if distance > 40 * 40 { hasLeft = true }
                if hasLeft && distance <= 15 * 15 { return false }
            }
        }
        return true
    }

    /// The middle of the dark run inside the bar, in half entries: nil where there is none, it is not dark, or the
    /// colours on its two sides are alike.
    private static func doubledBaseline(of entries: [RGBColour]) -> Int? {
        let margin = entries.count / 8
        let inner = margin..<(entries.count - margin)
        guard let darkest = inner.min(by: { entries[$0].brightness < entries[$1].brightness }) else { return nil }
        let dark = entries[darkest].brightness
        let ends = [entries[..<margin], entries[(entries.count - margin)...]].map(mean)
        guard dark <= 96, ends.allSatisfy({ $0.brightness >= dark + 64 }),
            ends[0].squaredDistance(to: ends[1]) > 60 * 60
        else { return nil }
        let isDark = { entries[$0].brightness <= dark + 8 }
        var (lower, upper) = (darkest, darkest)
        while lower > inner.lowerBound, isDark(lower - 1) { lower -= 1 }
        while upper < inner.upperBound - 1, isDark(upper + 1) { upper += 1 }
        return lower + upper
    }

    private static func mean(_ colours: ArraySlice<RGBColour>) -> RGBColour {
        let sum = colours.reduce(SIMD4<Int>.zero) { $0 &+ $1.channels } / max(1, colours.count)
        return RGBColour(red: UInt8(sum.x), green: UInt8(sum.y), blue: UInt8(sum.z))
    }

    private static func withoutPadding(_ colours: [RGBColour]) -> Range<Int> {
        let lower = padding(colours[...])
        let upper = colours.count - padding(colours.reversed()[...])
        return lower < upper ? lower..<upper : 0..<0
    }

    /// Dark grey, up to two pixels of an outline, and dark grey again.
    private static func padding(_ colours: ArraySlice<RGBColour>) -> Int {
        let isDark = { (colour: RGBColour) in colour.spread <= 8 && colour.brightness <= leastSpread }
        let inner = colours.drop(while: isDark)
        let outlined = inner.prefix(while: { $0.spread <= leastSpread && !isDark($0) }).count
        guard outlined > 0, outlined <= outline else { return colours.count - inner.count }
        return colours.count - inner.dropFirst(outlined).drop(while: isDark).count
    }
}

/// The lines across a bar, from the minus end.
private struct BarLines {
    let rgb: [UInt8]
    let width: Int
    let rectangle: PixelRectangle
    let direction: ColourBar.Direction

    var count: Int { direction == .upwards ? rectangle.height : rectangle.width }
    private var across: Int { direction == .upwards ? rectangle.width : rectangle.height }

    private func pixel(line: Int, across place: Int) -> RGBColour {
        let (x, y) =
            switch direction {
            case .upwards: (rectangle.left + place, rectangle.bottom - 1 - line)
            case .rightwards: (rectangle.left + line, rectangle.top + place)
            }
        return RGBColour(rgb.span, y * width + x)
    }

    func colour(of line: Int) -> RGBColour {
        let middle = across / 2
        let three = [max(0, middle - 1), middle, min(across - 1, middle + 1)].map { pixel(line: line, across: $0) }
        let median = { (channel: KeyPath<RGBColour, UInt8>) in three.map { $0[keyPath: channel] }.sorted()[1] }
        return RGBColour(red: median(\.red), green: median(\.green), blue: median(\.blue))
    }

    /// Whether the inner half of the line is of one colour, give or take 30.
    func isEven(_ line: Int) -> Bool {
        let own = colour(of: line)
        return (across / 4..<max(across / 4 + 1, across - across / 4)).allSatisfy {
            pixel(line: line, across: $0).squaredDistance(to: own) <= 30 * 30
        }
    }
}
