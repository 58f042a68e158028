import Testing

@testable import TissueMetrics

/// Truths: a few pairs by hand, and that a sum does not depend on how it was told.
@Suite("matrix of levels and counts")
struct LevelCountMatrixTests {
    /// With 1,024 levels, counts above 32 have no row.
    @Test("neither the order nor the number of levels changes a bit", arguments: 0..<8)
    func order(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pairs = (0..<200).map { _ in
            (level: Int.random(in: 1...4, using: &random), count: Int.random(in: 1...50, using: &random))
        }
        let expected = Self.features(of: pairs, levelCount: 4)
        #expect(Self.features(of: pairs.shuffled(using: &random), levelCount: 4) == expected)
        #expect(Self.features(of: pairs.shuffled(using: &random), levelCount: 1024) == expected)
    }

    private static func features(of pairs: [(level: Int, count: Int)], levelCount: Int) -> LevelCountFeatures? {
        var matrix = LevelCountMatrix()
        matrix.clear(levelCount: levelCount, greatestCount: 1000)
        for pair in pairs { matrix.add(level: pair.level, count: pair.count) }
        return matrix.features(places: 10_000)
    }

    @Test("so many times is so often", arguments: [3, 900])
    func times(count: Int) {
        var (once, often) = (LevelCountMatrix(), LevelCountMatrix())
        once.clear(levelCount: 1024, greatestCount: 1000)
        often.clear(levelCount: 1024, greatestCount: 1000)
        once.add(level: 7, count: count, times: 5)
        for _ in 0..<5 { often.add(level: 7, count: count) }
        let (told, counted) = (once.features(places: 5), often.features(places: 5))
        #expect(told == counted)
        #expect(told?.largeCountEmphasis == Double(count * count))
        #expect(told?.entropy == 0)
    }

    /// Where a difference of squares in floating point would have no figure left.
    @Test("the variance of great counts is exact")
    func variance() throws {
        var matrix = LevelCountMatrix()
        matrix.clear(levelCount: 2, greatestCount: 2_000_000_000)
        matrix.add(level: 1, count: 1_000_000_000)
        matrix.add(level: 2, count: 1_000_000_001)
        let told = matrix.features(places: 2)
        let features = try #require(told)
        #expect(features.countVariance == 0.25)
        #expect(features.levelVariance == 0.25)
        #expect(features.entropy == 1)
    }

    @Test("a cleared matrix has no features, and no memory")
    func clear() {
        var matrix = LevelCountMatrix()
        matrix.clear(levelCount: 4, greatestCount: 10_000)
        matrix.add(level: 4, count: 10)
        matrix.add(level: 4, count: 9_999)
        matrix.clear(levelCount: 1024, greatestCount: 4)
        let none = matrix.features(places: 1)
        #expect(none == nil)
        matrix.add(level: 2, count: 2)
        let one = matrix.features(places: 2)
        #expect(one?.levelNonUniformity == 1)
        #expect(one?.highLevelEmphasis == 4)
    }
}
