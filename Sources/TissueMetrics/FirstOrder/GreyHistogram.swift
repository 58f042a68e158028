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
    package mutating func add(_ levels: ArraySlice<UInt8>) { count(levels) }

    /// Counts a run of pixels of up to 16 bits.
    package mutating func add(_ levels: ArraySlice<UInt16>) { count(levels) }

    // Generic within the module only: called from another one, it would not be specialised, and take ten times as long.
    private mutating func count<Level: UnsignedInteger & FixedWidthInteger>(_ levels: ArraySlice<Level>) {
        for level in levels { counts[Int(level)] += 1 }
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
