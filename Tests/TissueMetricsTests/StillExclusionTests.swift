import Testing
import TissueMetrics

@Suite("What is drawn on a still")
struct StillExclusionTests {
    private let side = 192
    private var whole: PixelRectangle { PixelRectangle(left: 0, top: 0, right: side, bottom: side) }

    /// At 60 dB the mean intensity has level 80, and 132, from where an edge to 180 is no longer steep, is 52 levels or 12.2 dB
    /// above it: an exponential intensity exceeds its mean 16.7-fold with probability 6e-8. So each painted pixel must be
    /// found. What is excluded beside them is their bleeding of one pixel, and, below 0.1 %, chance.
    @Test(
        "letters, rulers and callipers over speckle are found, each pixel",
        arguments: [1, 2, 3],
        [180, 255] as [UInt8]
    )
    func recall(stroke: Int, level: UInt8) {
        let speckle = ScattererField(width: side, height: side, seed: UInt64(stroke)).levels(
            width: side,
            height: side,
            mean: 80
        )
        var drawing = PaintedGraphics(width: side)
        drawing.text(x: 10, y: 10, stroke: stroke)
        drawing.ruler(x: 170, y: 20, ticks: 12, spacing: 12)
        drawing.calliper(x: 40, y: 100, length: 90)
        drawing.rectangle(x: 8, y: 180, width: 150, height: 2)
        let found = drawn(on: drawing.painted(on: speckle, level: level))
        let missed = drawing.pixels.count { found[$0] == 0 }
        #expect(missed == 0, "of \(drawing.pixels.count)")
        let allowed = grown(drawing.pixels)
        let wrong = found.indices.count { found[$0] != 0 && !allowed.contains($0) }
        #expect(Double(wrong) < 0.001 * Double(side * side))
    }

    /// Gain such that a share e^-x of an exponential intensity is clipped: x = 4.6, 1 %, at 28 levels (6.6 dB) below the top;
    /// x = 3.0, 5 %, at 20 levels. Speckle is round and its flanks fall with the cell, so none may be taken for a drawing.
    @Test(
        "pure speckle has less than 0.1 % false drawings, however bright",
        arguments: 0..<4,
        [80, 150, 227, 235] as [Double]
    )
    func pureSpeckle(seed: Int, mean: Double) {
        let spread = [0.8, 1.2, 1.6, 2.4][seed]
        let frame = ScattererField(width: 96, height: 96, spread: spread, seed: UInt64(seed + 50)).levels(
            width: 96,
            height: 96,
            mean: mean
        )
        for rule in [ExclusionRule.lossless, .lossy] {
            let found = drawn(on: frame, width: 96, rule: rule).count { $0 & ExclusionCauses.graphics.rawValue != 0 }
            #expect(Double(found) < 0.001 * 96 * 96)
        }
    }

    @Test("a thick saturated reflector and a saturated disc are tissue's")
    func thickReflectors() {
        var frame = ScattererField(width: side, height: side, seed: 9).levels(width: side, height: side, mean: 80)
        for row in 60..<66 { for column in 20..<150 { frame[row * side + column] = 255 } }
        for row in 120..<136 {
            for column in 80..<96
            where (row - 128) * (row - 128) + (column - 88) * (column - 88) < 60 { frame[row * side + column] = 255 }
        }
        #expect(drawn(on: frame).count { $0 & ExclusionCauses.graphics.rawValue != 0 } == 0)
    }

    @Test("a thin reflector with the flanks of a point-spread function is tissue's")
    func thinReflector() {
        var frame = ScattererField(width: side, height: side, seed: 10).levels(width: side, height: side, mean: 80)
        for column in 20..<150 {
            for (offset, level) in [(-3, 150), (-2, 185), (-1, 220), (0, 255), (1, 255), (2, 220), (3, 185)] {
                frame[(90 + offset) * side + column] = UInt8(level)
            }
        }
        #expect(drawn(on: frame).count { $0 & ExclusionCauses.graphics.rawValue != 0 } == 0)
    }

    @Test("turning a picture upside down, or mirroring it, turns what is found", arguments: 0..<3)
    func mirrored(seed: Int) {
        let speckle = ScattererField(width: 96, height: 96, seed: UInt64(seed)).levels(width: 96, height: 96, mean: 90)
        var drawing = PaintedGraphics(width: 96)
        drawing.text(x: 20, y: 30, stroke: 1)
        let frame = drawing.painted(on: speckle, level: 240)
        let found = drawn(on: frame, width: 96)
        #expect(drawn(on: Array(frame.reversed()), width: 96) == Array(found.reversed()))
    }

    @Test("black corners lie outside the sector; a black cyst within does not")
    func corners() {
        var frame = [UInt8](repeating: 60, count: 64 * 64)
        for row in 0..<64 {
            for column in 0..<64 where abs(column - 32) > row + 4 { frame[row * 64 + column] = 0 }
        }
        let corners = frame.count { $0 == 0 }
        for row in 40..<50 { for column in 28..<38 { frame[row * 64 + column] = 0 } }
        frame[63 * 64 + 20] = 0
        let found = drawn(on: frame, width: 64)
        #expect(found.count { $0 == ExclusionCauses.outsideSector.rawValue } == corners)
        #expect(found[45 * 64 + 32] == 0, "the cyst")
        #expect(found[63 * 64 + 20] == 0, "a black pixel at the border is no corner")
    }

    @Test("only the region is judged, and 12-bit pixels as 8-bit ones")
    func regionAndDepth() {
        var drawing = PaintedGraphics(width: 96)
        drawing.text(x: 4, y: 4, stroke: 1)
        drawing.text(x: 40, y: 60, stroke: 1)
        let frame = drawing.painted(on: [UInt8](repeating: 50, count: 96 * 96), level: 255)
        var detector = GraphicsDetector()
        let region = PixelRectangle(left: 30, top: 40, right: 200, bottom: 90)
        let bytes = InstanceExclusions(still: frame, width: 96, region: region, rule: .lossless, detector: &detector)
        let words = InstanceExclusions(
            still: frame.map { UInt16(Int($0) * 4095 / 255) },
            width: 96,
            region: region,
            topLevel: 4095,
            rule: .lossless,
            detector: &detector
        )
        #expect(bytes.causes == words.causes)
        #expect(bytes.causes[..<(40 * 96)].allSatisfy { $0 == 0 })
        #expect(drawing.pixels.filter { $0 >= 59 * 96 }.allSatisfy { bytes.causes[$0] != 0 })
    }

    @Test("degenerate stills have no drawing", arguments: [0, 1, 96, 255] as [UInt8], [0, 1, 2, 40])
    func degenerate(level: UInt8, side: Int) {
        let found = drawn(on: [UInt8](repeating: level, count: side * side), width: side)
        #expect(found.allSatisfy { $0 & ExclusionCauses.graphics.rawValue == 0 })
        #expect(found.count == side * side)
    }

    private func drawn(on frame: [UInt8], width: Int? = nil, rule: ExclusionRule = .lossless) -> [UInt8] {
        let width = width ?? side
        var detector = GraphicsDetector()
        let region = PixelRectangle(left: 0, top: 0, right: width, bottom: width)
        var exclusions = InstanceExclusions(still: frame, width: width, region: region, rule: rule, detector: &detector)
        let first = exclusions.causes
        exclusions = InstanceExclusions(still: frame, width: width, region: region, rule: rule, detector: &detector)
        #expect(exclusions.causes == first, "reused memory changes nothing")
        return first
    }

    private func grown(_ pixels: Set<Int>) -> Set<Int> {
        var grown = pixels
        for pixel in pixels { for row in -1...1 { for column in -1...1 { grown.insert(pixel + row * side + column) } } }
        return grown
    }
}
