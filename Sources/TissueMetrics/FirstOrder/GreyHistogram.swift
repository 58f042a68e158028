/// How many pixels have each grey level: all that first-order statistics need. Counts are whole numbers, so that the order
/// of counting and of merging does not matter.
package struct GreyHistogram: Hashable, Sendable {
    /// Pixels of each level, from 0.
    package private(set) var counts: [Int]
    /// Pixels in all.
    package private(set) var total = 0

    /// An empty histogram.
    ///
    /// - Parameter levels: 256 or 65,536 for stored pixels; any positive number is taken.
    package init(levels: Int) {
        precondition(levels > 0, "a histogram has levels")
        counts = [Int](repeating: 0, count: levels)
    }

    /// A histogram of known counts, the first of level 0.
    package init(counts: [Int]) {
        precondition(!counts.isEmpty && counts.allSatisfy { $0 >= 0 }, "counts are not negative")
        self.counts = counts
        total = counts.reduce(0, +)
    }

    /// Counts one pixel.
    package mutating func add(level: Int) {
        counts[level] += 1
        total += 1
    }

    /// Counts a run of 8-bit pixels.
    package mutating func add(_ levels: ArraySlice<UInt8>) {
        guard levels.count >= Self.worthTables else {
            count(levels)
            return
        }
        var tables = LevelTables()
        tables.add(levels.span)
        total += tables.add(to: &counts)
    }

    /// Counts a run of pixels of up to 16 bits.
    package mutating func add(_ levels: ArraySlice<UInt16>) { count(levels) }

    /// Counts the pixels of a mask.
    ///
    /// - Parameters:
    ///   - mask: within the frame.
    ///   - frame: one level a pixel, row by row.
    ///   - width: pixels in a row.
    package mutating func add(_ mask: PixelMask, of frame: [UInt8], width: Int) {
        let levels = frame.span
        var tables = LevelTables()
        for run in mask.runs { tables.add(levels.extracting(run.pixels(width: width))) }
        total += tables.add(to: &counts)
    }

    /// Counts the pixels of a mask that are not excluded.
    ///
    /// - Parameters:
    ///   - mask: within the frame.
    ///   - frame: one level a pixel, row by row.
    ///   - width: pixels in a row.
    ///   - excluded: one byte for each pixel of the frame, 0 for those that count; empty where all do.
    package mutating func add(_ mask: PixelMask, of frame: [UInt8], width: Int, excluded: [UInt8]) {
        guard !excluded.isEmpty else {
            add(mask, of: frame, width: width)
            return
        }
        precondition(excluded.count == frame.count, "the mask of excluded pixels has the frame's size")
        let (levels, out) = (frame.span, excluded.span)
        var tables = LevelTables()
        for run in mask.runs {
            let pixels = run.pixels(width: width)
            tables.add(levels.extracting(pixels), excluded: out.extracting(pixels))
        }
        total += tables.add(to: &counts)
    }

    /// Counts the pixels of a mask.
    ///
    /// - Parameters:
    ///   - mask: within the frame.
    ///   - frame: one level of up to 16 bits a pixel, row by row.
    ///   - width: pixels in a row.
    package mutating func add(_ mask: PixelMask, of frame: [UInt16], width: Int) {
        let levels = frame.span
        var target = counts.mutableSpan
        for run in mask.runs {
            let part = levels.extracting(run.pixels(width: width))
            for index in part.indices { target[Int(part[index])] &+= 1 }
        }
        total += mask.count
    }

    /// Counts the pixels of a mask that are not excluded.
    ///
    /// - Parameters:
    ///   - mask: within the frame.
    ///   - frame: one level of up to 16 bits a pixel, row by row.
    ///   - width: pixels in a row.
    ///   - excluded: one byte for each pixel of the frame, 0 for those that count; empty where all do.
    package mutating func add(_ mask: PixelMask, of frame: [UInt16], width: Int, excluded: [UInt8]) {
        guard !excluded.isEmpty else {
            add(mask, of: frame, width: width)
            return
        }
        precondition(excluded.count == frame.count, "the mask of excluded pixels has the frame's size")
        let (levels, out) = (frame.span, excluded.span)
        var target = counts.mutableSpan
        var counted = 0
        for run in mask.runs {
            let pixels = run.pixels(width: width)
            let (part, outside) = (levels.extracting(pixels), out.extracting(pixels))
            for index in part.indices {
                let counts = outside[index] == 0 ? 1 : 0
                target[Int(part[index])] &+= counts
                counted &+= counts
            }
        }
        total += counted
    }

    /// From so many pixels on, four tables are filled faster than they are cleared and added.
    private static let worthTables = 1024

    // No 64-bit count of pixels in memory can overflow.
    private mutating func count<Level: UnsignedInteger & FixedWidthInteger>(_ levels: ArraySlice<Level>) {
        let source = levels.span
        var target = counts.mutableSpan
        for index in source.indices { target[Int(source[index])] &+= 1 }
        total += levels.count
    }

    /// Adds the counts of another histogram of as many levels.
    package mutating func merge(_ other: GreyHistogram) {
        precondition(other.counts.count == counts.count, "merged histograms have the same levels")
        for level in counts.indices { counts[level] += other.counts[level] }
        total += other.total
    }

    /// Empties the histogram, keeping its memory.
    package mutating func removeAll() {
        for level in counts.indices { counts[level] = 0 }
        total = 0
    }

    /// Pixels of one level, as a fraction of all; nil where there is none.
    package func fraction(at level: Int) -> Double? {
        guard total > 0, counts.indices.contains(level) else { return nil }
        return Double(counts[level]) / Double(total)
    }
}
