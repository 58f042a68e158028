import Testing
import TissueMetrics

@Suite("Colour")
struct ColourMaskTests {
    private let rule = ColourMask.Rule(greyTolerance: 8, bleedPixels: 2, leastPatchPixels: 6)
    private let whole = PixelMask(
        RegionOutline(PixelRectangle(left: 0, top: 0, right: 20, bottom: 10)),
        within: .init(left: 0, top: 0, right: 20, bottom: 10)
    )

    @Test("a planted patch has its fraction, and taints its surroundings")
    func patch() {
        let counts = counts(
            painting: Set((2..<6).flatMap { y in (4..<9).map { x in 20 * y + x } }),
            with: (200, 20, 20)
        )
        #expect(counts.flow == 20)
        #expect(counts.grey == 180)
        #expect(counts.tainted == 8 * 9, "two pixels more on each side")
    }

    @Test("a speck is neither flow nor grey, but taints")
    func speck() {
        let counts = counts(painting: [20 * 5 + 10], with: (20, 20, 200))
        #expect(counts.flow == 0)
        #expect(counts.grey == 199)
        #expect(counts.tainted == 25)
    }

    @Test("what differs by no more than the tolerance is grey", arguments: [(8, 0), (9, 20)])
    func tolerance(excess: UInt8, flow: Int) {
        let counts = counts(
            painting: Set((2..<6).flatMap { y in (4..<9).map { x in 20 * y + x } }),
            with: (100 + excess, 100, 100)
        )
        #expect(counts.flow == flow)
    }

    private func counts(painting pixels: Set<Int>, with colour: (UInt8, UInt8, UInt8)) -> ColourCounts {
        var frame: [UInt8] = []
        for pixel in 0..<200 { frame += pixels.contains(pixel) ? [colour.0, colour.1, colour.2] : [90, 90, 90] }
        var mask = ColourMask()
        for _ in 0..<2 { mask.judge(rgb: frame, width: 20, height: 10, rule: rule) }  // memory is reused
        var counts = ColourCounts()
        counts.add(whole, of: mask, width: 20)
        return counts
    }
}
