import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Speckle size and independent samples")
struct SpeckleSizeTests {
    private let store = GreyStore.fine

    /// Levels of the intensity of complex Gaussian noise that is averaged over boxes.
    private func boxes(width: Int, height: Int, across: Int, down: Int, seed: Int) -> [Int] {
        var draws = SpeckleDraws(seed: seed)
        let (wide, high) = (width + across - 1, height + down - 1)
        let noise = (0..<wide * high).map { _ in draws.normals() }
        let scale = 0.01 / Double(across * down)
        // Along rows, then down columns: a box is the product of both.
        var rows = [(Double, Double)](repeating: (0, 0), count: width * high)
        for index in rows.indices {
            for step in 0..<across {
                let value = noise[index / width * wide + index % width + step]
                rows[index] = (rows[index].0 + value.0, rows[index].1 + value.1)
            }
        }
        return (0..<width * height).map { index in
            var sum = (0.0, 0.0)
            for step in 0..<down {
                let value = rows[index + step * width]
                sum = (sum.0 + value.0, sum.1 + value.1)
            }
            return store.level((sum.0 * sum.0 + sum.1 * sum.1) * scale)
        }
    }

    private func size(_ levels: [Int], width: Int, excluded: [UInt8] = []) -> SpeckleSize {
        let region = patch(levels: levels, width: width, topLevel: 65_535, excluded: excluded)
        return SpeckleSize(region, compression: store.compression)
    }

    /// ρ is nothing from the first lag on, but for chance: 1/√N = 1 % a lag, of which none enters the sum.
    @Test("white noise has as many samples as pixels, and speckle of one pixel", arguments: 0..<3)
    func white(seed: Int) throws {
        let measured = size(boxes(width: 100, height: 90, across: 1, down: 1, seed: seed), width: 100)
        #expect(measured.effectiveSamples == .value(9000))
        #expect(abs(try #require(measured.widthPixels.value) - 1) < 0.05)
        #expect(abs(try #require(measured.heightPixels.value) - 1) < 0.05)
    }

    /// The intensity's ρ is the square of the field's, which is a triangle: (1−i/b)² on an axis, with sum (2b²+1)/(3b) and half
    /// maximum at (1−√½)b, between lags by the straight line (0.03 low at most). Lags where it is below 0.1 are left out, which is
    /// 1−i/b < 0.316. The noise of the sum: each ρ has √(cell/N), N/cell = 90·90/16, 4 %; some 20 lags of half of that, 10 %.
    @Test(
        "noise averaged over boxes has the samples and the width of its closed form",
        arguments: [(4, 4), (2, 6), (6, 3)],
        0..<2
    )
    func boxFiltered(box: (across: Int, down: Int), seed: Int) throws {
        let side = 150
        let levels = boxes(width: side, height: side, across: box.across, down: box.down, seed: seed)
        let measured = size(levels, width: side)
        let cell = kept(box.across) * kept(box.down)
        let samples = try #require(measured.effectiveSamples.value)
        #expect(abs(samples / (Double(side * side) / cell) - 1) < 0.25)
        #expect(abs(try #require(measured.widthPixels.value) - halfWidth(box.across)) < 0.1 * Double(box.across))
        #expect(abs(try #require(measured.heightPixels.value) - halfWidth(box.down)) < 0.1 * Double(box.down))
    }

    private func correlation(_ lag: Int, _ box: Int) -> Double {
        let triangle = max(0, 1 - Double(lag) / Double(box))
        return triangle * triangle
    }

    /// The sum of ρ over lags of both signs up to the first below 0.1.
    private func kept(_ box: Int) -> Double {
        (0..<box).reduce(0.0) { correlation($1, box) < 0.1 ? $0 : $0 + ($1 == 0 ? 1 : 2) * correlation($1, box) }
    }

    /// Where straight lines between the lags cross ½, twice.
    private func halfWidth(_ box: Int) -> Double {
        var lag = 1
        while correlation(lag, box) >= 0.5 { lag += 1 }
        let (before, after) = (correlation(lag - 1, box), correlation(lag, box))
        return 2 * (Double(lag - 1) + (before - 0.5) / (before - after))
    }

    /// What N_eff is for: 150 means of 32 × 32 pixels, whose variance is known to 12 %, scatter by σ²/N_eff: four of that. ρ at a
    /// lag of 2 is 1/9, next to the cut: where chance puts it below, N_eff is 12 % more an axis. Of these the mean is less.
    @Test("means scatter by the number of independent samples")
    func scatter() throws {
        var means: [Double] = []
        var samples = 0.0
        for seed in 0..<150 {
            let levels = boxes(width: 32, height: 32, across: 3, down: 3, seed: seed + 1000)
            means.append(levels.reduce(0) { $0 + store.compression.intensity[$1] } / 1024)
            if seed < 20 { samples += try #require(size(levels, width: 32).effectiveSamples.value) / 20 }
        }
        let mean = means.reduce(0, +) / 150
        let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 149
        // σ = mean for an exponential intensity.
        #expect(abs(mean * mean / variance / samples - 1) < 0.5)
    }

    @Test("neither a factor of amplitude nor turning the patch changes the samples")
    func invariance() throws {
        let side = 64
        let levels = boxes(width: side, height: side, across: 4, down: 2, seed: 5).map { min(max($0, 30_000), 60_000) }
        let here = size(levels, width: side)
        let shifted = size(levels.map { $0 - 20_000 }, width: side)
        let samples = try #require(here.effectiveSamples.value)
        #expect(abs(samples / (try #require(shifted.effectiveSamples.value)) - 1) < 1e-9)
        let turned = size((0..<side * side).map { levels[$0 % side * side + $0 / side] }, width: side)
        #expect(abs(samples / (try #require(turned.effectiveSamples.value)) - 1) < 1e-9)
        #expect(abs((try #require(turned.heightPixels.value)) - (try #require(here.widthPixels.value))) < 1e-9)
    }

    /// A disc of half of the pixels: N_eff goes with the area, within the noise of the two sums of ρ (10 % each).
    @Test("pixels that are excluded count neither as samples nor as partners")
    func masked() throws {
        let side = 160
        var levels = boxes(width: side, height: side, across: 3, down: 3, seed: 9)
        let whole = try #require(size(levels, width: side).effectiveSamples.value)
        let excluded = levels.indices.map { index -> UInt8 in
            let (x, y) = (Double(index % side) - 79.5, Double(index / side) - 79.5)
            return x * x + y * y < 64 * 64 ? 0 : 1
        }
        for index in levels.indices where excluded[index] != 0 { levels[index] = 65_535 }
        let disc = try #require(size(levels, width: side, excluded: excluded).effectiveSamples.value)
        let part = Double(excluded.count { $0 == 0 }) / Double(excluded.count)
        #expect(abs(disc / (whole * part) - 1) < 0.25)
    }

    /// ln I of complex Gaussian noise has ρ = Li2(r)/(π²/6) where the intensity has r: the noise is less correlated on the grey
    /// scale. The tolerance is that of boxes above.
    @Test("grey levels have the samples of the logarithm")
    func greyLevels() throws {
        let side = 150
        let levels = boxes(width: side, height: side, across: 4, down: 4, seed: 14)
        let grey = SpeckleSize(greyLevelsOf: patch(levels: levels, width: side, topLevel: 65_535))
        var cell = 0.0
        for y in -3...3 where logCorrelation(correlation(abs(y), 4)) >= 0.1 {
            for x in -3...3 where logCorrelation(correlation(abs(x), 4)) >= 0.1 {
                cell += logCorrelation(correlation(abs(x), 4) * correlation(abs(y), 4))
            }
        }
        let samples = try #require(grey.effectiveSamples.value)
        #expect(abs(samples / (Double(side * side) / cell) - 1) < 0.25)
    }

    /// Li2(r)/(π²/6) by its series.
    private func logCorrelation(_ r: Double) -> Double {
        guard r < 1 else { return 1 }
        let sum = (1...200).reduce(0.0) { $0 + pow(r, Double($1)) / Double($1 * $1) }
        return sum * 6 / (Double.pi * Double.pi)
    }

    @Test("a region that is one bright half and one dark half is not taken for speckle", .tags(.law6))
    func heterogeneous() {
        let levels = (0..<60 * 60).map { $0 % 60 < 30 ? 60_000 : 20_000 }
        let measured = size(levels, width: 60)
        let reason = Availability.notAvailable(
            "the speckle is coarser than half of the region, or the region is not homogeneous"
        )
        #expect(measured.effectiveSamples == reason)
        #expect(measured.heightPixels == reason)
    }

    @Test("equal pixels, one pixel, one row, two pixels and none end with a reason or a bounded number", .tags(.law6))
    func degenerate() {
        #expect(size([], width: 0).effectiveSamples == .emptyRegion)
        #expect(size([9], width: 1).effectiveSamples == .zeroVariance)
        #expect(size([Int](repeating: 700, count: 400), width: 20).widthPixels == .zeroVariance)
        let excluded = [UInt8](repeating: 1, count: 4)
        #expect(size([1, 2, 3, 4], width: 2, excluded: excluded).effectiveSamples == .emptyRegion)
        let two = size([60_000, 60_100], width: 2)
        #expect(two.effectiveSamples == .value(2))
        #expect(two.heightPixels == .notAvailable("the region is one pixel wide on this axis"))
        // A chequerboard of pixels that are included: none has a partner beside it.
        let levels = (0..<64).map { 60_000 + $0 * $0 % 37 * 50 }
        let chequers = levels.indices.map { UInt8(($0 % 8 + $0 / 8) % 2) }
        #expect(size(levels, width: 8, excluded: chequers).effectiveSamples.value == nil)
    }

    @Test("a window holds three speckle cells a side, and is odd")
    func window() throws {
        let measured = size(boxes(width: 90, height: 90, across: 8, down: 3, seed: 1), width: 90)
        let side = try #require(measured.leastWindowPixels)
        let width = try #require(measured.widthPixels.value)
        #expect(side % 2 == 1)
        #expect(Double(side) >= 3 * width && Double(side) < 3 * width + 2)
        #expect(size([9], width: 1).leastWindowPixels == nil)
        #expect(size([60_000, 60_100], width: 2).leastWindowPixels == nil)
    }

    @Test("a large region is sampled row by row and gives nearly the same")
    func large() throws {
        // 1.1 million pixels: 2^24 products over 96 lags leave 174,763 to each, so that every 7th row is taken.
        let part = boxes(width: 128, height: 128, across: 2, down: 2, seed: 77)
        var levels: [Int] = []
        for row in 0..<1100 {
            let line = part[(row % 128 * 128)..<(row % 128 * 128 + 128)]
            for _ in 0..<8 { levels += line }
        }
        let whole = try #require(size(levels, width: 1024).effectiveSamples.value)
        let small = try #require(size(part, width: 128).effectiveSamples.value)
        #expect(abs(whole / (small * 1024 * 1100 / (128 * 128)) - 1) < 0.1)
    }
}
