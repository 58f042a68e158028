import Testing
import TissueMetrics

/// Truths: regions whose zones one can count, and a flood fill from each pixel.
@Suite("zones")
struct GreyZonesTests {
    @Test("a constant region is one zone at the border")
    func constant() {
        var zones = GreyZones()
        let features = zones.features(of: DiscretisedPatch(width: 6, height: 5) { _, _ in 3 })
        let sizes: [SizeZoneFeature: Double] = [
            .smallZoneEmphasis: 1.0 / 900, .largeZoneEmphasis: 900, .lowGreyLevelZoneEmphasis: 1.0 / 9,
            .highGreyLevelZoneEmphasis: 9, .smallZoneLowGreyLevelEmphasis: 1.0 / 8100,
            .smallZoneHighGreyLevelEmphasis: 0.01, .largeZoneLowGreyLevelEmphasis: 100,
            .largeZoneHighGreyLevelEmphasis: 8100, .greyLevelNonUniformity: 1, .normalisedGreyLevelNonUniformity: 1,
            .zoneSizeNonUniformity: 1, .normalisedZoneSizeNonUniformity: 1, .zonePercentage: 1.0 / 30,
            .greyLevelVariance: 0, .zoneSizeVariance: 0, .zoneSizeEntropy: 0,
        ]
        #expect(features.sizes.agrees(with: sizes))
        let distances: [DistanceZoneFeature: Double] = [
            .smallDistanceEmphasis: 1, .largeDistanceEmphasis: 1, .largeDistanceHighGreyLevelEmphasis: 9,
            .zoneDistanceVariance: 0, .zoneDistanceEntropy: 0,
        ]
        #expect(features.distances.agrees(with: distances))
    }

    @Test("corners connect: a chessboard is two zones")
    func chessboard() {
        var zones = GreyZones()
        let features = zones.features(of: DiscretisedPatch(width: 8, height: 6) { 1 + ($0 + $1) % 2 })
        let expected: [SizeZoneFeature: Double] = [
            .largeZoneEmphasis: 576, .smallZoneEmphasis: 1.0 / 576, .greyLevelNonUniformity: 1,
            .normalisedGreyLevelNonUniformity: 0.5, .zoneSizeNonUniformity: 2, .normalisedZoneSizeNonUniformity: 1,
            .zonePercentage: 2.0 / 48, .greyLevelVariance: 0.25, .zoneSizeVariance: 0, .zoneSizeEntropy: 1,
        ]
        #expect(features.sizes.agrees(with: expected))
    }

    @Test("stripes are a zone each")
    func stripes() {
        var zones = GreyZones()
        let features = zones.features(of: DiscretisedPatch(width: 9, height: 8) { 1 + 2 * ($1 % 2) + $0 * 0 })
        let expected: [SizeZoneFeature: Double] = [
            .largeZoneEmphasis: 81, .lowGreyLevelZoneEmphasis: (1 + 1.0 / 9) / 2, .highGreyLevelZoneEmphasis: 5,
            .largeZoneHighGreyLevelEmphasis: 405, .greyLevelNonUniformity: 4, .zoneSizeNonUniformity: 8,
            .zonePercentage: 8.0 / 72, .greyLevelVariance: 1, .zoneSizeEntropy: 1,
        ]
        #expect(features.sizes.agrees(with: expected))
    }

    @Test("a ring's distance is the number of steps out")
    func rings() {
        var zones = GreyZones()
        let patch = DiscretisedPatch(["1111111", "1222221", "1211121", "1212121", "1211121", "1222221", "1111111"])
        let features = zones.features(of: patch)
        let distances: [DistanceZoneFeature: Double] = [
            .smallDistanceEmphasis: (1 + 1.0 / 4 + 1.0 / 9 + 1.0 / 16) / 4, .largeDistanceEmphasis: 7.5,
            .smallDistanceLowGreyLevelEmphasis: (1 + 1.0 / 16 + 1.0 / 9 + 1.0 / 64) / 4,
            .largeDistanceHighGreyLevelEmphasis: (1 + 16 + 9 + 64) / 4.0, .zoneDistanceNonUniformity: 1,
            .normalisedZoneDistanceNonUniformity: 0.25, .zonePercentage: 4.0 / 49, .zoneDistanceVariance: 1.25,
            .zoneDistanceEntropy: 2, .greyLevelVariance: 0.25,
        ]
        #expect(features.distances.agrees(with: distances))
        // Sizes 24, 16, 8 and 1.
        let sizes: [SizeZoneFeature: Double] = [
            .largeZoneEmphasis: 897.0 / 4, .zoneSizeVariance: 897.0 / 4 - 12.25 * 12.25, .zoneSizeEntropy: 2,
        ]
        #expect(features.sizes.agrees(with: sizes))
    }

    @Test("a hole is a border, and steps go sideways, not across corners")
    func hole() {
        var zones = GreyZones()
        let whole = DiscretisedPatch(["11111", "11111", "11211", "11111", "11111"])
        let touched = DiscretisedPatch(["11111", "11111", "11211", "11.11", "11111"])
        let cornered = DiscretisedPatch(["11111", "11111", "11211", "111.1", "11111"])
        for (patch, distance) in [(whole, 3.0), (touched, 1), (cornered, 2)] {
            let features = zones.features(of: patch).distances
            #expect(features.agrees(with: [.largeDistanceEmphasis: (1 + distance * distance) / 2]))
        }
    }

    @Test("parts that meet late are one zone", arguments: [["1.1", "1.1", "111"], ["1.1.1", "1.1.1", ".1.1."]])
    func lateMeeting(rows: [String]) {
        var zones = GreyZones()
        let patch = DiscretisedPatch(rows)
        let size = Double(patch.pixelCount)
        #expect(zones.features(of: patch).sizes.agrees(with: [.largeZoneEmphasis: size * size]))
    }

    @Test("parts that don't meet are zones of their own")
    func disconnected() {
        var zones = GreyZones()
        let features = zones.features(of: DiscretisedPatch(["11..2", ".....", "1.222"]))
        // Of level 1: 2 and 1 pixels; of level 2: 1 and 3.
        let expected: [SizeZoneFeature: Double] = [
            .largeZoneEmphasis: 15.0 / 4, .zoneSizeNonUniformity: 6.0 / 4, .zonePercentage: 4.0 / 7,
            .zoneSizeEntropy: 2,
        ]
        #expect(features.sizes.agrees(with: expected))
    }

    @Test("agrees with a flood fill", arguments: 0..<32)
    func floodFill(seed: UInt64) {
        var zones = GreyZones()
        let patch = DiscretisedPatch.random(seed: seed, levelCount: 2 + Int(seed % 5))
        let features = zones.features(of: patch)
        let filled = Self.filled(patch)
        let count = Double(filled.count)
        let squaredSizes = filled.reduce(0) { $0 + $1.size * $1.size }
        let squaredDistances = filled.reduce(0) { $0 + $1.distance * $1.distance }
        let sizes: [SizeZoneFeature: Double] = [
            .zonePercentage: count / Double(patch.pixelCount), .largeZoneEmphasis: Double(squaredSizes) / count,
        ]
        #expect(features.sizes.agrees(with: sizes))
        #expect(features.distances.agrees(with: [.largeDistanceEmphasis: Double(squaredDistances) / count]))
    }

    private static func filled(_ patch: DiscretisedPatch) -> [(size: Int, distance: Int)] {
        var isFilled = [Bool](repeating: false, count: patch.levels.count)
        var zones: [(size: Int, distance: Int)] = []
        for start in patch.levels.indices where patch.levels[start] > 0 && !isFilled[start] {
            var (size, distance, open) = (0, Int.max, [start])
            isFilled[start] = true
            while let pixel = open.popLast() {
                let (column, row) = (pixel % patch.width, pixel / patch.width)
                size += 1
                distance = min(distance, steps(patch, column, row))
                for y in max(0, row - 1)...min(patch.height - 1, row + 1) {
                    for x in max(0, column - 1)...min(patch.width - 1, column + 1) {
                        let next = y * patch.width + x
                        guard !isFilled[next], patch.levels[next] == patch.levels[pixel] else { continue }
                        isFilled[next] = true
                        open.append(next)
                    }
                }
            }
            zones.append((size, distance))
        }
        return zones
    }

    /// The least Manhattan distance to a pixel that is not of the region.
    private static func steps(_ patch: DiscretisedPatch, _ column: Int, _ row: Int) -> Int {
        for distance in 1... {
            for down in -distance...distance {
                let right = distance - abs(down)
                if patch.level(column + right, row + down) == 0 || patch.level(column - right, row + down) == 0 {
                    return distance
                }
            }
        }
        return 0
    }

    @Test("turned, mirrored and surrounded regions have the same zones", arguments: 0..<8)
    func symmetry(seed: UInt64) {
        var zones = GreyZones()
        let patch = DiscretisedPatch.random(seed: seed)
        let features = zones.features(of: patch)
        for same in [patch.transposed, patch.mirrored, patch.upsideDown, patch.surrounded] {
            let others = zones.features(of: same)
            #expect(others == features)
        }
    }

    @Test("the same levels on a greater scale have the same zones, however few sizes have a row", arguments: 0..<4)
    func levelCount(seed: UInt64) {
        var zones = GreyZones()
        let patch = DiscretisedPatch.random(seed: seed, width: 61, height: 47, levelCount: 2)
        let features = zones.features(of: patch)
        let wide = DiscretisedPatch(levels: patch.levels, width: 61, height: 47, levelCount: 1024)
        let others = zones.features(of: wide)
        #expect(others == features)
    }

    @Test("memory of one patch does not show in the next")
    func reuse() {
        var reused = GreyZones()
        for (seed, shape) in [(12, 10), (10, 12), (40, 3), (3, 40), (12, 10)].enumerated() {
            var fresh = GreyZones()
            let patch = DiscretisedPatch.random(seed: UInt64(seed), width: shape.0, height: shape.1)
            let expected = fresh.features(of: patch)
            let features = reused.features(of: patch)
            #expect(features == expected)
        }
    }

    @Test("one pixel is one zone of one pixel at distance 1")
    func onePixel() {
        var zones = GreyZones()
        let features = zones.features(of: DiscretisedPatch([".....", "..5..", "....."]))
        let sizes: [SizeZoneFeature: Double] = [
            .smallZoneEmphasis: 1, .largeZoneEmphasis: 1, .highGreyLevelZoneEmphasis: 25, .zonePercentage: 1,
            .zoneSizeVariance: 0, .zoneSizeEntropy: 0,
        ]
        #expect(features.sizes.agrees(with: sizes))
        #expect(features.distances.agrees(with: [.largeDistanceEmphasis: 1, .zoneDistanceEntropy: 0]))
    }

    @Test("nothing to measure is not available", arguments: DiscretisedPatch.empty)
    func empty(patch: DiscretisedPatch) {
        var zones = GreyZones()
        let features = zones.features(of: patch)
        #expect(features.sizes.isAll(.emptyRegion))
        #expect(features.distances.isAll(.emptyRegion))
    }
}
