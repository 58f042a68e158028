/// Which pixels are coloured by what is drawn over the picture rather than by flow: the colour bar, the outline of the
/// colour box, text (qus.md F). It works on the output of `ColourMask`; its memory is reused from frame to frame.
///
/// A drawing is thin, 8-connected, and of one colour; flow varies. A thin vessel of one vivid colour can't be told from
/// text, and is left out too. What is drawn in grey or white is found by `InstanceExclusions`.
package struct DrawnColour: Sendable {
    /// What makes a drawing.
    package struct Rule: Hashable, Sendable {
        /// The most pixels across a stroke, at half of its colour's spread.
        package var strokePixels = 3
        /// How far in RGB nine tenths of a drawing's pixels are at most from its median colour.
        package var colourTolerance = 40
        /// From this extent (the longer side of the rectangle around it) a stroke is an outline.
        package var outlinePixels = 32
        /// A smaller one is text where its colour's spread is at least this.
        package var textSpread = 160
        /// The shortest text, as the longer side of the rectangle around it.
        package var textPixels = 5
        /// How far around drawings and bars colour bleeds, pixels.
        package var bleedPixels = 2

        package init() {}
    }

    /// Of each pixel of the frame: 1 where it is left out, else 0.
    package private(set) var excluded: [UInt8] = []
    private var thin: [UInt8] = []
    private var spreads: [UInt8] = []
    private var component: [Int] = []
    /// Of a component, the pixels of each level of red, then of green and of blue.
    private var levelCounts: [Int] = []

    package init() {}

    /// Marks what is drawn on a frame.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - colour: the judgement of the frame.
    ///   - bars: where colour bars are; the part outside of the frame is ignored.
    ///   - causes: of each pixel, the bits of `ExclusionCauses`: what is drawn in grey, or lies outside of the sector, is
    ///     left out as well where it is not flow; empty where that is not known.
    ///   - rule: what makes a drawing.
    package mutating func mark(
        rgb: [UInt8],
        width: Int,
        colour: ColourMask,
        bars: [PixelRectangle],
        causes: [UInt8] = [],
        rule: Rule = Rule()
    ) {
        let count = colour.pixels.count
        precondition(width > 0 && rgb.count == 3 * count && count % width == 0, "the judgement is of this frame")
        precondition(causes.isEmpty || causes.count == count, "there is a judgement of each pixel")
        Self.clear(&excluded, count: count)
        Self.clear(&thin, count: count)
        if !causes.isEmpty { exclude(causes.span, colour.pixels.span) }
        for bar in bars { exclude(bar, margin: rule.bleedPixels, width: width) }
        spreads.removeAll(keepingCapacity: true)
        let pixels = rgb.span
        for index in 0..<count { spreads.append(UInt8(RGBColour(pixels, index).spread)) }
        Self.markThin(&thin, spreads, colour.pixels.span, width: width, most: rule.strokePixels)
        for start in 0..<count where thin[start] == 1 {
            collect(from: start, width: width)
            guard isDrawing(rgb.span, width: width, rule: rule) else { continue }
            for index in component {
                let (x, y) = (index % width, index / width)
                let pixel = PixelRectangle(left: x, top: y, right: x + 1, bottom: y + 1)
                exclude(pixel, margin: rule.bleedPixels, width: width)
            }
        }
    }

    private static func clear(_ plane: inout [UInt8], count: Int) {
        if plane.count != count { plane = [UInt8](repeating: 0, count: count) }
        for index in plane.indices { plane[index] = 0 }
    }

    private mutating func exclude(_ causes: Span<UInt8>, _ kinds: Span<ColourMask.Kind>) {
        let noTissue: ExclusionCauses = [.graphics, .outsideSector]
        for index in excluded.indices where causes[index] & noTissue.rawValue != 0 {
            excluded[index] = kinds[index].contains(.patch) ? 0 : 1
        }
    }

    private mutating func exclude(_ rectangle: PixelRectangle, margin: Int, width: Int) {
        let height = excluded.count / width
        let (left, right) = (max(0, rectangle.left - margin), min(width, rectangle.right + margin))
        let (top, bottom) = (max(0, rectangle.top - margin), min(height, rectangle.bottom + margin))
        guard left < right, top < bottom else { return }
        for row in top..<bottom {
            for index in (row * width + left)..<(row * width + right) { excluded[index] = 1 }
        }
    }

    /// Marks pixels of which the colour's spread falls below half on both sides along a row, a column or a diagonal,
    /// within the width of a stroke.
    private static func markThin(
        _ thin: inout [UInt8],
        _ levels: [UInt8],
        _ kinds: Span<ColourMask.Kind>,
        width: Int,
        most: Int
    ) {
        let (height, spreads) = (kinds.count / width, levels.span)
        for index in 0..<kinds.count where kinds[index].contains(.coloured) {
            let (x, y) = (index % width, index / width)
            var isThin = false
            for direction in 0..<4 where !isThin {
                let (dx, dy) = (direction == 1 ? 0 : 1, direction == 0 ? 0 : direction == 3 ? -1 : 1)
                // How far the frame goes on in the direction, and the other way.
                let right = dx == 0 ? Int.max : width - 1 - x
                let left = dx == 0 ? Int.max : x
                let down = dy == 0 ? Int.max : dy > 0 ? height - 1 - y : y
                let up = dy == 0 ? Int.max : dy > 0 ? y : height - 1 - y
                let step = dy * width + dx
                let ahead = Self.reach(spreads, index, step: step, room: min(right, down), most: most)
                guard ahead < most else { continue }
                isThin = ahead + 1 + Self.reach(spreads, index, step: -step, room: min(left, up), most: most) <= most
            }
            thin[index] = isThin ? 1 : 0
        }
    }

    /// How many pixels from one in a direction keep half of its colour's spread, before two that don't: within flow a
    /// vivid pixel often has a pale neighbour.
    private static func reach(_ spreads: Span<UInt8>, _ index: Int, step: Int, room: Int, most: Int) -> Int {
        let own = Int(spreads[index])
        var (reached, pale, place) = (0, 0, index)
        for _ in 0..<min(room, most + 2) {
            place += step
            if 2 * Int(spreads[place]) < own {
                pale += 1
                if pale == 2 { return reached }
            } else {
                reached += 1 + pale
                pale = 0
                if reached >= most { return most }
            }
        }
        return reached
    }

    /// Takes an 8-connected component off the thin pixels.
    private mutating func collect(from start: Int, width: Int) {
        component.removeAll(keepingCapacity: true)
        component.append(start)
        thin[start] = 0
        let height = thin.count / width
        var next = 0
        while next < component.count {
            let (x, y) = (component[next] % width, component[next] / width)
            next += 1
            for row in max(0, y - 1)...min(height - 1, y + 1) {
                for column in max(0, x - 1)...min(width - 1, x + 1) where thin[row * width + column] == 1 {
                    thin[row * width + column] = 0
                    component.append(row * width + column)
                }
            }
        }
    }

    private mutating func isDrawing(_ rgb: Span<UInt8>, width: Int, rule: Rule) -> Bool {
        var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
        for index in component {
            (left, right) = (min(left, index % width), max(right, index % width))
            (top, bottom) = (min(top, index / width), max(bottom, index / width))
        }
        let extent = max(right - left, bottom - top) + 1
        guard extent >= min(rule.textPixels, rule.outlinePixels) else { return false }
        levelCounts.removeAll(keepingCapacity: true)
        for _ in 0..<(3 * Self.levels) { levelCounts.append(0) }
        for index in component {
            for channel in 0..<3 { levelCounts[Self.levels * channel + Int(rgb[3 * index + channel])] += 1 }
        }
        let median = RGBColour(red: medianLevel(of: 0), green: medianLevel(of: 1), blue: medianLevel(of: 2))
        let isText = extent >= rule.textPixels && median.spread >= rule.textSpread
        guard extent >= rule.outlinePixels || isText else { return false }
        let near = component.count {
            RGBColour(rgb, $0).squaredDistance(to: median) <= rule.colourTolerance * rule.colourTolerance
        }
        return 10 * near >= 9 * component.count
    }

    private static let levels = 256

    /// Of the component's pixels, by channel.
    private func medianLevel(of channel: Int) -> UInt8 {
        var passed = 0
        for level in 0..<UInt8.max {
            passed += levelCounts[Self.levels * channel + Int(level)]
            if 2 * passed >= component.count { return level }
        }
        return .max
    }
}
