import Testing
import TissueMetrics

@Suite("Regions of interest")
struct PixelMaskTests {
    private let bounds = PixelRectangle(left: 0, top: 0, right: 64, bottom: 48)

    @Test("a rectangle of whole pixels holds exactly these")
    func rectangle() {
        let mask = PixelMask(RegionOutline(PixelRectangle(left: 3, top: 5, right: 13, bottom: 9)), within: bounds)
        #expect(mask.count == 40)
        #expect(mask.runs.map(\.row) == [5, 6, 7, 8])
        #expect(mask.runs.allSatisfy { $0.columns == 3..<13 })
    }

    /// Truth: the rule itself, by crossing number at each centre.
    @Test("a pixel belongs where its centre is inside by the even-odd rule", arguments: 0..<32)
    func evenOdd(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let points = (0..<7).map { _ in
            ImagePoint(x: .random(in: -10...74, using: &generator), y: .random(in: -10...58, using: &generator))
        }
        let mask = PixelMask(RegionOutline(points), within: bounds)
        var expected = 0
        for row in 0..<48 {
            for column in 0..<64 where Self.isInside(Double(column) + 0.5, Double(row) + 0.5, points) { expected += 1 }
        }
        #expect(mask.count == expected)
        let clipped = RegionOutline(points).clipped(to: bounds)
        #expect(clipped.points.allSatisfy { (0...64).contains($0.x) && (0...48).contains($0.y) })
        #expect(PixelMask(clipped, within: bounds).count == expected, "clipping to the bounds loses no pixel")
    }

    @Test("two halves of a cut region share no pixel and lose none", arguments: [0.0, 0.3, 0.5, 1])
    func cut(at fraction: Double) {
        let x = 20 + fraction
        let left = PixelMask(
            RegionOutline([.init(x: 0, y: 0), .init(x: x, y: 0), .init(x: x, y: 48), .init(x: 0, y: 48)]),
            within: bounds
        )
        let right = PixelMask(
            RegionOutline([.init(x: x, y: 0), .init(x: 64, y: 0), .init(x: 64, y: 48), .init(x: x, y: 48)]),
            within: bounds
        )
        #expect(left.count + right.count == 64 * 48)
    }

    /// A circle of radius 20 around a pixel's corner holds the pixel centres (i + ½, j + ½) with (i + ½)² + (j + ½)² < 400: a
    /// whole number, by counting. None lies between the circle and its polygon of 72 points, which is at most 0.02 inside.
    @Test("an ellipse holds the pixel centres within it")
    func ellipse() {
        let outline = RegionOutline(ellipseAt: ImagePoint(x: 32, y: 24), radiusX: 20, radiusY: 20)
        let centres = (-20..<20).flatMap { y in (-20..<20).map { x in (2 * x + 1, 2 * y + 1) } }
        let inside = centres.count { x, y in x * x + y * y < 1600 }
        #expect(PixelMask(outline, within: bounds).count == inside)
    }

    @Test("an outline outside the bounds has no pixel")
    func outside() {
        let outline = RegionOutline([.init(x: 100, y: 0), .init(x: 120, y: 0), .init(x: 110, y: 40)])
        #expect(PixelMask(outline, within: bounds).count == 0)
        #expect(PixelMask(outline.clipped(to: bounds), within: bounds).count == 0)
    }

    private static func isInside(_ x: Double, _ y: Double, _ points: [ImagePoint]) -> Bool {
        var isInside = false
        for (a, b) in zip(points, points.dropFirst() + points.prefix(1))
        where (a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x {
            isInside.toggle()
        }
        return isInside
    }
}
