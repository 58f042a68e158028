import Testing
import TissueMetrics

/// Truths: regions small enough to do by hand.
@Suite("neighbourhood differences")
struct NeighbourhoodDifferencesTests {
    @Test("a constant region has the values that IBSI lays down")
    func constant() {
        var differences = NeighbourhoodDifferences()
        let features = differences.features(of: DiscretisedPatch(width: 6, height: 5) { _, _ in 3 })
        #expect(
            features.agrees(
                with: [.coarseness: 1e6, .contrast: 0, .busyness: 0, .complexity: 0, .strength: 0]
            )
        )
    }

    /// Each pixel has the other level twice and its own once beside it, so it differs from their mean by 2/3: s = 4/3
    /// for both.
    @Test("four pixels of a chessboard")
    func chessboard() {
        var differences = NeighbourhoodDifferences()
        let features = differences.features(of: DiscretisedPatch(["12", "21"]))
        let expected: [NeighbourhoodDifferenceFeature: Double] = [
            .coarseness: 3.0 / 4, .contrast: 1.0 / 6, .busyness: 4.0 / 3, .complexity: 2.0 / 3, .strength: 3.0 / 4,
        ]
        #expect(features.agrees(with: expected))
    }

    /// Of level 3: the ends of the row have 3 once and 1 four times beside them, the middle 3 twice and 1 six times, so
    /// s is 2·8/5 + 3/2. Of level 1: a corner has 1 once and 3 twice, a middle 1 twice and 3 three times, so s is 4·4/3
    /// + 2·6/5.
    @Test("neighbours outside of the region are left out of the mean")
    func edges() {
        var differences = NeighbourhoodDifferences()
        let features = differences.features(of: DiscretisedPatch(["111", "333", "111"]))
        let (low, high) = (116.0 / 15, 47.0 / 10)
        let weighted = (2 * low + high) / 3
        let expected: [NeighbourhoodDifferenceFeature: Double] = [
            .coarseness: 1 / weighted, .contrast: 8.0 / 81 * (low + high), .busyness: weighted * 3 / 2,
            .complexity: weighted * 4 / 9, .strength: 8 / (low + high),
        ]
        #expect(features.agrees(with: expected))
    }

    @Test("a pixel without a neighbour has no part")
    func lonelyPixel() {
        var differences = NeighbourhoodDifferences()
        let pair = differences.features(of: DiscretisedPatch(["12", "21"]))
        let withLonely = differences.features(of: DiscretisedPatch(["12..9", "21...", ".....", "..7.."]))
        #expect(withLonely == pair)
    }

    @Test("constant parts that don't meet have no difference, but two levels")
    func constantParts() {
        var differences = NeighbourhoodDifferences()
        let features = differences.features(of: DiscretisedPatch(["11.44", "11.44"]))
        #expect(
            features.agrees(
                with: [.coarseness: 1e6, .contrast: 0, .busyness: 0, .complexity: 0, .strength: 0]
            )
        )
    }

    @Test("busyness is not available where its denominator is 0")
    func equalWeights() {
        var differences = NeighbourhoodDifferences()
        // Levels 1 and 3 with shares 3/4 and 1/4.
        let features = differences.features(of: DiscretisedPatch(["1131"]))
        #expect(features[.busyness] == .notAvailable("each grey level times its share of the pixels is the same"))
        #expect(features[.contrast].value != nil)
    }

    @Test("turned, mirrored and surrounded regions have the same features", arguments: 0..<8)
    func symmetry(seed: UInt64) {
        var differences = NeighbourhoodDifferences()
        let patch = DiscretisedPatch.random(seed: seed)
        let features = differences.features(of: patch)
        for same in [patch.transposed, patch.mirrored, patch.upsideDown, patch.surrounded] {
            let others = differences.features(of: same)
            #expect(others == features)
        }
    }

    @Test("only busyness depends on the offset of the levels", arguments: 0..<8)
    func shift(seed: UInt64) {
        var differences = NeighbourhoodDifferences()
        let patch = DiscretisedPatch.random(seed: seed)
        let features = differences.features(of: patch)
        let raised = DiscretisedPatch(
            levels: patch.levels.map { $0 > 0 ? $0 + 1020 : 0 },
            width: patch.width,
            height: patch.height,
            levelCount: 1024
        )
        let others = differences.features(of: raised)
        for feature in NeighbourhoodDifferenceFeature.allCases where feature != .busyness {
            #expect(others[feature] == features[feature])
        }
    }

    @Test("memory of one patch does not show in the next")
    func reuse() {
        var reused = NeighbourhoodDifferences()
        for (seed, shape) in [(12, 10), (10, 12), (40, 3), (3, 40), (12, 10)].enumerated() {
            var fresh = NeighbourhoodDifferences()
            let patch = DiscretisedPatch.random(seed: UInt64(seed), width: shape.0, height: shape.1)
            let expected = fresh.features(of: patch)
            let features = reused.features(of: patch)
            #expect(features == expected)
        }
    }

    @Test("pixels that have no neighbour are not enough", arguments: [["5"], ["1.2", "...", "3.4"]])
    func noNeighbour(rows: [String]) {
        var differences = NeighbourhoodDifferences()
        let features = differences.features(of: DiscretisedPatch(rows))
        #expect(features.isAll(.notAvailable("no pixel of the region has a neighbour in the region")))
    }

    @Test("nothing to measure is not available", arguments: DiscretisedPatch.empty)
    func empty(patch: DiscretisedPatch) {
        var differences = NeighbourhoodDifferences()
        let features = differences.features(of: patch)
        #expect(features.isAll(.emptyRegion))
    }
}
