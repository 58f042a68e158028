import Testing
import TissueMetrics

@Suite("Shadows and blocks, whatever the gain and the direction")
struct PictureInvarianceTests {
    private let side = 64
    private var whole: PixelRectangle { PixelRectangle(left: 0, top: 0, right: side, bottom: side) }
    private let roi = PixelRectangle(left: 8, top: 20, right: 40, bottom: 30)

    /// Levels 20...59, so that four times they fit a byte; half of that in a third of the columns, which is dark to the bottom.
    private func picture(seed: Int) -> [UInt8] {
        var generator = SplitMix(seed: UInt64(seed))
        let first = Int.random(in: 0..<side, using: &generator)
        return (0..<(side * side)).map { index in
            let level = UInt8.random(in: 20...59, using: &generator)
            let isDark = (index % side + side - first) % side < side / 3 && index / side >= 15
            return isDark ? level / 2 : level
        }
    }

    private func moved(_ frame: [UInt8], from place: (_ x: Int, _ y: Int) -> (x: Int, y: Int)) -> [UInt8] {
        (0..<(side * side)).map { index in
            let source = place(index % side, index / side)
            return frame[source.y * side + source.x]
        }
    }

    private func shadow(_ frame: [UInt8], _ roi: PixelRectangle, _ drop: ShadowCheck.Drop = .shareOfGrey(0.3)) throws
        -> Double
    {
        var check = ShadowCheck()
        let percent = check.shadowedPercent(
            of: roi,
            within: whole,
            frame: frame,
            width: side,
            excluded: [],
            drop: drop
        )
        return try #require(percent.value)
    }

    /// A power of two moves no bit of a mean or of its bound.
    @Test("a gain leaves the shadow by share as it is", arguments: 0..<8, [2, 4] as [UInt8])
    func shadowGain(seed: Int, gain: UInt8) throws {
        let frame = picture(seed: seed)
        #expect(try shadow(frame.map { $0 * gain }, roi) == shadow(frame, roi))
    }

    /// A difference of two means over 10 rows, or the last 4, is a multiple of 1/20: 9.77 is a fiftieth from any, and rounding
    /// 10^−14.
    @Test("an offset leaves the shadow by levels as it is", arguments: 0..<8)
    func shadowOffset(seed: Int) throws {
        let frame = picture(seed: seed)
        let drop = ShadowCheck.Drop.greyLevels(9.77)
        #expect(try shadow(frame.map { $0 + 100 }, roi, drop) == shadow(frame, roi, drop))
    }

    @Test("a mirrored picture has the mirrored shadow", arguments: 0..<8)
    func shadowMirrored(seed: Int) throws {
        let frame = picture(seed: seed)
        let mirrored = moved(frame) { x, y in (side - 1 - x, y) }
        let there = PixelRectangle(left: side - roi.right, top: roi.top, right: side - roi.left, bottom: roi.bottom)
        #expect(try shadow(mirrored, there) == shadow(frame, roi))
    }

    @Test("columns in another order have as much shadow in all", arguments: 0..<8)
    func shadowPermuted(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed) + 50)
        let frame = picture(seed: seed)
        let order = (0..<side).shuffled(using: &generator)
        let band = PixelRectangle(left: 0, top: 20, right: side, bottom: 30)
        let percent = try shadow(frame, band)
        #expect(percent > 25 && percent < 40, "a third of the columns")
        #expect(try shadow(moved(frame) { x, y in (order[x], y) }, band) == percent)
    }

    private func ratio(_ frame: [UInt8], region: PixelRectangle? = nil) -> Availability {
        var blocks = Blockiness()
        blocks.add(frame, width: side, region: region ?? whole, excluded: [])
        return blocks.ratio
    }

    /// Sums of whole numbers: an offset leaves them, and a power of two scales both.
    @Test("gain, offset and negative leave the blocks' ratio as it is", arguments: 0..<8)
    func blocksGain(seed: Int) {
        let frame = picture(seed: seed)
        let here = ratio(frame)
        #expect(here.value != nil)
        #expect(ratio(frame.map { $0 * 4 }) == here)
        #expect(ratio(frame.map { $0 + 150 }) == here)
        #expect(ratio(frame.map { 255 - $0 }) == here)
    }

    @Test("a picture turned about its diagonal, or mirrored, has the same blocks", arguments: 0..<8)
    func blocksTurned(seed: Int) {
        let frame = picture(seed: seed)
        #expect(ratio(moved(frame) { x, y in (y, x) }) == ratio(frame))
        #expect(ratio(moved(frame) { x, y in (side - 1 - x, y) }) == ratio(frame), "64 is a whole number of blocks")
        let part = PixelRectangle(left: 3, top: 11, right: 42, bottom: 60)
        let turned = PixelRectangle(left: 11, top: 3, right: 60, bottom: 42)
        #expect(ratio(moved(frame) { x, y in (y, x) }, region: turned) == ratio(frame, region: part))
    }
}
