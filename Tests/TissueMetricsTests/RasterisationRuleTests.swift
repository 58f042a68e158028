import Testing
import TissueMetrics

@Suite("The one rule of which pixels an outline holds")
struct RasterisationRuleTests {
    private let bounds = PixelRectangle(left: 0, top: 0, right: 40, bottom: 30)

    /// A grid of points, moved at random, cut into quadrilaterals and these into triangles: they cover the bounds once.
    @Test("adjoining polygons share no pixel and lose none", arguments: 0..<24)
    func partition(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        // Whole and half coordinates put edges on pixel centres, which is where a rule shows.
        let steps: [Double] = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
        var points: [[ImagePoint]] = []
        for row in 0...3 {
            points.append(
                (0...4).map { column in
                    let isInner = (1..<3).contains(row) && (1..<4).contains(column)
                    let x = isInner ? steps[Int(generator.next() % 9)] : 0
                    let y = isInner ? steps[Int(generator.next() % 9)] : 0
                    return ImagePoint(x: Double(10 * column) + x, y: Double(10 * row) + y)
                }
            )
        }
        var covered = [Int](repeating: 0, count: 40 * 30)
        for row in 0..<3 {
            for column in 0..<4 {
                let (a, b) = (points[row][column], points[row][column + 1])
                let (c, d) = (points[row + 1][column + 1], points[row + 1][column])
                for triangle in [[a, b, c], [c, d, a]] {
                    for run in PixelMask(RegionOutline(triangle), within: bounds).runs {
                        for x in run.columns { covered[run.row * 40 + x] += 1 }
                    }
                }
            }
        }
        #expect(covered.allSatisfy { $0 == 1 })
    }

    /// A pentagram drawn in one stroke: its points are inside once, its heart twice, which is outside.
    @Test("a self-crossing outline leaves out what it encloses twice")
    func pentagram() {
        let star = RegionOutline([
            .init(x: 20, y: 1), .init(x: 28, y: 27), .init(x: 6, y: 11), .init(x: 34, y: 11), .init(x: 12, y: 27),
        ])
        let mask = PixelMask(star, within: bounds)
        #expect(!holds(mask, x: 20, y: 15), "the heart")
        #expect(holds(mask, x: 20, y: 6), "a point of the star")
        #expect(holds(mask, x: 13, y: 23))
    }

    @Test("a bow tie holds both of its wings")
    func bowTie() {
        let outline = RegionOutline([.init(x: 0, y: 0), .init(x: 20, y: 20), .init(x: 20, y: 0), .init(x: 0, y: 20)])
        let mask = PixelMask(outline, within: bounds)
        #expect(holds(mask, x: 2, y: 10) && holds(mask, x: 17, y: 10))
        #expect(!holds(mask, x: 10, y: 2) && !holds(mask, x: 10, y: 17))
        // The wings are the left and right quarters of a square of 400 pixels.
        #expect(mask.count == 200)
    }

    @Test("the direction and the first corner do not matter", arguments: 0..<8)
    func turning(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let points = (0..<6).map { _ in
            ImagePoint(x: Double(generator.next() % 80) / 2, y: Double(generator.next() % 60) / 2)
        }
        let mask = PixelMask(RegionOutline(points), within: bounds)
        #expect(PixelMask(RegionOutline(points.reversed()), within: bounds) == mask)
        #expect(PixelMask(RegionOutline(Array(points[2...] + points[..<2])), within: bounds) == mask)
    }

    /// PS3.3 C.18.6.1: the first pixel spans 0\0 to 1\1, its centre is 0.5\0.5.
    @Test("coordinates are DICOM's: the first pixel's centre is 0.5\\0.5")
    func coordinates() {
        func square(_ x: Double, _ y: Double, _ size: Double) -> PixelMask {
            PixelMask(
                RegionOutline([
                    .init(x: x, y: y), .init(x: x + size, y: y), .init(x: x + size, y: y + size),
                    .init(x: x, y: y + size),
                ]),
                within: bounds
            )
        }
        #expect(isOnly(square(0, 0, 1), x: 0, y: 0))
        #expect(isOnly(square(0.25, 0.25, 0.5), x: 0, y: 0))
        #expect(square(0.625, 0.625, 0.75).count == 0, "between centres")
        // A centre on the left or upper edge is inside, on the right or lower edge outside.
        #expect(isOnly(square(0.5, 0.5, 1), x: 0, y: 0))
        #expect(isOnly(square(39.5, 29.5, 8), x: 39, y: 29))
    }

    @Test("no corner, one, two, and corners in line hold no pixel", arguments: [0, 1, 2, 3])
    func degenerate(corners: Int) {
        let points = (0..<corners).map { ImagePoint(x: Double(5 * $0), y: Double(5 * $0)) }
        let mask = PixelMask(RegionOutline(points), within: bounds)
        #expect(mask.count == 0 && mask.runs.isEmpty)
        let nothing = PixelRectangle(left: 0, top: 0, right: 0, bottom: 0)
        #expect(PixelMask(RegionOutline(bounds), within: nothing).count == 0)
    }

    private func isOnly(_ mask: PixelMask, x: Int, y: Int) -> Bool { mask.count == 1 && holds(mask, x: x, y: y) }

    private func holds(_ mask: PixelMask, x: Int, y: Int) -> Bool {
        mask.runs.contains { $0.row == y && $0.columns.contains(x) }
    }
}
