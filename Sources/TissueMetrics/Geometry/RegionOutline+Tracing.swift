extension RegionOutline {
    /// The outline of a mask along its pixels' edges: `PixelMask` of it is the mask again. Parts and holes hang together by lines
    /// that are drawn there and back, which even-odd counting is blind to.
    package init(tracing mask: PixelMask) {
        var edges = PixelEdges(mask)
        var points: [ImagePoint] = []
        while let loop = edges.nextLoop() {
            let start = points.first
            points += loop
            if let start {
                points.append(loop[0])
                points.append(start)
            } else {
                points.append(loop[0])
            }
        }
        if points.count > 1, points.first == points.last { points.removeLast() }
        self.init(points)
    }
}

/// The edges between a mask and what is not of it, each walked once with the mask to the right.
private struct PixelEdges {
    private enum Side: Int {
        case top, right, bottom, left

        /// The next side in walking order.
        var turned: Side { Side(rawValue: (rawValue + 1) % 4) ?? .top }
        /// The side before.
        var turnedBack: Side { Side(rawValue: (rawValue + 3) % 4) ?? .top }
        /// One step of the walk along the side.
        var step: (x: Int, y: Int) {
            switch self {
            case .top: (1, 0)
            case .right: (0, 1)
            case .bottom: (-1, 0)
            case .left: (0, -1)
            }
        }
    }

    private let left: Int
    private let top: Int
    /// With a frame of one pixel that is not of the mask.
    private let width: Int
    private var isInside: [Bool] = []
    private var isWalked: [Bool] = []
    private var next = 0

    init(_ mask: PixelMask) {
        guard let first = mask.runs.first, let last = mask.runs.last else {
            (left, top, width) = (0, 0, 0)
            return
        }
        left = mask.runs.reduce(Int.max) { min($0, $1.columns.lowerBound) } - 1
        top = first.row - 1
        width = mask.runs.reduce(0) { max($0, $1.columns.upperBound) } - left + 1
        isInside = [Bool](repeating: false, count: width * (last.row - top + 2))
        isWalked = isInside
        for run in mask.runs {
            for column in run.columns { isInside[(run.row - top) * width + column - left] = true }
        }
    }

    /// The corners of the next loop; nil after the last. Every loop has a top edge.
    mutating func nextLoop() -> [ImagePoint]? {
        while next < isInside.count {
            let start = next
            next += 1
            guard isInside[start], !isInside[start - width], !isWalked[start] else { continue }
            return loop(from: start)
        }
        return nil
    }

    private mutating func loop(from start: Int) -> [ImagePoint] {
        var corners: [ImagePoint] = []
        var (pixel, side) = (start, Side.top)
        repeat {
            if side == .top { isWalked[pixel] = true }
            let ahead = pixel + side.step.x + side.step.y * width
            let beside = ahead + side.turnedBack.step.x + side.turnedBack.step.y * width
            if !isInside[ahead] {
                corners.append(end(of: side, pixel))
                side = side.turned
            } else if isInside[beside] {
                corners.append(end(of: side, pixel))
                (pixel, side) = (beside, side.turnedBack)
            } else {
                pixel = ahead
            }
        } while pixel != start || side != .top
        return corners
    }

    private func end(of side: Side, _ pixel: Int) -> ImagePoint {
        let (x, y) = (pixel % width + left, pixel / width + top)
        return switch side {
        case .top: ImagePoint(x: Double(x + 1), y: Double(y))
        case .right: ImagePoint(x: Double(x + 1), y: Double(y + 1))
        case .bottom: ImagePoint(x: Double(x), y: Double(y + 1))
        case .left: ImagePoint(x: Double(x), y: Double(y))
        }
    }
}
