import TestSupport
import Testing
import TissueMetrics

@Suite("Motion between frames")
struct MotionTests {
    private let side = 64
    private var whole: PixelRectangle { PixelRectangle(left: 0, top: 0, right: side, bottom: side) }

    @Test(
        "a whole displacement is found, with correlation 1",
        arguments: [(0, 0), (3, -2), (-7, 11), (15, 15), (-15, 1)]
    )
    func wholePixels(x: Int, y: Int) throws {
        var search = MotionSearch()
        let frame = noise(seed: 1, side: 128)
        let from = tile(of: frame, x: 32, y: 32)
        let estimate = search.estimate(from: from, to: tile(of: frame, x: 32 - x, y: 32 - y))
        guard case .moved(let foundX, let foundY, let correlation) = estimate else {
            Issue.record("\(estimate)")
            return
        }
        // The parabola through the peak of white noise: side values of up to 4/√1024 move the top by at most half of 0.125.
        #expect(abs(foundX - Double(x)) < 0.1)
        #expect(abs(foundY - Double(y)) < 0.1)
        #expect(abs(correlation - 1) < 1e-12)
    }

    /// The intensity of speckle of spread s decorrelates as g = exp(-d²/2s²), its logarithm as Li₂(g) / (π²/6). At s = 1.6
    /// and half a pixel on both axes that is Li₂(0.907) / 1.645 = 0.80; 32 x 32 pixels hold 1024 / πs² = 127 cells, so that
    /// its sd is 0.36/√127 = 0.032 and three of them leave 0.70.
    /// A parabola through that function at -1.25, -0.25 and 0.75 px (0.58, 0.96, 0.78) errs by 0.067 px, which is the worst.
    /// The two outer values differ with sd of at most √(2 (1 - g(2 px))) / √127 = 0.092, hence the top with 0.092/2/0.555 =
    /// 0.083 px: 0.067 and three of these are 0.32 px.
    @Test(
        "a fraction of a pixel is found",
        arguments: [(0.25, 0.0), (0.5, -0.5), (-2.4, 3.3), (7.7, -0.1)],
        [UInt64(3), 5]
    )
    func fractions(shift: (Double, Double), seed: UInt64) throws {
        let field = ScattererField(width: side, height: side, spread: 1.6, seed: seed)
        let first = field.levels(width: side, height: side, mean: 130)
        let second = field.levels(width: side, height: side, mean: 130, shiftX: shift.0, shiftY: shift.1)
        var search = MotionSearch()
        let estimate = search.estimate(
            from: MotionTile(whole, of: first, width: side),
            to: MotionTile(whole, of: second, width: side)
        )
        guard case .moved(let x, let y, let correlation) = estimate else {
            Issue.record("\(estimate)")
            return
        }
        #expect(abs(x - shift.0) < 0.32)
        #expect(abs(y - shift.1) < 0.32)
        #expect(correlation > 0.7)
    }

    @Test("gain and offset change nothing", arguments: 0..<4)
    func gain(seed: UInt64) {
        let frame = noise(seed: seed, side: 128).map { $0 / 4 }
        let from = tile(of: frame, x: 30, y: 30)
        var search = MotionSearch()
        let plain = search.estimate(from: from, to: tile(of: frame, x: 27, y: 35))
        let louder = search.estimate(from: from, to: tile(of: frame.map { 3 * $0 + 20 }, x: 27, y: 35))
        guard case .moved(let x, let y, let correlation) = plain, case .moved(let x3, let y3, let correlation3) = louder
        else {
            Issue.record("\(plain) \(louder)")
            return
        }
        #expect(abs(x - x3) < 1e-9 && abs(y - y3) < 1e-9 && abs(correlation - correlation3) < 1e-9)
    }

    @Test("further than the search is said so, at least")
    func beyond() {
        let frame = noise(seed: 2, side: 128)
        var search = MotionSearch()
        let estimate = search.estimate(from: tile(of: frame, x: 32, y: 32), to: tile(of: frame, x: 16, y: 32))
        guard case .beyondSearch(let pixels, let correlation) = estimate else {
            Issue.record("\(estimate)")
            return
        }
        #expect(pixels == 16)
        #expect(abs(correlation - 1) < 1e-12)
    }

    @Test("constant, small, empty and unequal tiles have no motion", .tags(.law6))
    func degenerate() {
        var search = MotionSearch()
        let constant = MotionTile(whole, of: [UInt8](repeating: 9, count: side * side), width: side)
        let speckle = tile(of: noise(seed: 3, side: 128), x: 0, y: 0)
        #expect(search.estimate(from: constant, to: constant) == .notAvailable("the tile is constant"))
        #expect(search.estimate(from: speckle, to: constant) == .notAvailable("the tile is constant"))
        #expect(search.estimate(from: constant, to: speckle).distance == nil)
        let empty = MotionTile(whole, of: [UInt8](), width: 0)
        #expect(search.estimate(from: empty, to: empty).correlation == nil)
        #expect(search.estimate(from: empty, to: speckle) == .notAvailable("the frames' tiles differ in size"))
        let pixel = MotionTile(whole, of: [UInt8(7)], width: 1)
        #expect(search.estimate(from: pixel, to: pixel).distance == nil)
        var independence = FrameIndependence()
        independence.add(constant, constant)
        #expect(independence.medianCorrelation.value == nil)
    }

    @Test("a tile is the middle of its rectangle, and of deeper pixels the upper eight bits")
    func middle() {
        let frame = (0..<8000).map { index -> UInt16 in 16 * UInt16(index % 100 + index / 100) }
        let part = MotionTile(
            PixelRectangle(left: 10, top: 20, right: 90, bottom: 40),
            of: frame,
            width: 100,
            topLevel: 4095
        )
        #expect(part.width == 64 && part.height == 20)
        #expect(part.levels.first == UInt8(18 + 20))
        #expect(part.levels.last == UInt8(81 + 39))
    }

    @Test("a summary has the extremes and the pairs beyond the bounds")
    func summary() {
        var summary = MotionSummary(rule: .init(mostPixels: 2))
        #expect(summary.greatestDisplacement == .notAvailable("there are no two frames to compare"))
        summary.add(.notAvailable("the tile is constant"))
        #expect(summary.leastCorrelation == .notAvailable("motion can't be told on any pair of frames"))
        summary.add(.moved(x: 0, y: 1, correlation: 0.95))
        summary.add(.moved(x: 3, y: -4, correlation: 0.9))
        summary.add(.moved(x: 0, y: 0, correlation: 0.5))
        summary.add(.moved(x: 1, y: 0, correlation: 0.85))
        #expect(summary.greatestDisplacement == .value(5))
        #expect(summary.leastCorrelation == .value(0.5))
        #expect(summary.movingPairs == 2 && summary.pairs == 4)
        #expect(summary.unknownPairs == 1 && summary.pairsBeyondSearch == 0)
    }

    /// b = w a + √(1-w²) c of independent a and c correlates by w; of 4,096 independent pixels with sd (1-w²)/64, so 0.08 is
    /// five of them. Rounding to whole levels of sd 20 loses less than 0.001.
    @Test("frames correlate as persistence makes them", arguments: [0.0, 0.3, 0.7, 1.0])
    func persistence(weight: Double) throws {
        var generator = SplitMix(seed: 77)
        var independence = FrameIndependence()
        let normal = { (generator: inout SplitMix) in
            (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        }
        var (one, other): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<(side * side) {
            let (a, c) = (normal(&generator), normal(&generator))
            one.append(UInt8(clamping: Int((128 + 20 * a).rounded())))
            let mixed = weight * a + (1 - weight * weight).squareRoot() * c
            other.append(UInt8(clamping: Int((128 + 20 * mixed).rounded())))
        }
        independence.add(MotionTile(whole, of: one, width: side), MotionTile(whole, of: other, width: side))
        let correlation = try #require(independence.medianCorrelation.value)
        #expect(abs(correlation - weight) < 0.08)
    }

    private func noise(seed: UInt64, side: Int) -> [UInt8] {
        var generator = SplitMix(seed: seed)
        return (0..<(side * side)).map { _ in UInt8(generator.next() % 256) }
    }

    /// 64 x 64 pixels of a frame of 128 x 128.
    private func tile(of frame: [UInt8], x: Int, y: Int) -> MotionTile {
        MotionTile(PixelRectangle(left: x, top: y, right: x + side, bottom: y + side), of: frame, width: 128)
    }
}
