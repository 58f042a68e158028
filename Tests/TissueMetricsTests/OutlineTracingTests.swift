import Testing
import TissueMetrics

@Suite("Outlines of masks")
struct OutlineTracingTests {
    @Test("the pixels of a traced outline are the mask's, with its parts and holes", arguments: 0..<64)
    func roundTrip(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let (width, height) = (Int.random(in: 1...12, using: &generator), Int.random(in: 1...12, using: &generator))
        let density = Double.random(in: 0.1...0.95, using: &generator)
        var runs: [PixelMask.Run] = []
        for row in 0..<height {
            var start: Int?
            for column in 0...width {
                let isIn = column < width && Double.random(in: 0..<1, using: &generator) < density
                if isIn, start == nil { start = column }
                if !isIn, let first = start {
                    runs.append(PixelMask.Run(row: row + 3, columns: (first + 2)..<(column + 2)))
                    start = nil
                }
            }
        }
        let mask = PixelMask(runs: runs)
        let again = PixelMask(
            RegionOutline(tracing: mask),
            within: PixelRectangle(left: 0, top: 0, right: 20, bottom: 20)
        )
        // A row's crossings at equal places split runs: what counts is the pixels.
        #expect(pixels(of: again) == pixels(of: mask))
        #expect(again.count == mask.count)
    }

    @Test("a rectangle has its four corners, and no pixel has no outline")
    func corners() {
        let mask = PixelMask(runs: [.init(row: 1, columns: 2..<5), .init(row: 2, columns: 2..<5)])
        #expect(
            Set(RegionOutline(tracing: mask).points)
                == Set(PixelRectangle(left: 2, top: 1, right: 5, bottom: 3).corners)
        )
        #expect(RegionOutline(tracing: mask).points.count == 4)
        #expect(RegionOutline(tracing: PixelMask(runs: [])).points.isEmpty)
    }

    private func pixels(of mask: PixelMask) -> Set<[Int]> {
        Set(mask.runs.flatMap { run in run.columns.map { [run.row, $0] } })
    }
}
