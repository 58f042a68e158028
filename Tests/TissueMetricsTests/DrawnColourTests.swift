import TestSupport
import Testing
import TissueMetrics

@Suite("What is drawn over the picture")
struct DrawnColourTests {
    private let green = RGBColour(red: 0, green: 255, blue: 60)
    private let flow = PixelRectangle(left: 30, top: 30, right: 50, bottom: 45)
    private let bar = PixelRectangle(left: 90, top: 10, right: 98, bottom: 70)

    /// Flow whose colours vary.
    private func picture(seed: UInt64) -> PaintedPicture {
        var (picture, random) = (PaintedPicture(width: 100, height: 80), SplitMix(seed: seed))
        for y in flow.top..<flow.bottom {
            for x in flow.left..<flow.right {
                picture.paint(x, y, ColourMap.velocity(.random(in: 0.55...1, using: &random)))
            }
        }
        return picture
    }

    private func withDrawings(_ picture: PaintedPicture, thickness: Int) -> PaintedPicture {
        var picture = picture
        let (left, top, right, bottom) = (10, 10, 72, 64)
        for (l, t, r, b) in [
            (left, top, right, top + thickness), (left, bottom - thickness, right, bottom),
            (left, top, left + thickness, bottom), (right - thickness, top, right, bottom),
        ] {
            picture.fill(PixelRectangle(left: l, top: t, right: r, bottom: b), green)
        }
        picture.bar(bar, ColourMap.velocity)
        // An H of two strokes and a bridge.
        for rectangle in [(16, 68, 17, 76), (21, 68, 22, 76), (16, 71, 22, 72)] {
            let (l, t, r, b) = rectangle
            let letter = PixelRectangle(left: l, top: t, right: r, bottom: b)
            picture.fill(letter, RGBColour(red: 255, green: 255, blue: 0))
        }
        return picture
    }

    @Test(
        "memory of another picture leaves no trace, and grey drawings are left out but on flow",
        arguments: 0..<3 as Range<UInt64>
    )
    func reused(seed: UInt64) {
        let first = withDrawings(picture(seed: seed), thickness: 2)
        let second = picture(seed: seed &+ 9)
        var (used, fresh) = (DrawnColour(), DrawnColour())
        used.mark(rgb: first.rgb, width: first.width, colour: first.judged(), bars: [bar])
        used.mark(rgb: second.rgb, width: second.width, colour: second.judged(), bars: [])
        fresh.mark(rgb: second.rgb, width: second.width, colour: second.judged(), bars: [])
        #expect(used.excluded == fresh.excluded)
        var causes = [UInt8](repeating: 0, count: fresh.excluded.count)
        let (onGrey, onFlow) = (5 * second.width + 5, 35 * second.width + 40)
        for index in [onGrey, onFlow] { causes[index] = ExclusionCauses.graphics.rawValue }
        used.mark(rgb: second.rgb, width: second.width, colour: second.judged(), bars: [], causes: causes)
        let more = used.excluded.indices.filter { used.excluded[$0] != fresh.excluded[$0] }
        #expect(more == [onGrey])
    }

    private func counts(_ picture: PaintedPicture, marked: Bool) -> FlowCounts {
        var drawn = DrawnColour()
        for _ in 0..<2 {  // memory is reused
            drawn.mark(rgb: picture.rgb, width: picture.width, colour: picture.judged(), bars: [bar])
        }
        var counts = FlowCounts()
        counts.add(
            picture.mask(PixelRectangle(left: 0, top: 0, right: 100, bottom: 80)),
            rgb: picture.rgb,
            width: picture.width,
            colour: picture.judged(),
            excluded: marked ? drawn.excluded : [],
            scale: nil
        )
        return counts
    }

    @Test("outline, text and bar are no flow; flow stays", arguments: [1, 2], 0..<4 as Range<UInt64>)
    func excluded(thickness: Int, seed: UInt64) {
        let picture = withDrawings(picture(seed: seed), thickness: thickness)
        #expect(counts(picture, marked: true).flow == 20 * 15)
        #expect(counts(picture, marked: false).flow > 20 * 15 + 8 * 50)
    }

    @Test("with halved chroma too, within the border of the flow", arguments: 0..<4 as Range<UInt64>)
    func halvedChroma(seed: UInt64) {
        let picture = withDrawings(picture(seed: seed), thickness: 2).withHalvedChroma()
        let flow = counts(picture, marked: true).flow
        // The flow may grow or shrink by a pixel on each side.
        #expect((18 * 13...22 * 17).contains(flow))
    }

    @Test("without drawings only the bar is left out", arguments: 0..<4 as Range<UInt64>)
    func untouched(seed: UInt64) {
        let picture = picture(seed: seed)
        let counts = counts(picture, marked: true)
        #expect(counts.flow == 20 * 15)
        // The bar's 8 by 60 with two pixels around, which the frame's edge doesn't cut.
        #expect(counts.grey == 100 * 80 - 20 * 15 - 12 * 64)
    }

    @Test("empty, one-pixel and wholly coloured frames don't trap, whatever the bars")
    func degenerate() {
        let far = PixelRectangle(left: -50, top: 500, right: 1000, bottom: 2000)
        for (width, height) in [(1, 0), (1, 1), (3, 200), (50, 50)] {
            var picture = PaintedPicture(width: width, height: height)
            picture.fill(PixelRectangle(left: 0, top: 0, right: width, bottom: height), green)
            var drawn = DrawnColour()
            drawn.mark(rgb: picture.rgb, width: width, colour: picture.judged(), bars: [far])
            #expect(drawn.excluded.count == width * height)
        }
    }
}
