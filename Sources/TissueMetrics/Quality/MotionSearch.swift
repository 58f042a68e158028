/// Finds the middle of one tile on another by normalised cross-correlation at each whole displacement, up to 16 pixels and at
/// most a quarter of the tile, and the fraction by a parabola through the peak on each axis. Gain and offset do not matter.
/// Its memory is reused; all sums are of whole numbers and exact.
package struct MotionSearch: Sendable {
    /// The furthest displacement searched, pixels.
    package static let mostShift = 16
    /// The least side of what is matched, pixels.
    private static let leastSide = 8

    /// Eight pixels of a row of 32: wider vectors of numbers are computed one by one.
    private typealias Part = SIMD8<Float>
    private static let partsPerRow = 4

    private var template: [Part] = []
    /// Of each shift across, the rows of the second tile from there.
    private var shifted: [Part] = []
    private var scores: [Double] = []

    package init() {}

    /// How far what is on the middle of the first tile has moved on the second.
    package mutating func estimate(from first: MotionTile, to second: MotionTile) -> MotionEstimate {
        guard first.width == second.width, first.height == second.height else {
            return .notAvailable("the frames' tiles differ in size")
        }
        // What is matched has up to 32 pixels a side; a smaller tile leaves a quarter on each side.
        let (reachX, reachY) = (min(Self.mostShift, first.width / 4), min(Self.mostShift, first.height / 4))
        let (width, height) = (first.width - 2 * reachX, first.height - 2 * reachY)
        guard width >= Self.leastSide, height >= Self.leastSide else {
            return .notAvailable("the region is too small to tell motion (less than 16 pixels)")
        }
        load(first, second, reachX: reachX, reachY: reachY, width: width, height: height)
        guard let deviation = templateDeviation(pixels: width * height) else {
            return .notAvailable("the tile is constant")
        }
        Self.score(
            template,
            on: shifted,
            sum: templateSum,
            reachX: reachX,
            reachY: reachY,
            width: width,
            height: height,
            deviation: deviation,
            into: &scores
        )
        return peak(reachX: reachX, reachY: reachY)
    }

    /// Levels less 128, 0 beyond what is matched: products are at most 2^14 and a lane sums 128 of them, so that the whole
    /// numbers are exact in 24 bits.
    private mutating func load(
        _ first: MotionTile,
        _ second: MotionTile,
        reachX: Int,
        reachY: Int,
        width: Int,
        height: Int
    ) {
        template.removeAll(keepingCapacity: true)
        let (one, other) = (first.levels.span, second.levels.span)
        for row in 0..<height {
            Self.append(one, from: (row + reachY) * first.width + reachX, count: width, to: &template)
        }
        shifted.removeAll(keepingCapacity: true)
        for shift in 0...(2 * reachX) {
            for row in 0..<second.height {
                Self.append(other, from: row * second.width + shift, count: width, to: &shifted)
            }
        }
    }

    private static func append(_ levels: Span<UInt8>, from start: Int, count: Int, to rows: inout [Part]) {
        for part in 0..<partsPerRow {
            var lanes = Part.zero
            for lane in 0..<max(0, min(8, count - 8 * part)) {
                lanes[lane] = Float(Int(levels[start + 8 * part + lane]) - 128)
            }
            rows.append(lanes)
        }
    }

    private var templateSum: Double { Self.total(template.reduce(Part.zero) { $0 + $1 }) }

    /// The root of n Σt² - (Σt)²; nil where all pixels are equal.
    private func templateDeviation(pixels: Int) -> Double? {
        let squares = Self.total(template.reduce(Part.zero) { $0 + $1 * $1 })
        let spread = Double(pixels) * squares - templateSum * templateSum
        return spread > 0 ? spread.squareRoot() : nil
    }

    private static func score(
        _ template: [Part],
        on shifted: [Part],
        sum: Double,
        reachX: Int,
        reachY: Int,
        width: Int,
        height: Int,
        deviation: Double,
        into scores: inout [Double]
    ) {
        scores.removeAll(keepingCapacity: true)
        let rows = height + 2 * reachY
        let pixels = Double(width * height)
        let (own, others) = (template.span, shifted.span)
        for y in 0...(2 * reachY) {
            for x in 0...(2 * reachX) {
                var (products, levels, squares) = (Part.zero, Part.zero, Part.zero)
                let start = (x * rows + y) * partsPerRow
                for part in 0..<(height * partsPerRow) {
                    let there = others[start + part]
                    products += own[part] * there
                    levels += there
                    squares += there * there
                }
                let levelSum = total(levels)
                let spread = pixels * total(squares) - levelSum * levelSum
                // Where the second tile is constant nothing matches.
                let score =
                    spread > 0
                    ? (pixels * total(products) - sum * levelSum) / (deviation * spread.squareRoot()) : -1
                scores.append(score)
            }
        }
    }

    /// Each lane is a whole number below 2^24 and their sum below 2^53, so that the order of summation doesn't matter.
    private static func total(_ part: Part) -> Double {
        var sum = 0.0
        for lane in 0..<8 { sum += Double(part[lane]) }
        return sum
    }

    private func peak(reachX: Int, reachY: Int) -> MotionEstimate {
        let across = 2 * reachX + 1
        // Of equal matches the nearest counts, so that a still picture of stripes stands still.
        var (best, bestDistance) = (reachY * across + reachX, 0)
        for index in scores.indices {
            let (x, y) = (index % across - reachX, index / across - reachY)
            let distance = x * x + y * y
            if (scores[index], -distance) > (scores[best], -bestDistance) { (best, bestDistance) = (index, distance) }
        }
        let (x, y) = (best % across - reachX, best / across - reachY)
        let correlation = min(max(scores[best], -1), 1)
        guard correlation > -1 else { return .notAvailable("the tile is constant") }
        guard abs(x) < reachX, abs(y) < reachY else {
            return .beyondSearch(pixels: Double(x * x + y * y).squareRoot(), correlation: correlation)
        }
        return .moved(
            x: Double(x) + Self.vertex(scores[best - 1], scores[best], scores[best + 1]),
            y: Double(y) + Self.vertex(scores[best - across], scores[best], scores[best + across]),
            correlation: correlation
        )
    }

    /// Where the parabola through three values has its top, pixels from the middle one, which is the greatest.
    private static func vertex(_ before: Double, _ peak: Double, _ after: Double) -> Double {
        let curvature = before - 2 * peak + after
        return curvature < 0 ? min(max(0.5 * (before - after) / curvature, -0.5), 0.5) : 0
    }
}
