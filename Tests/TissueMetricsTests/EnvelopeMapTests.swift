import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Parametric maps of the envelope")
struct EnvelopeMapTests {
    private let store = GreyStore.clinical

    private func speckle(width: Int, height: Int, seed: Int, scale: Double = 0.02) -> [Int] {
        var draws = SpeckleDraws(seed: seed)
        return (0..<width * height).map { _ in store.level(draws.exponential() * scale) }
    }

    /// The window alone is a patch whose centre has one window to sum: nothing runs along, nothing is taken away.
    @Test(
        "running sums are the direct computation of each window, to the bit",
        arguments: ParametricMap.Statistic.allCases,
        [3, 7]
    )
    func direct(statistic: ParametricMap.Statistic, windowPixels: Int) {
        let (width, height) = (23, 17)
        var levels = speckle(width: width, height: height, seed: 4, scale: 0.2)
        levels[40] = 255
        var excluded = [UInt8](repeating: 0, count: width * height)
        for index in stride(from: 0, to: excluded.count, by: 5) where index % 23 > 11 { excluded[index] = 1 }
        let half = windowPixels / 2
        let maps = EnvelopeMap(compression: store.compression)
        let map = maps.map(
            statistic,
            of: patch(levels: levels, width: width, excluded: excluded),
            windowPixels: windowPixels
        )
        #expect(map.validCount > 100)
        var differences = 0
        for row in 0..<height {
            for column in 0..<width {
                let rows = max(0, row - half)...min(height - 1, row + half)
                let columns = max(0, column - half)...min(width - 1, column + half)
                var some: [Int] = []
                var out: [UInt8] = []
                for y in rows {
                    for x in columns {
                        some.append(levels[y * width + x])
                        out.append(excluded[y * width + x])
                    }
                }
                let window = patch(levels: some, width: columns.count, excluded: out)
                let alone = maps.map(statistic, of: window, windowPixels: windowPixels)
                let value = alone[column - columns.lowerBound, row - rows.lowerBound]
                if value?.bitPattern != map[column, row]?.bitPattern { differences += 1 }
            }
        }
        #expect(differences == 0)
    }

    /// At the centre of a patch of the window's size the map is the statistic of the region. The unit of the map's moments, 2^−44,
    /// is 10^−10 of the moments here, the table of m has 10^−6, and Float 6·10^−8.
    @Test("the window that is the region has the region's statistics")
    func region() throws {
        let side = 31
        let levels = speckle(width: side, height: side, seed: 21)
        let region = patch(levels: levels, width: side)
        let maps = EnvelopeMap(compression: store.compression)
        var histogram = GreyHistogram(levels: 256)
        for level in levels { histogram.add(level: level) }
        let moments = EnvelopeMoments(histogram, compression: store.compression)
        let nakagami = Nakagami(moments, effectiveSamples: .value(10_000))
        let expected: [(ParametricMap.Statistic, Double?)] = [
            (.nakagamiMoment, nakagami.momentShape.value.value),
            (.nakagamiLikelihood, nakagami.likelihoodShape.value.value),
        ]
        for (statistic, number) in expected {
            let map = maps.map(statistic, of: region, windowPixels: side)
            let value = Double(try #require(map[side / 2, side / 2]))
            #expect(abs(value / (try #require(number)) - 1) < 3e-6)
        }
    }

    /// Left half m = 1, right half m = 2, windows of 21² = 441 samples. The mean over windows is that of so many draws as there are
    /// pixels, 90·30: ML 1.245/√2700 = 2.4 %, 2.58/√2700 = 5 % of a unit. ML from 441 is biased by about 3m/(2·441), 0.4 %.
    @Test("a boundary between two planted shapes is seen")
    func planted() {
        var draws = SpeckleDraws(seed: 31)
        let (width, height) = (120, 90)
        let levels = (0..<width * height).map { index in
            store.level((index % width < 60 ? draws.exponential() : draws.gamma(halves: 4) / 2) * 0.02)
        }
        let map = EnvelopeMap(compression: store.compression)
            .map(.nakagamiLikelihood, of: patch(levels: levels, width: width), windowPixels: 21)
        #expect(abs(mean(map, columns: 12..<42) - 1) < 4 * 0.024 + 0.004)
        #expect(abs(mean(map, columns: 78..<108) - 2) < 4 * 0.05 + 0.008)
    }

    private func mean(_ map: ParametricMap, columns: Range<Int>) -> Double {
        var values: [Double] = []
        for row in 0..<map.height {
            for column in columns { if let value = map[column, row] { values.append(Double(value)) } }
        }
        return values.reduce(0, +) / Double(values.count)
    }

    /// The rounding of moments to 2^−44 is the only difference: at −40 dB I² is 10^−8, of which that is 6·10^−6.
    @Test("a factor of amplitude leaves shapes as they are")
    func factor() throws {
        var levels = speckle(width: 20, height: 20, seed: 8, scale: 0.1)
        levels = levels.map { min(max($0, 120), 250) }
        let maps = EnvelopeMap(compression: store.compression)
        for statistic in ParametricMap.Statistic.allCases {
            let here = maps.map(statistic, of: patch(levels: levels, width: 20), windowPixels: 9)
            let there = maps.map(statistic, of: patch(levels: levels.map { $0 - 85 }, width: 20), windowPixels: 9)
            #expect(here.validCount == 20 * 20 - 4 * unseen)
            let ratio = Double(try #require(there[10, 10])) / Double(try #require(here[10, 10]))
            // 85 levels of 60/255 dB are 20 dB of amplitude.
            #expect(abs(ratio - 1) < 1e-5)
        }
    }

    /// Pixels in a corner of which less than half of the 9 × 9 window is inside: (5+x)(5+y) < 40.5, for x, y from 0 to 4.
    private var unseen: Int {
        var count = 0
        // On an edge the window has at least 5 × 9 = 45 pixels, which is enough.
        for x in 0..<5 { for y in 0..<5 where 2 * (5 + x) * (5 + y) < 81 { count += 1 } }
        return count
    }

    @Test("a pixel that is excluded, or mostly surrounded by such, has no value", .tags(.law6))
    func excluded() {
        let levels = speckle(width: 9, height: 9, seed: 2)
        var excluded = [UInt8](repeating: 0, count: 81)
        for index in 0..<81 where index % 9 >= 5 { excluded[index] = 1 }
        excluded[4 * 9 + 1] = 1
        let map = EnvelopeMap(compression: store.compression)
            .map(.nakagamiMoment, of: patch(levels: levels, width: 9, excluded: excluded), windowPixels: 3)
        #expect(map[1, 4] == nil)
        #expect(map[7, 4] == nil)
        #expect(map[2, 4] != nil)
        // Columns 3 and 4 of the window are in, 6 of 9.
        #expect(map[4, 4] != nil)
        // A corner has 4 of 9.
        #expect(map[0, 0] == nil)
        #expect(map[1, 0] != nil)
    }

    @Test("a window with clipped pixels has no value", .tags(.law6), arguments: [0, 255])
    func clipped(level: Int) {
        var levels = speckle(width: 40, height: 40, seed: 2)
        levels[20 * 40 + 20] = level
        levels[20 * 40 + 21] = level
        for statistic in ParametricMap.Statistic.allCases {
            let maps = EnvelopeMap(compression: store.compression)
            // 2 of 81 are more than 1 %, 2 of 225 are not.
            let small = maps.map(statistic, of: patch(levels: levels, width: 40), windowPixels: 9)
            #expect(small[20, 20] == nil)
            #expect(small[5, 5] != nil)
            let large = maps.map(statistic, of: patch(levels: levels, width: 40), windowPixels: 15)
            #expect(large[20, 20] != nil)
        }
    }

    @Test(
        "equal pixels have no shape, one pixel and none are no map",
        .tags(.law6),
        arguments: [1, 60, 128, 254]
    )
    func degenerate(level: Int) {
        let maps = EnvelopeMap(compression: store.compression)
        let equal = patch(levels: [Int](repeating: level, count: 15 * 15), width: 15)
        for statistic in ParametricMap.Statistic.allCases {
            #expect(maps.map(statistic, of: equal, windowPixels: 5).validCount == 0)
            let single = maps.map(statistic, of: patch(levels: [level], width: 1), windowPixels: 3)
            #expect(single.validCount == 0)
            #expect(single.range == nil)
        }
        #expect(maps.map(.nakagamiMoment, of: patch(levels: [], width: 0), windowPixels: 255).values.isEmpty)
    }

    @Test("a map knows its place and holds no number that is none", .tags(.law6))
    func values() {
        let map = ParametricMap(
            statistic: .nakagamiMoment,
            windowPixels: 3,
            left: 7,
            top: 9,
            width: 2,
            height: 2,
            values: [.nan, 2, .infinity, 5],
            valid: [1, 9, 1, 0]
        )
        #expect(map.values == [0, 2, 0, 0])
        #expect(map.valid == [0, 1, 0, 0])
        #expect(map[0, 0] == nil)
        #expect(map[1, 0] == 2)
        #expect(map.validCount == 1)
        #expect(map.range == 2...2)
    }
}
