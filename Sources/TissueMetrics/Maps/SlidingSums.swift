/// Sums of two whole-number tables over a square window about each pixel of a patch, kept as running sums of columns: the time
/// per pixel does not depend on the window's size, and since whole numbers are added and taken away nothing drifts.
struct SlidingSums {
    /// What a grey level adds.
    struct Entry {
        /// To the first sum; below 2^48.
        var first: UInt64 = 0
        /// To the second sum; below 2^48.
        var second: UInt64 = 0
        /// To the number of pixels: 1, or 0 where the level is left out.
        var pixels: UInt32 = 0
        /// To the number of clipped pixels.
        var clipped: UInt32 = 0
    }

    /// Sums over one window: it has at most 255² pixels, so that no sum reaches 2^64.
    struct Sums {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var pixels: UInt32 = 0
        var clipped: UInt32 = 0

        // What is taken away was added before, and a window's sums are bounded, so that neither overflows.
        mutating func add(_ entry: Entry) {
            first &+= entry.first
            second &+= entry.second
            pixels &+= entry.pixels
            clipped &+= entry.clipped
        }

        mutating func take(_ entry: Entry) {
            first &-= entry.first
            second &-= entry.second
            pixels &-= entry.pixels
            clipped &-= entry.clipped
        }

        mutating func add(_ other: Sums) {
            first &+= other.first
            second &+= other.second
            pixels &+= other.pixels
            clipped &+= other.clipped
        }

        mutating func take(_ other: Sums) {
            first &-= other.first
            second &-= other.second
            pixels &-= other.pixels
            clipped &-= other.clipped
        }
    }

    /// Calls for each included pixel with the sums over its window, as far as that lies in the patch.
    ///
    /// - Parameters:
    ///   - patch: the pixels.
    ///   - entries: what each grey level adds; levels above take the last.
    ///   - half: pixels from the centre of the window to its side, at most 127.
    ///   - body: takes the pixel's index in the patch and the sums.
    static func forEach(in patch: GreyPatch, entries: [Entry], half: Int, _ body: (Int, Sums) -> Void) {
        precondition((0...127).contains(half), "sums of a window fit")
        let (width, height) = (patch.width, patch.height)
        guard patch.count > 0 else { return }
        let (levels, included, table) = (patch.levels.span, patch.included.span, entries.span)
        let top = UInt16(entries.count - 1)
        var columns = [Sums](repeating: Sums(), count: width)
        for row in 0..<min(half, height) {
            for column in 0..<width where included[row * width + column] != 0 {
                columns[column].add(table[Int(min(levels[row * width + column], top))])
            }
        }
        for row in 0..<height {
            if row + half < height {
                let start = (row + half) * width
                for column in 0..<width where included[start + column] != 0 {
                    columns[column].add(table[Int(min(levels[start + column], top))])
                }
            }
            if row > half {
                let start = (row - half - 1) * width
                for column in 0..<width where included[start + column] != 0 {
                    columns[column].take(table[Int(min(levels[start + column], top))])
                }
            }
            var window = Sums()
            for column in 0..<min(half, width) { window.add(columns[column]) }
            for column in 0..<width {
                if column + half < width { window.add(columns[column + half]) }
                if column > half { window.take(columns[column - half - 1]) }
                if included[row * width + column] != 0 { body(row * width + column, window) }
            }
        }
    }
}
