/// The RGB curve of a tinted grey map: each brightness has one colour, and no channel falls as brightness rises (qus.md A2).
/// A sepia or blue B-mode is tinted, not coloured by flow.
struct TintCurve {
    /// Memory that is reused from frame to frame; taken when a frame first needs it.
    struct Counts {
        /// Pixels of each luma.
        fileprivate var totals: [Int] = []
        /// Pixels by channel, luma and level of the channel.
        fileprivate var levels: [UInt32] = []

        fileprivate mutating func clear() {
            totals = [Int](repeating: 0, count: 256)
            if levels.isEmpty {
                levels = [UInt32](repeating: 0, count: 3 * 256 * 256)
            } else {
                for index in levels.indices { levels[index] = 0 }
            }
        }
    }

    /// Red, green and blue for each luma from 0: the median of the picture's pixels, so that text or flow of the same
    /// brightness doesn't bend the curve.
    private let medians: (red: [Int], green: [Int], blue: [Int])
    private let tolerance: Int

    /// The median is of the pixels at most this far in luma, for a single level may hold little but text.
    private static let window = 4
    /// The least part of a picture's coloured pixels that must lie on the curve.
    private static let leastPart = 0.95

    /// The curve of a frame; nil where its colours make none.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel.
    ///   - coloured: the coloured pixels, as runs of indices.
    ///   - tolerance: how far a channel may be from the curve.
    ///   - counts: memory.
    init?(rgb: Span<UInt8>, coloured: [Range<Int>], tolerance: Int, counts: inout Counts) {
        self.tolerance = tolerance
        counts.clear()
        for run in coloured {
            let bytes = rgb.extracting((3 * run.lowerBound)..<(3 * run.upperBound))
            Self.count(bytes, totals: &counts.totals, levels: &counts.levels)
        }
        medians = (Self.medians(of: 0, in: counts), Self.medians(of: 1, in: counts), Self.medians(of: 2, in: counts))
        let there = (0..<256).filter { counts.totals[$0] > 0 }
        for (lower, upper) in zip(there, there.dropFirst()) {
            guard medians.red[upper] - medians.red[lower] >= -tolerance,
                medians.green[upper] - medians.green[lower] >= -tolerance,
                medians.blue[upper] - medians.blue[lower] >= -tolerance
            else { return nil }
        }
        let all = coloured.reduce(0) { $0 + $1.count }
        var off = 0
        for run in coloured { visit(rgb, in: run) { _, isOnCurve in off += isOnCurve ? 0 : 1 } }
        guard Double(all - off) >= Self.leastPart * Double(all) else { return nil }
    }

    private static func count(_ rgb: Span<UInt8>, totals: inout [Int], levels: inout [UInt32]) {
        var totals = totals.mutableSpan
        var levels = levels.mutableSpan
        for place in stride(from: 0, to: rgb.count, by: 3) {
            let (red, green, blue) = (Int(rgb[place]), Int(rgb[place + 1]), Int(rgb[place + 2]))
            let luma = luma(red, green, blue)
            totals[luma] += 1
            levels[256 * luma + red] += 1
            levels[256 * (256 + luma) + green] += 1
            levels[256 * (512 + luma) + blue] += 1
        }
    }

    /// A window slides over the lumas, with the sums of what it shows.
    private static func medians(of channel: Int, in counts: Counts) -> [Int] {
        var medians = [Int](repeating: 0, count: 256)
        var shown = [Int](repeating: 0, count: 256)
        var pooled = 0
        for luma in -window..<256 {
            let (entering, leaving) = (luma + window, luma - window - 1)
            if entering < 256 {
                for level in 0..<256 { shown[level] += Int(counts.levels[(256 * channel + entering) * 256 + level]) }
                pooled += counts.totals[entering]
            }
            if leaving >= 0 {
                for level in 0..<256 { shown[level] -= Int(counts.levels[(256 * channel + leaving) * 256 + level]) }
                pooled -= counts.totals[leaving]
            }
            guard luma >= 0, counts.totals[luma] > 0 else { continue }
            var passed = 0
            medians[luma] =
                shown.firstIndex { count in
                    passed += count
                    return 2 * passed >= pooled
                } ?? 255
        }
        return medians
    }

    /// Tells of each pixel of a run whether it lies on the curve.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel.
    ///   - run: the pixels' indices.
    ///   - body: is given an index and the answer.
    @inline(__always)
    func visit(_ rgb: Span<UInt8>, in run: Range<Int>, _ body: (_ pixel: Int, _ isOnCurve: Bool) -> Void) {
        let (reds, greens, blues) = (medians.red.span, medians.green.span, medians.blue.span)
        for pixel in run {
            let (red, green, blue) = (Int(rgb[3 * pixel]), Int(rgb[3 * pixel + 1]), Int(rgb[3 * pixel + 2]))
            let luma = Self.luma(red, green, blue)
            let distance = max(abs(red - reds[luma]), abs(green - greens[luma]), abs(blue - blues[luma]))
            body(pixel, distance <= tolerance)
        }
    }

    /// As the frames' luma.
    @inline(__always)
    private static func luma(_ red: Int, _ green: Int, _ blue: Int) -> Int {
        (77 * red + 150 * green + 29 * blue + 128) >> 8
    }
}
