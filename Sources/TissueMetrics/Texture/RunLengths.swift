/// Counts the runs of pixels of one bin (grey level run length matrix, IBSI TP0I) in four directions at once. A run ends at
/// the region's edge. Its memory is reused from patch to patch.
package struct RunLengths: Sendable {
    private static let directions = 4

    /// For each direction, how many pixels of a bin (column) are the n-th of their run (row): a run of three has a first, a
    /// second and a third, so that the difference of rows n and n+1 is the number of runs of length n. Column 0 is of
    /// what is outside of the region, and row 0 of what is outside of the patch.
    private var ordinals: [UInt32] = []
    /// Where in `ordinals` the pixels of a row are counted, in each direction that leads down: one a column, or one a
    /// diagonal, so that a row's takes the place of what continues it.
    private var downRight: [UInt32] = []
    private var down: [UInt32] = []
    private var downLeft: [UInt32] = []
    private var bordered = BorderedLevels()
    private var matrix = LevelCountMatrix()

    package init() {}

    /// The features of a patch, all from one count.
    ///
    /// - Parameter patch: bins.
    /// - Returns: one matrix a direction and their sum.
    package mutating func features(of patch: borrowing DiscretisedPatch) -> DirectionalFeatures<RunLengthFeature> {
        guard patch.pixelCount > 0 else { return DirectionalFeatures(all: .emptyRegion) }
        count(patch)
        let directions = (0..<Self.directions).map { features(of: $0..<$0 + 1, patch) }
        let merged = features(of: 0..<Self.directions, patch)
        return DirectionalFeatures(directions: directions, merged: merged, otherwise: .emptyRegion)
    }

    private mutating func count(_ patch: borrowing DiscretisedPatch) {
        let stride = patch.levelCount + 1
        let matrix = (max(patch.width, patch.height) + 1) * stride
        ordinals.setZero(count: Self.directions * matrix)
        bordered.fill(patch, border: 1)
        let (width, height) = (patch.width, patch.height)
        Self.begin(&downRight, count: width + height, at: matrix)
        Self.begin(&down, count: width, at: 2 * matrix)
        Self.begin(&downLeft, count: width + height, at: 3 * matrix)
        for y in 0..<height {
            let row = bordered.start(ofRow: y)
            let above = row - bordered.stride
            Self.extend(&downRight, height - y, bordered, row, above - 1, stride: stride, matrix: matrix)
            Self.extend(&down, 0, bordered, row, above, stride: stride, matrix: 2 * matrix)
            Self.extend(&downLeft, y, bordered, row, above + 1, stride: stride, matrix: 3 * matrix)
            let diagonals = (height - y, y)
            Self.add(bordered, row, downRight, down, downLeft, diagonals, stride: stride, to: &ordinals)
        }
    }

    private static func begin(_ cells: inout [UInt32], count: Int, at cell: Int) {
        cells.removeAll(keepingCapacity: true)
        cells.append(contentsOf: repeatElement(UInt32(truncatingIfNeeded: cell), count: count))
    }

    /// Takes a row's pixels to the next cell of the run that the row above began, or to the first cell of a run. Every
    /// load whatever the test says, and no branch, so that pixels are taken several at a time.
    private static func extend(
        _ cellArray: inout [UInt32],
        _ first: Int,
        _ bordered: borrowing BorderedLevels,
        _ row: Int,
        _ before: Int,
        stride: Int,
        matrix: Int
    ) {
        let width = bordered.width
        let all = bordered.levels.span
        let levels = all.extracting(row..<row + width)
        let earlier = all.extracting(before..<before + width)
        var cells = cellArray.mutableSpan
        precondition(first >= 0 && first + width <= cells.count, "a row's cells are among the diagonals'")
        // No cell overflows: four matrices of a frame's side and 2^10 bins have fewer than 2^32.
        let (step, start) = (UInt32(truncatingIfNeeded: stride), UInt32(truncatingIfNeeded: matrix))
        for x in 0..<width {
            let (level, continued) = (levels[x], cells[first &+ x])
            let begun = start &+ UInt32(level)
            cells[first &+ x] = (level == earlier[x] ? continued : begun) &+ step
        }
    }

    /// Counts a row's pixels in all directions. What is not of the region goes to column 0, which nobody reads.
    private static func add(
        _ bordered: borrowing BorderedLevels,
        _ row: Int,
        _ downRightArray: [UInt32],
        _ downArray: [UInt32],
        _ downLeftArray: [UInt32],
        _ diagonals: (Int, Int),
        stride: Int,
        to ordinalArray: inout [UInt32]
    ) {
        let width = bordered.width
        let levels = bordered.levels.span.extracting(row - 1..<row + width)
        let downRight = downRightArray.span.extracting(diagonals.0..<diagonals.0 + width)
        let down = downArray.span.extracting(0..<width)
        let downLeft = downLeftArray.span.extracting(diagonals.1..<diagonals.1 + width)
        var ordinals = ordinalArray.mutableSpan
        var right = 0
        // No count overflows: a frame has fewer than 2^32 pixels.
        for x in 0..<width {
            let level = levels[x + 1]
            right = (level == levels[x] ? right : Int(level)) &+ stride
            ordinals[right] &+= 1
            ordinals[Int(downRight[x])] &+= 1
            ordinals[Int(down[x])] &+= 1
            ordinals[Int(downLeft[x])] &+= 1
        }
    }

    private mutating func features(
        of directions: Range<Int>,
        _ patch: borrowing DiscretisedPatch
    ) -> TextureFeatures<RunLengthFeature> {
        let stride = patch.levelCount + 1
        let longest = max(patch.width, patch.height)
        let counted = ordinals
        let pixels = counted.span
        matrix.clear(levelCount: patch.levelCount, greatestCount: longest)
        for length in 1...longest {
            var isLast = true
            for level in 1...patch.levelCount {
                var (these, longer) = (0, 0)
                for direction in directions {
                    let cell = (direction * (longest + 1) + length) * stride + level
                    these += Int(pixels[cell])
                    if length < longest { longer += Int(pixels[cell + stride]) }
                }
                if longer > 0 { isLast = false }
                if these > longer { matrix.add(level: level, count: length, times: these - longer) }
            }
            if isLast { break }
        }
        return TextureFeatures(matrix.features(places: patch.pixelCount * directions.count))
    }
}
