import Testing
import TissueMetrics

/// What a colour mask is, pixel by pixel, as qus.md A2 words it.
private struct PlainColourMask {
    private(set) var kinds: [ColourMask.Kind]
    private(set) var isTinted = false
    private let width: Int
    private let height: Int

    init(rgb: [UInt8], width: Int, height: Int, rule: ColourMask.Rule) {
        (self.width, self.height) = (width, height)
        kinds = [ColourMask.Kind](repeating: [], count: width * height)
        let colours = (0..<width * height).map { Array(rgb[3 * $0..<3 * $0 + 3]).map { Int($0) } }
        var coloured = Set<Int>()
        var bright = 0
        for (pixel, colour) in colours.enumerated() {
            let most = max(colour[0], colour[1], colour[2])
            if most > rule.greyTolerance { bright += 1 }
            if most - min(colour[0], colour[1], colour[2]) > rule.greyTolerance { coloured.insert(pixel) }
        }
        if !coloured.isEmpty, 2 * coloured.count > bright,
            let onCurve = Self.tint(colours, coloured: coloured, tolerance: rule.greyTolerance)
        {
            isTinted = true
            coloured.subtract(onCurve)
        }
        for pixel in coloured {
            kinds[pixel].insert(.coloured)
            let patch = patch(around: pixel, of: coloured)
            if patch.count >= rule.leastPatchPixels { kinds[pixel].insert(.patch) }
            let (row, column) = (pixel / width, pixel % width)
            for y in max(0, row - rule.bleedPixels)...min(height - 1, row + rule.bleedPixels) {
                for x in max(0, column - rule.bleedPixels)...min(width - 1, column + rule.bleedPixels) {
                    kinds[y * width + x].insert(.tainted)
                }
            }
        }
    }

    private func patch(around start: Int, of coloured: Set<Int>) -> Set<Int> {
        var patch: Set<Int> = [start]
        var open = [start]
        while let pixel = open.popLast() {
            let (row, column) = (pixel / width, pixel % width)
            for (y, x) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            where (0..<height).contains(y) && (0..<width).contains(x) && coloured.contains(y * width + x) {
                if patch.insert(y * width + x).inserted { open.append(y * width + x) }
            }
        }
        return patch
    }

    /// The coloured pixels on a tinted map's curve, or nil where there is no such map.
    private static func tint(_ colours: [[Int]], coloured: Set<Int>, tolerance: Int) -> Set<Int>? {
        func luma(_ pixel: Int) -> Int {
            (77 * colours[pixel][0] + 150 * colours[pixel][1] + 29 * colours[pixel][2] + 128) >> 8
        }
        let byLuma = Dictionary(grouping: coloured.sorted()) { luma($0) }
        let lumas = byLuma.keys.sorted()
        var curve: [Int: [Int]] = [:]
        for level in lumas {
            let near = (level - 4...level + 4).flatMap { byLuma[$0] ?? [] }
            curve[level] = (0..<3).map { channel in
                let sorted = near.map { colours[$0][channel] }.sorted()
                return sorted[(sorted.count + 1) / 2 - 1]
            }
        }
        for (lower, upper) in zip(lumas, lumas.dropFirst()) {
            guard let below = curve[lower], let above = curve[upper] else { return nil }
            for channel in 0..<3 where above[channel] - below[channel] < -tolerance { return nil }
        }
        let on = coloured.filter { pixel in
            guard let middle = curve[luma(pixel)] else { return false }
            return (0..<3).allSatisfy { abs(colours[pixel][$0] - middle[$0]) <= tolerance }
        }
        return Double(on.count) >= 0.95 * Double(coloured.count) ? on : nil
    }
}

@Suite("Colour found fast")
struct ColourMaskEqualityTests {
    /// Sizes that are no multiples of a block of 64 or of a vector's 16 pixels.
    static let sizes = [(0, 0), (1, 1), (1, 7), (5, 1), (3, 3), (16, 4), (17, 9), (63, 2), (64, 2), (65, 3), (43, 31)]

    private func expectEqual(
        _ rgb: [UInt8],
        _ width: Int,
        _ height: Int,
        _ rule: ColourMask.Rule,
        _ mask: inout ColourMask
    ) {
        mask.judge(rgb: rgb, width: width, height: height, rule: rule)
        let plain = PlainColourMask(rgb: rgb, width: width, height: height, rule: rule)
        let isSame = mask.pixels == plain.kinds
        #expect(isSame, "\(width) x \(height), \(rule)")
        #expect(mask.isTinted == plain.isTinted)
        #expect(mask.hasColour == plain.kinds.contains { $0.contains(.coloured) })
    }

    @Test("every pixel is what the definition says, from no colour to colour everywhere", arguments: 0..<16)
    func random(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        var mask = ColourMask()
        for (width, height) in Self.sizes {
            for share in [0, 0.01, 0.1, 0.5, 1] {
                var rgb: [UInt8] = []
                for _ in 0..<width * height {
                    let grey = UInt8.random(in: 0...255, using: &generator)
                    if Double.random(in: 0..<1, using: &generator) < share {
                        rgb += (0..<3).map { _ in UInt8.random(in: 0...255, using: &generator) }
                    } else {
                        rgb += [grey, grey, grey]
                    }
                }
                let rule = ColourMask.Rule(
                    greyTolerance: .random(in: 0...40, using: &generator),
                    bleedPixels: .random(in: 0...4, using: &generator),
                    leastPatchPixels: .random(in: 0...9, using: &generator)
                )
                expectEqual(rgb, width, height, rule, &mask)
            }
        }
    }

    @Test(
        "differences of each pair of channels, next to the tolerance, are found wherever they lie",
        arguments: [0, 8, 254, 255]
    )
    func tolerance(limit: Int) {
        var mask = ColourMask()
        let rule = ColourMask.Rule(greyTolerance: limit, bleedPixels: 1, leastPatchPixels: 2)
        for place in 0..<3 * 150 {
            for excess in [limit, limit + 1] where excess <= 255 {
                var rgb = [UInt8](repeating: 0, count: 3 * 150)
                rgb[place] = UInt8(excess)
                expectEqual(rgb, 75, 2, rule, &mask)
                expectEqual(rgb.map { 255 - $0 }, 75, 2, rule, &mask)
            }
        }
    }

    @Test("a tinted map with flow and noise on it is as the definition says", arguments: 0..<8)
    func tinted(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed) + 100)
        var mask = ColourMask()
        var rgb: [UInt8] = []
        for pixel in 0..<50 * 41 {
            let level = UInt8.random(in: 0...255, using: &generator)
            let isFlow = pixel % 50 < seed && pixel / 50 < 9
            let noise = UInt8.random(in: 0...4, using: &generator)
            rgb += isFlow ? [0, level, 255] : [level, level / 4 * 3, level / 2 + noise]
        }
        let rule = ColourMask.Rule(greyTolerance: 8, bleedPixels: 2, leastPatchPixels: 6)
        expectEqual(rgb, 50, 41, rule, &mask)
    }

    @Test("a winding patch is one patch, and one behind the frame's edge another")
    func patches() {
        // A comb: teeth that meet only in the last row; and an edge that wraps from one row's end to the next one's beginning.
        var mask = ColourMask()
        var rgb = [UInt8](repeating: 50, count: 3 * 20 * 10)
        for pixel in 0..<200 where pixel / 20 == 9 || pixel % 20 % 4 == 0 { rgb[3 * pixel] = 200 }
        let rule = ColourMask.Rule(greyTolerance: 8, bleedPixels: 0, leastPatchPixels: 65)
        expectEqual(rgb, 20, 10, rule, &mask)
        let comb = mask.pixels.count { $0.contains(.patch) }
        #expect(comb == 20 + 5 * 9)
        rgb = [UInt8](repeating: 50, count: 3 * 20 * 10)
        for pixel in [17, 18, 19, 20, 21, 22] { rgb[3 * pixel] = 200 }
        let edge = ColourMask.Rule(greyTolerance: 8, bleedPixels: 1, leastPatchPixels: 4)
        expectEqual(rgb, 20, 10, edge, &mask)
        let joined = mask.pixels.count { $0.contains(.patch) }
        #expect(joined == 0)
    }

    @Test("counts over a mask are counts of its pixels, and excluded is what is tainted", arguments: 0..<8)
    func counts(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed) + 200)
        let (width, height) = (301, 7)
        var rgb = [UInt8](repeating: 90, count: 3 * width * height)
        for _ in 0..<(40 * seed) { rgb[Int.random(in: 0..<rgb.count, using: &generator)] = 255 }
        var colour = ColourMask()
        colour.judge(
            rgb: rgb,
            width: width,
            height: height,
            rule: ColourMask.Rule(greyTolerance: 8, bleedPixels: 2, leastPatchPixels: 2)
        )
        let bounds = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
        let mask = PixelMask(RegionOutline(PixelRectangle(left: 3, top: 1, right: 299, bottom: 6)), within: bounds)
        var counts = ColourCounts()
        counts.add(mask, of: colour, width: width)
        let kinds = mask.runs.flatMap { run in run.columns.map { colour.pixels[run.row * width + $0] } }
        #expect(counts.pixels == kinds.count)
        #expect(counts.flow == kinds.count { $0.contains(.patch) })
        #expect(counts.grey == kinds.count { !$0.contains(.coloured) })
        #expect(counts.tainted == kinds.count { $0.contains(.tainted) })
        var excluded = ExclusionMask()
        excluded.combine(frame: [UInt8](repeating: 90, count: width * height), instance: nil, colour: colour)
        let expected = colour.pixels.map { $0.contains(.tainted) ? ExclusionCauses.coloured.rawValue : 0 }
        let isSame = excluded.causes == expected
        #expect(isSame)
    }
}

@Suite("Pixels counted fast")
struct GreyHistogramEqualityTests {
    private static let bounds = PixelRectangle(left: 0, top: 0, right: 131, bottom: 37)
    /// Runs of no, one and many pixels, at odd places.
    static let outlines = [
        RegionOutline(bounds),
        RegionOutline(ellipseAt: ImagePoint(x: 60.2, y: 17.9), radiusX: 41, radiusY: 16),
        RegionOutline([.init(x: 3, y: 2), .init(x: 129, y: 20), .init(x: 60, y: 36), .init(x: 70, y: 9)]),
        RegionOutline([.init(x: 200, y: 200), .init(x: 210, y: 200), .init(x: 205, y: 210)]),
    ]

    @Test("a mask's pixels are counted as if one by one, excluded ones left out", arguments: 0..<8)
    func mask(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed) + 300)
        let pixels = 131 * 37
        let isConstant = seed == 0
        let bytes = (0..<pixels).map { _ in isConstant ? 255 : UInt8.random(in: 0...255, using: &generator) }
        let words = (0..<pixels).map { _ in isConstant ? 65_535 : UInt16.random(in: 0...65_535, using: &generator) }
        let excluded = (0..<pixels).map { _ in UInt8.random(in: 0...2, using: &generator) }
        for outline in Self.outlines {
            let mask = PixelMask(outline, within: Self.bounds)
            let indices = mask.runs.flatMap { run in run.columns.map { 131 * run.row + $0 } }
            let counted = indices.filter { excluded[$0] == 0 }
            var (all, some) = (GreyHistogram(levels: 256), GreyHistogram(levels: 256))
            all.add(mask, of: bytes, width: 131)
            some.add(mask, of: bytes, width: 131, excluded: excluded)
            #expect(all == Self.plain(indices.map { Int(bytes[$0]) }, levels: 256))
            #expect(some == Self.plain(counted.map { Int(bytes[$0]) }, levels: 256))
            var (allWords, someWords) = (GreyHistogram(levels: 65_536), GreyHistogram(levels: 65_536))
            allWords.add(mask, of: words, width: 131)
            someWords.add(mask, of: words, width: 131, excluded: excluded)
            let isSame = allWords == Self.plain(indices.map { Int(words[$0]) }, levels: 65_536)
            #expect(isSame)
            let isSameWithout = someWords == Self.plain(counted.map { Int(words[$0]) }, levels: 65_536)
            #expect(isSameWithout)
            var unjudged = GreyHistogram(levels: 256)
            unjudged.add(mask, of: bytes, width: 131, excluded: [])
            #expect(unjudged == all)
        }
    }

    @Test("a slice of any length is counted as if one by one", arguments: [0, 1, 7, 8, 9, 1023, 1024, 1025, 4099])
    func slice(length: Int) {
        var generator = SplitMix(seed: UInt64(length))
        let bytes = (0..<length + 5).map { _ in UInt8.random(in: 0...255, using: &generator) }
        var histogram = GreyHistogram(levels: 256)
        for _ in 0..<2 { histogram.add(bytes[3..<3 + length]) }
        let plain = Self.plain((bytes[3..<3 + length] + bytes[3..<3 + length]).map { Int($0) }, levels: 256)
        #expect(histogram == plain)
    }

    private static func plain(_ levels: [Int], levels number: Int) -> GreyHistogram {
        var counts = [Int](repeating: 0, count: number)
        for level in levels { counts[level] += 1 }
        return GreyHistogram(counts: counts)
    }
}
