/// The pixels of an outline, as runs within rows: memory grows with rows, not with pixels.
///
/// A pixel belongs to it where its centre is inside by the even-odd rule. A centre on an edge counts for the side to the
/// right of the edge or below it, so that two outlines with a common edge share no pixel and lose none.
package struct PixelMask: Hashable, Sendable {
    /// Adjoining pixels of one row.
    package struct Run: Hashable, Sendable {
        /// From 0, at the image's top.
        package var row: Int
        /// From 0, at the image's left edge; not empty.
        package var columns: Range<Int>

        package init(row: Int, columns: Range<Int>) {
            self.row = row
            self.columns = columns
        }

        /// The indices of its pixels in a frame that is stored row by row.
        ///
        /// - Parameter width: pixels in a row of the frame.
        /// - Returns: as many as its columns.
        package func pixels(width: Int) -> Range<Int> {
            (row * width + columns.lowerBound)..<(row * width + columns.upperBound)
        }
    }

    /// From the top, then from the left.
    package let runs: [Run]
    /// Pixels in all.
    package let count: Int

    /// The pixels of an outline within bounds.
    package init(_ outline: RegionOutline, within bounds: PixelRectangle) {
        var runs: [Run] = []
        for row in bounds.top..<bounds.bottom {
            let crossings = Self.crossings(of: outline.points, at: Double(row) + 0.5)
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let first = Self.firstColumn(from: crossings[pair], within: bounds)
                let end = Self.firstColumn(from: crossings[pair + 1], within: bounds)
                if first < end { runs.append(Run(row: row, columns: first..<end)) }
            }
        }
        self.runs = runs
        count = runs.reduce(0) { $0 + $1.columns.count }
    }

    /// The pixels of known runs.
    ///
    /// - Parameter runs: from the top, then from the left, without overlap.
    package init(runs: [Run]) {
        self.runs = runs
        count = runs.reduce(0) { $0 + $1.columns.count }
    }

    /// Whether a pixel is of both.
    package func overlaps(_ other: PixelMask) -> Bool {
        var (own, theirs) = (0, 0)
        while own < runs.count, theirs < other.runs.count {
            let (run, their) = (runs[own], other.runs[theirs])
            if run.row == their.row, run.columns.overlaps(their.columns) { return true }
            if (run.row, run.columns.upperBound) < (their.row, their.columns.upperBound) {
                own += 1
            } else {
                theirs += 1
            }
        }
        return false
    }

    private static func crossings(of points: [ImagePoint], at y: Double) -> [Double] {
        guard var previous = points.last else { return [] }
        var crossings: [Double] = []
        for point in points {
            if (previous.y <= y) != (point.y <= y) {
                crossings.append(previous.x + (point.x - previous.x) * ((y - previous.y) / (point.y - previous.y)))
            }
            previous = point
        }
        return crossings.sorted()
    }

    /// The first column whose centre is not left of `x`, kept within the bounds before it becomes a whole number.
    private static func firstColumn(from x: Double, within bounds: PixelRectangle) -> Int {
        let column = (x - 0.5).rounded(.up)
        return Int(min(max(column, Double(bounds.left)), Double(bounds.right)))
    }
}
