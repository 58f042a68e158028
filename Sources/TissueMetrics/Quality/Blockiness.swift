/// How much of 8 x 8 block edges, as JPEG leaves them, is in a picture (qus.md I).
package struct Blockiness: Hashable, Sendable {
    private var edgeSum = 0
    private var edgePairs = 0
    private var innerSum = 0
    private var innerPairs = 0

    package init() {}

    /// Takes the adjoining pixels of a region, across and down. Blocks begin at the image's first pixel.
    ///
    /// - Parameters:
    ///   - frame: one byte a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - region: clipped to the frame.
    ///   - excluded: of each pixel of the frame, not 0 where it is left out; empty where none is.
    package mutating func add(_ frame: [UInt8], width: Int, region: PixelRectangle, excluded: [UInt8]) {
        precondition(excluded.isEmpty || excluded.count == frame.count, "there is a judgement of each pixel")
        precondition(frame.isEmpty || (width > 0 && frame.count % width == 0), "the frame has whole rows")
        let region = region.clipped(width: width, height: width > 0 ? frame.count / width : 0)
        for row in region.top..<region.bottom {
            let isAtEdge = row % 8 == 7
            for column in region.left..<region.right {
                let index = row * width + column
                guard excluded.isEmpty || excluded[index] == 0 else { continue }
                if column + 1 < region.right {
                    take(frame, excluded, index, index + 1, isAtEdge: column % 8 == 7)
                }
                if row + 1 < region.bottom { take(frame, excluded, index, index + width, isAtEdge: isAtEdge) }
            }
        }
    }

    private mutating func take(_ frame: [UInt8], _ excluded: [UInt8], _ one: Int, _ other: Int, isAtEdge: Bool) {
        guard excluded.isEmpty || excluded[other] == 0 else { return }
        let difference = abs(Int(frame[one]) - Int(frame[other]))
        if isAtEdge {
            edgeSum += difference
            edgePairs += 1
        } else {
            innerSum += difference
            innerPairs += 1
        }
    }

    /// Mean absolute difference over block edges / inside blocks: 1 where there are no blocks; more than 1.2 is flagged.
    package var ratio: Availability {
        guard edgePairs > 0, innerPairs > 0 else { return .notAvailable("the region holds no edge of an 8 x 8 block") }
        guard innerSum > 0 else { return .notAvailable("no pixel differs from the next within a block") }
        return Availability(finite: Double(edgeSum) * Double(innerPairs) / (Double(edgePairs) * Double(innerSum)))
    }
}
