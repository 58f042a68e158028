import TestSupport
import Testing
import TissueMetrics

@Suite("Shadows, blocks and depth")
struct PictureQualityTests {
    private let side = 64
    private var whole: PixelRectangle { PixelRectangle(left: 0, top: 0, right: side, bottom: side) }
    private let roi = PixelRectangle(left: 20, top: 20, right: 40, bottom: 30)

    /// Levels 100 (darkened: 60) with ±20: a column of ten rows errs by 12/√10 ≈ 4, far from the bound at 70.
    @Test("columns that are dark to the bottom are in shadow", arguments: [0, 3, 10])
    func shadow(columns: Int) {
        let frame = picture(seed: 1) { x, y in (20..<(20 + columns)).contains(x) && y >= 12 ? 0.5 : 1 }
        #expect(percent(frame) == .value(5 * Double(columns)))
        #expect(percent(frame.map { $0 / 2 }) == .value(5 * Double(columns)), "whatever the gain")
    }

    @Test("what is dark at one depth only is a vessel, not a shadow")
    func vessel() {
        let frame = picture(seed: 2) { x, y in (22..<30).contains(x) && (15..<35).contains(y) ? 0.4 : 1 }
        #expect(percent(frame) == .value(0))
    }

    @Test("a drop in dB is a difference of levels")
    func decibels() {
        let frame = picture(seed: 3) { x, _ in x >= 38 ? 0.45 : 1 }
        var check = ShadowCheck()
        // 10 dB of 60 are 42.5 levels, 10 dB of 40 are 63.75; the columns are 55 below, and their mean over the last 4 rows
        // errs by 0.45 · 12/√4 = 2.7.
        for (range, expected) in [(60.0, 10.0), (40, 0)] {
            let found = check.shadowedPercent(
                of: roi,
                within: whole,
                frame: frame,
                width: side,
                excluded: [],
                drop: .greyLevels(10 * 255 / range)
            )
            #expect(found == .value(expected))
        }
    }

    @Test("a dark or absent picture has no shadow to tell", .tags(.law6))
    func noShadow() {
        #expect(
            percent([UInt8](repeating: 3, count: side * side)) == .notAvailable("the picture is dark at this depth")
        )
        #expect(percent([UInt8](repeating: 90, count: side * side)) == .value(0))
        var check = ShadowCheck()
        let nothing = check.shadowedPercent(of: roi, within: whole, frame: [], width: 0, excluded: [])
        #expect(nothing == .emptyRegion)
        let excluded = check.shadowedPercent(
            of: roi,
            within: whole,
            frame: [UInt8](repeating: 90, count: side * side),
            width: side,
            excluded: [UInt8](repeating: 1, count: side * side)
        )
        #expect(excluded == .notAvailable("no pixel at this depth"))
    }

    /// A step of s at each block edge of a ramp of 1 a pixel: |Δ| is s at edges and 1 inside, so the ratio is s.
    @Test("steps between blocks give their size", arguments: [1, 2, 3])
    func blocks(step: Int) {
        let frame = (0..<(side * side)).map { index in
            let (x, y) = (index % side, index / side)
            return UInt8(x + y + (step - 1) * (x / 8 + y / 8))
        }
        var blocks = Blockiness()
        blocks.add(frame, width: side, region: whole, excluded: [])
        #expect(blocks.ratio == .value(Double(step)))
        var part = Blockiness()
        part.add(frame, width: side, region: .init(left: 3, top: 5, right: 51, bottom: 60), excluded: [])
        #expect(part.ratio == .value(Double(step)), "blocks begin at the image's corner, not the region's")
    }

    /// |Δ| of uniform levels has mean 1/3 and sd √(1/18) = 0.236 of the range, so a relative sd of 0.71. Of 2 · 7 · 64 = 896
    /// edge pairs, each pixel being in at most two, the mean errs by less than 0.71 · √2/√896 = 0.034; 0.14 is four of them.
    @Test("noise without blocks has a ratio of 1", arguments: 0..<4)
    func noise(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
        let frame = (0..<(side * side)).map { _ in UInt8(generator.next() % 256) }
        var blocks = Blockiness()
        blocks.add(frame, width: side, region: whole, excluded: [])
        #expect(abs(try #require(blocks.ratio.value) - 1) < 0.14)
    }

    @Test("constant, small and excluded pictures have no ratio", .tags(.law6))
    func noBlocks() {
        let constant = [UInt8](repeating: 5, count: side * side)
        var blocks = Blockiness()
        blocks.add(constant, width: side, region: whole, excluded: [])
        #expect(blocks.ratio == .notAvailable("no pixel differs from the next within a block"))
        let noEdge = Availability.notAvailable("the region holds no edge of an 8 x 8 block")
        for (frame, width, excluded) in [([UInt8](), 0, [UInt8]()), ([4], 1, []), (constant, side, constant)] {
            var none = Blockiness()
            none.add(frame, width: width, region: whole, excluded: excluded)
            #expect(none.ratio == noEdge)
        }
    }

    /// 0.5 mm a row and a region from row 10: rows 30 to 50 are 10 to 20 mm deep.
    @Test("depth is counted from the region's top")
    func depth() {
        let region = PixelRectangle(left: 0, top: 10, right: 64, bottom: 110)
        let roi = PixelRectangle(left: 5, top: 30, right: 25, bottom: 50)
        let check = DepthCheck(roi: roi, region: region, millimetresPerRow: -0.5, focusMillimetres: 30)
        #expect(check.warnings.isEmpty)
        let finer = DepthCheck(roi: roi, region: region, millimetresPerRow: 0.49, focusMillimetres: 34.71)
        #expect(finer.warnings == [.shallow(leastMillimetres: 10), .offFocus(mostMillimetres: 20)])
        // The last fifth of 25 mm begins at the bottom, that of 24 mm above it.
        for (field, expected) in [(25.0, []), (24, [DepthCheck.Warning.deep(lastShare: 0.2)])] {
            let check = DepthCheck(roi: roi, region: region, millimetresPerRow: 0.5, fieldMillimetres: field)
            #expect(check.warnings == expected)
        }
    }

    @Test("without calibration no depth in mm is judged", .tags(.law6))
    func uncalibrated() {
        let region = PixelRectangle(left: 0, top: 0, right: 64, bottom: 100)
        let low = PixelRectangle(left: 0, top: 70, right: 10, bottom: 90)
        for scale in [nil, 0.0, Double.nan, .infinity] {
            let check = DepthCheck(roi: low, region: region, millimetresPerRow: scale, focusMillimetres: 3)
            #expect(check.warnings == [.deep(lastShare: 0.2)])
        }
        let empty = PixelRectangle(left: 0, top: 0, right: 0, bottom: 0)
        let nothing = DepthCheck(roi: empty, region: empty, millimetresPerRow: 1)
        #expect(nothing.warnings == [.shallow(leastMillimetres: 10)])
    }

    private func percent(_ frame: [UInt8]) -> Availability {
        var check = ShadowCheck()
        return check.shadowedPercent(of: roi, within: whole, frame: frame, width: side, excluded: [])
    }

    private func picture(seed: UInt64, gain: (Int, Int) -> Double) -> [UInt8] {
        var generator = SplitMix(seed: seed)
        return (0..<(side * side)).map { index in
            UInt8(gain(index % side, index / side) * Double(80 + generator.next() % 41))
        }
    }
}
