/// Counts how often pixels of each two bins are neighbours (grey level co-occurrence matrix, IBSI LFYI), symmetrically, in
/// four directions at once. A neighbour outside of the region is no neighbour. Its memory is reused from patch to patch.
package struct CoOccurrence: Sendable {
    private static let directions = 4

    /// The patch, with as many zeros after each row and after the last as the distance, so that no neighbour needs a test.
    private var padded: [UInt16] = []
    /// A matrix of (Ng + 1) squared for each direction, one after the other. Column 0 holds neighbours outside of the region.
    private var counts: [UInt32] = []
    private var sums = CoOccurrenceSums()

    package init() {}

    /// The features of a patch, all from one count.
    ///
    /// - Parameters:
    ///   - patch: bins.
    ///   - distance: δ, in pixels by the Chebyshev norm, positive.
    ///   - leastPairs: how many pairs of neighbours, all directions together, a number needs.
    /// - Returns: one matrix a direction and their sum.
    package mutating func features(
        of patch: borrowing DiscretisedPatch,
        distance: Int = 1,
        leastPairs: Int = 0
    ) -> DirectionalFeatures<CoOccurrenceFeature> {
        precondition(distance > 0, "neighbours are apart")
        guard patch.pixelCount > 0 else { return DirectionalFeatures(all: .emptyRegion) }
        guard distance < max(patch.width, patch.height) else { return DirectionalFeatures(all: Self.noPair) }
        count(patch, distance: distance)

        let levels = patch.levelCount
        let directions = (0..<Self.directions).map { direction in
            sums.take(counts, directions: direction..<direction + 1, levels: levels)
            return sums.features()
        }
        sums.take(counts, directions: 0..<Self.directions, levels: levels)
        guard let merged = sums.features() else { return DirectionalFeatures(all: Self.noPair) }
        guard sums.pairs >= leastPairs else {
            return DirectionalFeatures(
                all: .notAvailable("the region has \(sums.pairs) pairs of neighbours, fewer than \(leastPairs)")
            )
        }
        return DirectionalFeatures(directions: directions, merged: merged, otherwise: Self.noPair)
    }

    private static let noPair = Availability.notAvailable("no two pixels of the region are neighbours")

    private mutating func count(_ patch: borrowing DiscretisedPatch, distance: Int) {
        let row = patch.width + distance
        pad(patch, row: row, distance: distance)
        let stride = patch.levelCount + 1
        let matrix = stride * stride
        counts.setZero(count: Self.directions * matrix)
        let (below, right) = (row * distance, distance)
        let bins = padded
        let pixels = bins.span
        var cells = counts.mutableSpan
        // No cell overflows: a frame has fewer than 2^32 pixels.
        for index in 0..<row * patch.height where pixels[index] > 0 {
            let from = Int(pixels[index]) * stride
            cells[from + Int(pixels[index + right])] &+= 1
            cells[matrix + from + Int(pixels[index + below + right])] &+= 1
            cells[2 * matrix + from + Int(pixels[index + below])] &+= 1
            cells[3 * matrix + from + Int(pixels[index + below - right])] &+= 1
        }
    }

    private mutating func pad(_ patch: borrowing DiscretisedPatch, row: Int, distance: Int) {
        let size = row * (patch.height + distance) + distance
        padded.setZero(count: size)
        let source = patch.levels.span
        var target = padded.mutableSpan
        for y in 0..<patch.height {
            for x in 0..<patch.width { target[y * row + x] = source[y * patch.width + x] }
        }
    }
}
