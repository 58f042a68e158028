import TissueMetrics

extension DiscretisedPatch {
    /// A patch of rows that are written as digits, `.` for a pixel that is not of the region.
    init(_ rows: [String], levelCount: Int = 9) {
        self.init(
            levels: rows.joined().map { UInt16($0.wholeNumberValue ?? 0) },
            width: rows.first?.count ?? 0,
            height: rows.count,
            levelCount: levelCount
        )
    }

    /// A patch whose bins are a function of the column and the row.
    init(width: Int, height: Int, levelCount: Int = 9, _ level: (_ column: Int, _ row: Int) -> Int) {
        let levels = (0..<width * height).map { UInt16(level($0 % width, $0 / width)) }
        self.init(levels: levels, width: width, height: height, levelCount: levelCount)
    }

    /// Blobs of few levels with a ragged edge and holes.
    static func random(seed: UInt64, width: Int = 23, height: Int = 17, levelCount: Int = 4) -> DiscretisedPatch {
        var random = SplitMix(seed: seed)
        return DiscretisedPatch(width: width, height: height, levelCount: levelCount) { column, row in
            let isEdge = column < Int.random(in: 0...3, using: &random) || row < Int.random(in: 0...2, using: &random)
            let isHole = Int.random(in: 0..<10, using: &random) == 0
            return isEdge || isHole ? 0 : Int.random(in: 1...levelCount, using: &random)
        }
    }

    func level(_ column: Int, _ row: Int) -> Int {
        guard (0..<width).contains(column), (0..<height).contains(row) else { return 0 }
        return Int(levels[row * width + column])
    }

    var transposed: DiscretisedPatch {
        DiscretisedPatch(width: height, height: width, levelCount: levelCount) { level($1, $0) }
    }

    var mirrored: DiscretisedPatch {
        DiscretisedPatch(width: width, height: height, levelCount: levelCount) { level(width - 1 - $0, $1) }
    }

    var upsideDown: DiscretisedPatch {
        DiscretisedPatch(width: width, height: height, levelCount: levelCount) { level($0, height - 1 - $1) }
    }

    /// The same bins among others that are not of the region.
    var surrounded: DiscretisedPatch {
        DiscretisedPatch(width: width + 5, height: height + 3, levelCount: levelCount) { level($0 - 2, $1 - 1) }
    }

    /// The same with a pixel that has no neighbour of the region in its lower right corner, or without any such pixel.
    func withLonelyPixels(_ hasSome: Bool) -> DiscretisedPatch {
        DiscretisedPatch(width: width, height: height, levelCount: levelCount) { column, row in
            if hasSome, column >= width - 2, row >= height - 2 {
                return column == width - 1 && row == height - 1 ? levelCount : 0
            }
            var neighbours = 0
            for y in (row - 1)...(row + 1) {
                for x in (column - 1)...(column + 1) where (x, y) != (column, row) && level(x, y) > 0 {
                    neighbours += 1
                }
            }
            return hasSome || neighbours > 0 ? level(column, row) : 0
        }
    }

    /// Nothing to measure: no pixel at all, and none of the region.
    static let empty = [
        DiscretisedPatch(), DiscretisedPatch(levels: [], width: 0, height: 0, levelCount: 8),
        DiscretisedPatch(["...", "..."]),
    ]
}

extension TextureFeatures {
    /// Whether each of some features is this number within the error of a few operations.
    func agrees(with expected: [Feature: Double]) -> Bool {
        expected.allSatisfy { feature, number in
            guard let value = self[feature].value else { return false }
            return abs(value - number) <= 1e-12 * max(1, abs(number))
        }
    }

    /// Whether all features say the same.
    func isAll(_ availability: Availability) -> Bool { Feature.allCases.allSatisfy { self[$0] == availability } }
}
