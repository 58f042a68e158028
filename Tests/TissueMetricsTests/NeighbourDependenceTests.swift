import Testing
import TissueMetrics

/// Truths: regions whose likes one can count, and a count pixel by pixel.
@Suite("neighbour dependence")
struct NeighbourDependenceTests {
    /// 4 corners have 4 pixels in reach (themselves included), 18 others at the edge 6, 20 inner ones 9.
    @Test("in a constant region the dependence is the pixels in reach")
    func constant() {
        var dependence = NeighbourDependence()
        let features = dependence.features(of: DiscretisedPatch(width: 7, height: 6) { _, _ in 2 })
        let shares = [4.0 / 42, 18.0 / 42, 20.0 / 42]
        let mean = shares[0] * 4 + shares[1] * 6 + shares[2] * 9
        let square: Double = shares[0] * 16 + shares[1] * 36 + shares[2] * 81
        let inverseSquare: Double = shares[0] / 16 + shares[1] / 36 + shares[2] / 81
        let energy = shares.reduce(0) { $0 + $1 * $1 }
        let expected: [DependenceFeature: Double] = [
            .lowDependenceEmphasis: inverseSquare,
            .highDependenceEmphasis: square, .lowGreyLevelCountEmphasis: 0.25, .highGreyLevelCountEmphasis: 4,
            .highDependenceHighGreyLevelEmphasis: 4 * square, .highDependenceLowGreyLevelEmphasis: square / 4,
            .greyLevelNonUniformity: 42, .normalisedGreyLevelNonUniformity: 1,
            .dependenceCountNonUniformity: 42 * energy, .normalisedDependenceCountNonUniformity: energy,
            .dependenceCountPercentage: 1, .greyLevelVariance: 0, .dependenceCountVariance: square - mean * mean,
            .dependenceCountEnergy: energy,
        ]
        #expect(features.agrees(with: expected))
    }

    /// Corners have 1 like, others at the edge 2, inner ones 4.
    @Test("on a chessboard the likes are at the corners")
    func chessboard() {
        var dependence = NeighbourDependence()
        let board = DiscretisedPatch(width: 7, height: 6) { 1 + ($0 + $1) % 2 }
        let features = dependence.features(of: board)
        let square: Double = (4.0 * 4 + 18 * 9 + 20 * 25) / 42
        #expect(features.agrees(with: [.highDependenceEmphasis: square, .greyLevelVariance: 0.25]))

        // One level apart is alike for α = 1: the board is as good as constant.
        var coarse = NeighbourDependence(coarseness: 1)
        let constant = dependence.features(of: DiscretisedPatch(width: 7, height: 6) { _, _ in 2 })
        let alike = coarse.features(of: board)
        #expect(alike[.lowDependenceEmphasis] == constant[.lowDependenceEmphasis])
        #expect(alike[.highDependenceEmphasis] == constant[.highDependenceEmphasis])
    }

    @Test("what is outside of the region is never alike, at whatever coarseness")
    func outside() {
        var dependence = NeighbourDependence(distance: 2, coarseness: 5)
        let features = dependence.features(of: DiscretisedPatch(["1..", "...", "..."]))
        #expect(features.agrees(with: [.highDependenceEmphasis: 1, .dependenceCountEnergy: 1]))
    }

    @Test("agrees with a count pixel by pixel", arguments: 0..<6, [[1, 0], [1, 1], [2, 0], [3, 2]])
    func count(seed: UInt64, reach: [Int]) {
        let (distance, coarseness) = (reach[0], reach[1])
        var dependence = NeighbourDependence(distance: distance, coarseness: coarseness)
        let patch = DiscretisedPatch.random(seed: seed)
        let features = dependence.features(of: patch)
        var (sum, square, weighted) = (0, 0, 0)
        for row in 0..<patch.height {
            for column in 0..<patch.width where patch.level(column, row) > 0 {
                let level = patch.level(column, row)
                var likes = 0
                for y in (row - distance)...(row + distance) {
                    for x in (column - distance)...(column + distance) {
                        let other = patch.level(x, y)
                        if other > 0, abs(other - level) <= coarseness { likes += 1 }
                    }
                }
                sum += likes
                square += likes * likes
                weighted += likes * likes * level * level
            }
        }
        let pixels = Double(patch.pixelCount)
        let mean = Double(sum) / pixels
        let expected: [DependenceFeature: Double] = [
            .highDependenceEmphasis: Double(square) / pixels,
            .highDependenceHighGreyLevelEmphasis: Double(weighted) / pixels,
            .dependenceCountVariance: Double(square) / pixels - mean * mean,
        ]
        #expect(features.agrees(with: expected))
    }

    @Test("turned, mirrored and surrounded regions have the same features", arguments: 0..<8)
    func symmetry(seed: UInt64) {
        var dependence = NeighbourDependence()
        let patch = DiscretisedPatch.random(seed: seed)
        let features = dependence.features(of: patch)
        for same in [patch.transposed, patch.mirrored, patch.upsideDown, patch.surrounded] {
            let others = dependence.features(of: same)
            #expect(others == features)
        }
    }

    @Test("memory of one patch does not show in the next")
    func reuse() {
        var reused = NeighbourDependence()
        for (seed, shape) in [(12, 10), (10, 12), (40, 3), (3, 40), (12, 10)].enumerated() {
            var fresh = NeighbourDependence()
            let patch = DiscretisedPatch.random(seed: UInt64(seed), width: shape.0, height: shape.1)
            let expected = fresh.features(of: patch)
            let features = reused.features(of: patch)
            #expect(features == expected)
        }
    }

    @Test("one pixel depends on itself")
    func onePixel() {
        var dependence = NeighbourDependence()
        let features = dependence.features(of: DiscretisedPatch(["5"]))
        let expected: [DependenceFeature: Double] = [
            .lowDependenceEmphasis: 1, .highGreyLevelCountEmphasis: 25, .dependenceCountEntropy: 0,
            .dependenceCountEnergy: 1, .dependenceCountVariance: 0,
        ]
        #expect(features.agrees(with: expected))
    }

    @Test("nothing to measure is not available", arguments: DiscretisedPatch.empty)
    func empty(patch: DiscretisedPatch) {
        var dependence = NeighbourDependence()
        let features = dependence.features(of: patch)
        #expect(features.isAll(.emptyRegion))
    }
}
