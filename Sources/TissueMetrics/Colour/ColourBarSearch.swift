/// The search for an upright colour bar beside the picture: a narrow strip of ordered hues outside of the colour box
/// (qus.md F). It is for frames that name no region of data type 000E (colour bar), and says why it took a strip or
/// none.
package struct ColourBarSearch: Hashable, Sendable {
    /// A narrow upright strip of colour.
    package struct Candidate: Hashable, Sendable {
        /// Where it is.
        package let rectangle: PixelRectangle
        /// Why it is no colour bar; nil where it is one.
        package let refusal: ColourBarRefusal?
    }

    /// What was found.
    package enum Outcome: Hashable, Sendable {
        /// The only strip that is a colour bar.
        case found(ColourBar, PixelRectangle)
        /// None was taken, and why, as a clause for a reader.
        case refused(String)
    }

    /// All strips that were looked at, from the left, then from the top.
    package let candidates: [Candidate]
    /// What was found.
    package let outcome: Outcome

    /// Pixels across a bar.
    package static let widths = 3...48
    /// The fewest pixels from its top to its bottom.
    package static let leastHeight = 32
    /// A bar is at least so many times as high as wide.
    package static let leastSlenderness = 3

    /// Searches a frame.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - box: the colour box, where colours are flow; nil where it is unknown.
    package init(rgb: [UInt8], width: Int, outside box: PixelRectangle?) {
        precondition(width > 0 && rgb.count % (3 * width) == 0, "the frame has whole rows")
        let frame = ColourColumns(rgb: rgb, width: width, box: box)
        var candidates: [Candidate] = []
        var bars: [(ColourBar, PixelRectangle)] = []
        for strip in frame.strips() {
            let rectangle = frame.extended(strip)
            do throws(ColourBarRefusal) {
                bars.append((try ColourBar(rgb: rgb, width: width, rectangle: rectangle, fit: .exact), rectangle))
                candidates.append(Candidate(rectangle: rectangle, refusal: nil))
            } catch {
                candidates.append(Candidate(rectangle: rectangle, refusal: error))
            }
        }
        self.candidates = candidates
        outcome =
            switch (bars.count, candidates.first?.refusal) {
            case (1, _): .found(bars[0].0, bars[0].1)
            case (0, nil): .refused("no narrow upright strip of colour outside of the colour box")
            case (0, let refusal?):
                .refused("no strip is a colour bar; of the \(candidates.count), the first: \(refusal.reason)")
            default: .refused("\(bars.count) strips look like colour bars: name the one to use")
            }
    }
}

/// The upright runs of colour in each column of a frame.
private struct ColourColumns {
    let rgb: [UInt8]
    let width: Int
    let box: PixelRectangle?
    private var height: Int { rgb.count / 3 / width }

    init(rgb: [UInt8], width: Int, box: PixelRectangle?) {
        self.rgb = rgb
        self.width = width
        self.box = box
    }

    /// A colour is no grey, even after JPEG (qus.md A2).
    private static let leastSpread = 24

    /// Rectangles of adjoining columns whose runs start and end within 3 pixels of the first one's.
    func strips() -> [PixelRectangle] {
        var open: [PixelRectangle] = []
        var closed: [PixelRectangle] = []
        for column in 0..<width {
            for run in runs(in: column) {
                let match = open.firstIndex {
                    $0.right == column && abs($0.top - run.lowerBound) <= 3 && abs($0.bottom - run.upperBound) <= 3
                }
                if let match {
                    open[match].right = column + 1
                } else {
                    open.append(
                        PixelRectangle(left: column, top: run.lowerBound, right: column + 1, bottom: run.upperBound)
                    )
                }
            }
            closed += open.filter { $0.right <= column }
            open.removeAll { $0.right <= column }
        }
        return (closed + open)
            .filter {
                ColourBarSearch.widths.contains($0.width)
                    && $0.height >= ColourBarSearch.leastSlenderness * $0.width
            }
            .sorted { ($0.left, $0.top, $0.right, $0.bottom) < ($1.left, $1.top, $1.right, $1.bottom) }
    }

    /// Coloured rows of a column. Without colour for at most a quarter of the run is a bar's dark baseline.
    private func runs(in column: Int) -> [Range<Int>] {
        let pixels = rgb.span
        var pieces: [Range<Int>] = []
        for row in 0..<height {
            if let box, (box.left..<box.right).contains(column), (box.top..<box.bottom).contains(row) { continue }
            guard RGBColour(pixels, row * width + column).spread > Self.leastSpread else { continue }
            if let last = pieces.last, last.upperBound == row {
                pieces[pieces.count - 1] = last.lowerBound..<(row + 1)
            } else {
                pieces.append(row..<(row + 1))
            }
        }
        var runs: [Range<Int>] = []
        for piece in pieces {
            if let last = runs.last, 4 * (piece.lowerBound - last.upperBound) <= piece.upperBound - last.lowerBound,
                isDark(last.upperBound..<piece.lowerBound, in: column)
            {
                runs[runs.count - 1] = last.lowerBound..<piece.upperBound
            } else {
                runs.append(piece)
            }
        }
        return runs.filter { $0.count >= ColourBarSearch.leastHeight }
    }

    private func isDark(_ rows: Range<Int>, in column: Int) -> Bool {
        rows.allSatisfy { RGBColour(rgb.span, $0 * width + column).brightness <= 64 }
    }

    /// With the faint ends of a bar that rises from black: on, while colour fades and is still there.
    func extended(_ strip: PixelRectangle) -> PixelRectangle {
        var strip = strip
        let column = (strip.left + strip.right) / 2
        let fades = { (row: Int, from: Int) -> Bool in
            guard (0..<height).contains(row) else { return false }
            let (here, before) = (pixel(column, row), pixel(column, from))
            return here.spread > 4 && here.brightness <= before.brightness
                && here.squaredDistance(to: before) <= 24 * 24
        }
        while fades(strip.top - 1, strip.top) { strip.top -= 1 }
        while fades(strip.bottom, strip.bottom - 1) { strip.bottom += 1 }
        return strip
    }

    private func pixel(_ column: Int, _ row: Int) -> RGBColour { RGBColour(rgb.span, row * width + column) }
}
