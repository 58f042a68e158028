/// Counts the runs of pixels of one bin (grey level run length matrix, IBSI TP0I) in four directions at once. A run ends at
/// the region's edge. Its memory is reused from patch to patch.
package struct RunLengths: Sendable {
    private static let directions = 4

    /// A pixel's bin, and which pixel of its run it is in the three directions that lead down.
    private struct Pixel {
        var level: UInt16 = 0
        var downRight: UInt32 = 0
        var down: UInt32 = 0
        var downLeft: UInt32 = 0
    }

    /// For each direction, how many pixels of a bin (column) are the n-th of their run (row): a run of three has a first, a
    /// second and a third, so that the difference of rows n and n+1 is the number of runs of length n. Row 0 holds what is
    /// outside of the region.
    private var ordinals: [UInt32] = []
    /// The row above, with a pixel of no region at both ends.
    private var row: [Pixel] = []
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
        let rows = max(patch.width, patch.height) + 1
        ordinals.setZero(count: Self.directions * rows * stride)
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: repeatElement(Pixel(), count: patch.width + 2))
        Self.count(patch, matrix: rows * stride, row: &row, ordinals: &ordinals)
    }

    /// Static, since two spans of one value can't change together.
    private static func count(
        _ patch: borrowing DiscretisedPatch,
        matrix: Int,
        row: inout [Pixel],
        ordinals: inout [UInt32]
    ) {
        let stride = patch.levelCount + 1
        let source = patch.levels.span
        var row = row.mutableSpan
        var ordinals = ordinals.mutableSpan
        for y in 0..<patch.height {
            var (left, aboveLeft) = (Pixel(), Pixel())
            var toRight: UInt32 = 0
            for x in 1...patch.width {
                let (above, aboveRight) = (row[x], row[x + 1])
                let level = source[y * patch.width + x - 1]
                // 0 outside of the region, so that a run there has no length.
                let step: UInt32 = level > 0 ? 1 : 0
                // No count overflows: a frame has fewer than 2^32 pixels.
                toRight = (toRight & same(level, left)) &+ step
                let pixel = Pixel(
                    level: level,
                    downRight: (aboveLeft.downRight & same(level, aboveLeft)) &+ step,
                    down: (above.down & same(level, above)) &+ step,
                    downLeft: (aboveRight.downLeft & same(level, aboveRight)) &+ step
                )
                let column = Int(level)
                ordinals[Int(toRight) * stride + column] &+= 1
                ordinals[matrix + Int(pixel.downRight) * stride + column] &+= 1
                ordinals[2 * matrix + Int(pixel.down) * stride + column] &+= 1
                ordinals[3 * matrix + Int(pixel.downLeft) * stride + column] &+= 1
                row[x] = pixel
                (left, aboveLeft) = (pixel, above)
            }
        }
    }

    /// All ones where a pixel has this bin, else 0: a texture's equal neighbours can't be predicted, so there is no branch.
    private static func same(_ level: UInt16, _ pixel: Pixel) -> UInt32 {
        let difference = UInt32(level ^ pixel.level)
        return UInt32(bitPattern: Int32(bitPattern: difference &- 1) >> 31)
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
