/// A region of interest whose grey levels have been discretised (IBSI reference manual, section 2.7), as the texture families
/// take it: 0 outside of the region, and 1 to `levelCount` within. Its memory is reused from frame to frame.
package struct DiscretisedPatch: Sendable {
    /// The most bins (law 8).
    package static let mostLevels = 1024

    /// Pixels in a row.
    package internal(set) var width = 0
    /// Rows.
    package internal(set) var height = 0
    /// Row by row without padding: the bin, or 0 for a pixel that is not included.
    package internal(set) var levels: [UInt16] = []
    /// Ng: the greatest bin that a pixel may have.
    package internal(set) var levelCount = 0
    /// Pixels that are not 0.
    package internal(set) var pixelCount = 0
    /// The bin of each grey level of the region, for `discretise`.
    var table: [UInt16] = []

    package init() {}

    /// The histogram of the bins, for the features of ZVCW: `levelCount` and one level, of which 0 is no bin and is empty.
    package var histogram: GreyHistogram {
        var counts = [Int](repeating: 0, count: levelCount + 1)
        for level in levels { counts[Int(level)] += 1 }
        counts[0] = 0
        return GreyHistogram(counts: counts)
    }

    /// A patch of known bins, row by row, 0 outside of the region.
    ///
    /// - Parameters:
    ///   - levels: `width` times `height` bins of at most `levelCount`.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - levelCount: Ng, at most `mostLevels`.
    package init(levels: [UInt16], width: Int, height: Int, levelCount: Int) {
        precondition(levels.count == width * height, "there is a bin for each pixel")
        precondition((1...Self.mostLevels).contains(levelCount), "Ng is within bounds")
        precondition(levels.allSatisfy { $0 <= levelCount }, "no bin is above Ng")
        self.levels = levels
        self.width = width
        self.height = height
        self.levelCount = levelCount
        pixelCount = levels.count { $0 > 0 }
    }
}
