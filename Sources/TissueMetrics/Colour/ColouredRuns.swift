/// The coloured pixels of a frame as runs within rows, and which of them touch. Work beyond one look at each byte grows with
/// the coloured pixels alone, of which a B-mode frame has few. Its memory is reused from frame to frame.
struct ColouredRuns {
    /// Indices of pixels, counted row by row; ascending, none longer than its row.
    private(set) var runs: [Range<Int>] = []
    /// For each run, a run of the same patch that is not after it; itself for the first of a patch.
    private var parents: [Int] = []
    /// Pixels of the patch, where a run is its own parent.
    private var areas: [Int] = []
    private let phases = Phases()

    /// Pixels that are looked at together.
    private static let block = 64

    /// Whether the bytes at three times a pixel's index, and behind it, are of one pixel.
    private struct Phases {
        /// 255 where the next byte is of the same pixel, else 0.
        let next = (0..<3 * ColouredRuns.block).map { $0 % 3 == 2 ? UInt8(0) : 255 }
        /// 255 where the byte after the next is.
        let afterNext = (0..<3 * ColouredRuns.block).map { $0 % 3 == 0 ? UInt8(255) : 0 }
    }

    /// Coloured pixels.
    var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// Finds the pixels whose largest less smallest of red, green and blue is more than a tolerance.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel, row by row.
    ///   - width: pixels in a row, not 0 where there is a pixel.
    ///   - tolerance: levels.
    mutating func find(in rgb: Span<UInt8>, width: Int, tolerance: Int) {
        runs.removeAll(keepingCapacity: true)
        let pixels = rgb.count / 3
        var growing = GrowingRun(width: width)
        var first = 0
        while first < pixels {
            let end = min(first + Self.block, pixels)
            // The last block lacks the two bytes behind it.
            if end == pixels || Int(spread(of: rgb, from: 3 * first)) > tolerance {
                let bytes = rgb.extracting((3 * first)..<(3 * end))
                for index in 0..<(end - first) {
                    let (red, green, blue) = (bytes[3 * index], bytes[3 * index + 1], bytes[3 * index + 2])
                    let spread = max(red, green, blue) - min(red, green, blue)
                    if Int(spread) > tolerance { growing.add(first + index, to: &runs) }
                }
            }
            first = end
        }
        growing.end(in: &runs)
    }

    /// The largest difference between two channels of a pixel in a block. Each byte is compared with the two behind it, and what
    /// compares two pixels masked: three times the comparisons that are needed, but without a shuffle, so that they are made
    /// sixteen at a time.
    private func spread(of rgb: Span<UInt8>, from start: Int) -> UInt8 {
        let count = 3 * Self.block
        let here = rgb.extracting(start..<(start + count))
        let next = rgb.extracting((start + 1)..<(start + 1 + count))
        let afterNext = rgb.extracting((start + 2)..<(start + 2 + count))
        let isNext = phases.next.span.extracting(0..<count)
        let isAfterNext = phases.afterNext.span.extracting(0..<count)
        var most: UInt8 = 0
        for index in 0..<count {
            let one = Self.distance(here[index], next[index]) & isNext[index]
            let other = Self.distance(here[index], afterNext[index]) & isAfterNext[index]
            most = max(most, max(one, other))
        }
        return most
    }

    /// Whether more than half of the pixels that aren't black are coloured; looks no further than until that is known.
    ///
    /// - Parameters:
    ///   - rgb: the frame.
    ///   - tolerance: a pixel is black where no channel is above it.
    /// - Returns: false where there is no coloured pixel.
    func areMost(of rgb: Span<UInt8>, tolerance: Int) -> Bool {
        let (pixels, enough) = (rgb.count / 3, 2 * count)
        var (bright, first) = (0, 0)
        while first < pixels && bright < enough {
            let end = min(first + Self.block, pixels)
            if end < pixels && (0...255).contains(tolerance) {
                bright += brightPixels(of: rgb, from: 3 * first, above: UInt8(tolerance))
            } else {
                for index in first..<end {
                    let most = max(rgb[3 * index], rgb[3 * index + 1], rgb[3 * index + 2])
                    if Int(most) > tolerance { bright += 1 }
                }
            }
            first = end
        }
        return enough > bright
    }

    /// How many pixels of a block have a channel above a level: of each three bytes, those that begin with a pixel's first.
    private func brightPixels(of rgb: Span<UInt8>, from start: Int, above level: UInt8) -> Int {
        let count = 3 * Self.block
        let here = rgb.extracting(start..<(start + count))
        let next = rgb.extracting((start + 1)..<(start + 1 + count))
        let afterNext = rgb.extracting((start + 2)..<(start + 2 + count))
        let isFirst = phases.afterNext.span.extracting(0..<count)
        // At most the block's pixels, so that a byte holds the sum.
        var bright: UInt8 = 0
        for index in 0..<count {
            let most = max(here[index], max(next[index], afterNext[index]))
            bright &+= (most > level ? 1 : 0) & isFirst[index]
        }
        return Int(bright)
    }

    /// Cannot overflow: the larger less the smaller.
    @inline(__always)
    private static func distance(_ one: UInt8, _ other: UInt8) -> UInt8 { max(one, other) &- min(one, other) }

    /// Drops the pixels of a tinted map.
    ///
    /// - Parameters:
    ///   - curve: the map's.
    ///   - rgb: the frame.
    ///   - width: pixels in a row.
    mutating func drop(on curve: TintCurve, of rgb: Span<UInt8>, width: Int) {
        var kept: [Range<Int>] = []
        var growing = GrowingRun(width: width)
        for run in runs {
            curve.visit(rgb, in: run) { pixel, isOnCurve in
                if !isOnCurve { growing.add(pixel, to: &kept) }
            }
        }
        growing.end(in: &kept)
        runs = kept
    }

    /// Joins the runs that touch along a side of a pixel into patches.
    mutating func joinPatches(width: Int) {
        parents.removeAll(keepingCapacity: true)
        areas.removeAll(keepingCapacity: true)
        var above = 0
        for index in runs.indices {
            parents.append(index)
            areas.append(runs[index].count)
            let (start, end) = (runs[index].lowerBound - width, runs[index].upperBound - width)
            while runs[above].upperBound <= start { above += 1 }
            var touching = above
            while runs[touching].lowerBound < end {
                join(touching, index)
                touching += 1
            }
        }
    }

    /// The pixels of the patch that a run belongs to, once patches are joined.
    mutating func patchArea(ofRun index: Int) -> Int { areas[root(of: index)] }

    private mutating func join(_ one: Int, _ other: Int) {
        let (one, other) = (root(of: one), root(of: other))
        guard one != other else { return }
        parents[max(one, other)] = min(one, other)
        areas[min(one, other)] += areas[max(one, other)]
    }

    private mutating func root(of index: Int) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }
}

/// Turns ascending pixels into runs, none longer than its row.
private struct GrowingRun {
    let width: Int
    private var start = 0
    private var end = 0
    private var rowEnd = 0

    init(width: Int) { self.width = width }

    @inline(__always)
    mutating func add(_ pixel: Int, to runs: inout [Range<Int>]) {
        if pixel != end || pixel >= rowEnd {
            if start < end { runs.append(start..<end) }
            if pixel >= rowEnd { rowEnd = (pixel / width + 1) * width }
            start = pixel
        }
        end = pixel + 1
    }

    func end(in runs: inout [Range<Int>]) {
        if start < end { runs.append(start..<end) }
    }
}
