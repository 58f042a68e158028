import TestSupport
import Testing
import TissueMetrics

@Suite("What stands still in a cine, and masks of a frame")
struct CineExclusionTests {
    private let side = 64
    private var whole: PixelRectangle { PixelRectangle(left: 0, top: 0, right: side, bottom: side) }

    /// Independent levels in 8 frames agree by chance with probability below 100^-7.
    @Test("the drawing is what doesn't change, and black in all frames is outside", arguments: 0..<3)
    func overlay(seed: Int) {
        var drawing = PaintedGraphics(width: side)
        drawing.text(x: 12, y: 12, stroke: 1)
        drawing.rectangle(x: 20, y: 40, width: 9, height: 9)  // thick: only time shows it
        let frames = cine(frames: 8, seed: UInt64(seed), drawing: drawing)
        let found = exclusions(of: frames, rule: .lossless)
        #expect(found.evidence == .frames(8))
        // Bleeding apart, the drawing is the whole and nothing else is.
        var exact = ExclusionRule.lossless
        exact.bleedPixels = 0
        exact.leastOverlayPixels = 1
        let causes = exclusions(of: frames, rule: exact).causes
        for index in causes.indices {
            let truth: ExclusionCauses =
                drawing.pixels.contains(index) ? .graphics : index % side < 6 ? .outsideSector : []
            #expect(causes[index] == truth.rawValue)
        }
    }

    @Test("a flicker within the tolerance is still a drawing, beyond it is tissue", arguments: [(6, true), (7, false)])
    func flicker(range: Int, isDrawing: Bool) {
        var drawing = PaintedGraphics(width: side)
        drawing.rectangle(x: 20, y: 20, width: 20, height: 2)
        var frames = cine(frames: 6, seed: 4, drawing: drawing)
        for pixel in drawing.pixels { frames[3][pixel] = UInt8(200 - range) }
        let causes = exclusions(of: frames, rule: .lossy).causes
        #expect((causes[20 * side + 30] & ExclusionCauses.graphics.rawValue != 0) == isDrawing)
    }

    @Test("the order of frames doesn't matter, nor does memory of others")
    func order() {
        let frames = cine(frames: 9, seed: 7, drawing: PaintedGraphics(width: side))
        var reused = extremes(of: cine(frames: 3, seed: 1, drawing: PaintedGraphics(width: side)))
        reused.removeAll()
        for frame in frames[6...] + frames[..<2] + frames[2..<6].reversed() { reused.add(frame) }
        var detector = GraphicsDetector()
        let found = InstanceExclusions(extremes: reused, region: whole, rule: .lossless, detector: &detector)
        #expect(found == exclusions(of: frames, rule: .lossless))
        #expect(reused.frames == 9)
    }

    @Test("a frozen or short cine is judged as a still", arguments: [12, 2])
    func frozen(frames: Int) {
        let speckle = ScattererField(width: side, height: side, seed: 3).levels(width: side, height: side, mean: 90)
        var drawing = PaintedGraphics(width: side)
        drawing.text(x: 12, y: 12, stroke: 1)
        let frame = drawing.painted(on: speckle, level: 255)
        let cine = exclusions(of: [[UInt8]](repeating: frame, count: frames), rule: .lossless)
        var detector = GraphicsDetector()
        let still = InstanceExclusions(still: frame, width: side, region: whole, rule: .lossless, detector: &detector)
        #expect(cine.evidence == .stillCine(frames: frames))
        #expect(cine.causes == still.causes)
        #expect(still.causes.count { $0 != 0 } < side * side / 8)
    }

    @Test("16-bit extremes give what 8-bit ones give")
    func words() {
        let frames = cine(frames: 6, seed: 5, drawing: PaintedGraphics(width: side))
        var words = TemporalExtremes(width: side, height: side, topLevel: 4095)
        for frame in frames { words.add(frame.map { UInt16($0) * 16 }) }
        var detector = GraphicsDetector()
        let deep = InstanceExclusions(extremes: words, region: whole, rule: .lossless, detector: &detector)
        #expect(deep.causes == exclusions(of: frames, rule: .lossless).causes)
    }

    @Test("no frame and no pixel make no judgement", .tags(.law6))
    func degenerate() {
        var detector = GraphicsDetector()
        let none = TemporalExtremes(width: 4, height: 4)
        let nothing = InstanceExclusions(extremes: none, region: whole, rule: .lossless, detector: &detector)
        #expect(nothing.evidence == .stillCine(frames: 0))
        let empty = TemporalExtremes(width: 0, height: 0)
        #expect(InstanceExclusions(extremes: empty, region: whole, rule: .lossy, detector: &detector).causes.isEmpty)
        var reused = extremes(of: cine(frames: 3, seed: 1, drawing: PaintedGraphics(width: side)))
        reused.removeAll()
        #expect(reused.frames == 0)
        #expect(ExclusionCounts().percent(for: .all) == .emptyRegion)
    }

    /// 8 x 8 pixels: a drawn row of 8, a saturated pixel, colour whose taint covers 3 x 3.
    @Test("a frame's mask has each cause, its counts add up, and patches take it")
    func combination() {
        var drawing = [UInt8](repeating: 50, count: 64)
        for column in 0..<8 { drawing[column] = 200 }
        var rule = ExclusionRule.lossless
        rule.bleedPixels = 0
        var detector = GraphicsDetector()
        let region = PixelRectangle(left: 0, top: 0, right: 8, bottom: 8)
        let instance = InstanceExclusions(still: drawing, width: 8, region: region, rule: rule, detector: &detector)
        var frame = drawing
        frame[63] = 255
        frame[0] = 255
        var rgb = frame.flatMap { [$0, $0, $0] }
        rgb.replaceSubrange((3 * 36)..<(3 * 37), with: [200, 20, 20])
        var colour = ColourMask()
        colour.judge(rgb: rgb, width: 8, height: 8, rule: .init(greyTolerance: 8, bleedPixels: 1, leastPatchPixels: 6))
        var mask = ExclusionMask()
        for _ in 0..<2 { mask.combine(frame: frame, instance: instance, colour: colour) }
        let causes = mask.causes
        let pixels = PixelMask(RegionOutline(region), within: region)
        var counts = ExclusionCounts()
        counts.add(pixels, of: mask.causes, width: 8)
        #expect(counts.pixels == 64)
        #expect(counts.pixels(for: .graphics) == 8)
        #expect(counts.pixels(for: .saturated) == 2)
        #expect(counts.pixels(for: .coloured) == 9)
        #expect(counts.pixels(for: .overlay) == 17)
        #expect(counts.included == 64 - 8 - 1 - 9)
        #expect(counts.percent(for: .coloured) == .value(100 * 9 / 64.0))
        var patch = GreyPatch()
        patch.fill(pixels, of: frame, width: 8, excluded: mask.causes)
        #expect(patch.count == counts.included)

        mask.combine(frame: frame, instance: instance, colour: colour, wanted: .overlay)
        #expect(mask.causes[63] == 0, "saturation is not wanted")
        mask.combine(
            frame: frame.map { $0 == 255 ? 1023 : UInt16($0) },
            topLevel: 1023,
            instance: nil,
            colour: nil,
            wanted: .saturated
        )
        #expect(mask.causes.count { $0 != 0 } == 2)
        let excluded = counts.pixels(for: .all)
        counts.add(pixels, of: causes, width: 8)
        #expect(counts.pixels(for: .all) == 2 * excluded)
    }

    /// Levels 40...139, the left 6 columns black.
    private func cine(frames: Int, seed: UInt64, drawing: PaintedGraphics) -> [[UInt8]] {
        var generator = SplitMix(seed: seed)
        return (0..<frames).map { _ in
            let speckle = (0..<(side * side)).map { index in
                index % side < 6 ? UInt8(0) : UInt8(40 + generator.next() % 100)
            }
            return drawing.painted(on: speckle, level: 200)
        }
    }

    private func extremes(of frames: [[UInt8]]) -> TemporalExtremes {
        var extremes = TemporalExtremes(width: side, height: side)
        for frame in frames { extremes.add(frame) }
        return extremes
    }

    private func exclusions(of frames: [[UInt8]], rule: ExclusionRule) -> InstanceExclusions {
        var detector = GraphicsDetector()
        return InstanceExclusions(extremes: extremes(of: frames), region: whole, rule: rule, detector: &detector)
    }
}
