/// How many neighbours are like a pixel (NGLDM REK0; IBSI reference manual, section 3.11): the dependence of a pixel of
/// the region is 1, and 1 more for each other pixel of the region within a Chebyshev distance δ whose grey level
/// differs by no more than α. A slice has one matrix, so there is nothing to aggregate (8QNN). Its memory is reused
/// from patch to patch.
///
/// pyradiomics calls it GLDM and gives neither the dependence count percentage, which is always 1, nor the normalised
/// grey level non-uniformity nor the dependence count energy.
package struct NeighbourDependence: Sendable {
    /// δ in pixels.
    package let distance: Int
    /// α in grey levels.
    package let coarseness: Int

    private var bordered = BorderedLevels()
    /// Of each pixel of a row: the neighbours that are like it.
    private var likes: [UInt16] = []
    private var matrix = LevelCountMatrix()

    /// A family of the given reach.
    ///
    /// - Parameters:
    ///   - distance: δ in pixels, 1 to 100.
    ///   - coarseness: α in grey levels, from 0.
    package init(distance: Int = 1, coarseness: Int = 0) {
        precondition((1...100).contains(distance), "a neighbourhood is bounded")
        precondition((0...DiscretisedPatch.mostLevels).contains(coarseness), "a difference of levels is bounded")
        self.distance = distance
        self.coarseness = coarseness
    }

    /// The features.
    ///
    /// - Parameter patch: the bins of a slice.
    /// - Returns: not available where no pixel is of the region.
    package mutating func features(of patch: DiscretisedPatch) -> TextureFeatures<DependenceFeature> {
        bordered.fill(patch, border: distance)
        let side = 2 * distance + 1
        matrix.clear(levelCount: patch.levelCount, greatestCount: side * side)
        for row in 0..<bordered.height {
            likes.removeAll(keepingCapacity: true)
            likes.append(contentsOf: repeatElement(0, count: bordered.width))
            let start = bordered.start(ofRow: row)
            for down in -distance...distance {
                for right in -distance...distance where (down, right) != (0, 0) {
                    Self.count(
                        bordered.levels,
                        from: start,
                        to: start + down * bordered.stride + right,
                        within: UInt16(coarseness),
                        into: &likes
                    )
                }
            }
            matrix.add(levels: bordered.levels, from: start, likes: likes)
        }
        return TextureFeatures(matrix.features(places: patch.pixelCount))
    }

    /// Adds the neighbours in one direction of a row that are alike. One length and no branch, so that pixels are taken
    /// several at a time.
    private static func count(
        _ levels: [UInt16],
        from start: Int,
        to neighbour: Int,
        within coarseness: UInt16,
        into likes: inout [UInt16]
    ) {
        let width = likes.count
        let pixels = levels.span.extracting(start..<(start + width))
        let neighbours = levels.span.extracting(neighbour..<(neighbour + width))
        var counts = likes.mutableSpan
        for column in 0..<width {
            let (one, other) = (pixels[column], neighbours[column])
            let difference = max(one, other) &- min(one, other)
            let isNear: UInt16 = difference <= coarseness ? 1 : 0
            let isInside: UInt16 = other > 0 ? 1 : 0
            // A neighbourhood has less than 2^16 pixels.
            counts[column] &+= isNear & isInside
        }
    }
}
