/// The RGB curve of a tinted grey map: each brightness has one colour, and no channel falls as brightness rises (qus.md A2).
/// A sepia or blue B-mode is tinted, not coloured by flow.
struct TintCurve {
    /// Red, green and blue for each luma from 0: the median of the picture's pixels, so that text or flow of the same
    /// brightness doesn't bend the curve.
    private var medians = [SIMD3<Int>](repeating: .zero, count: 256)
    private let tolerance: Int

    /// The median is of the pixels at most this far in luma, for a single level may hold little but text.
    private static let window = 4
    /// The least part of a picture's coloured pixels that must lie on the curve.
    private static let leastPart = 0.95

    /// The curve of a frame; nil where its colours make none.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel.
    ///   - coloured: of each pixel, whether it is coloured.
    ///   - pixels: how many there are.
    ///   - tolerance: how far a channel may be from the curve.
    init?(rgb: [UInt8], coloured: (Int) -> Bool, pixels: Int, tolerance: Int) {
        self.tolerance = tolerance
        var total = [Int](repeating: 0, count: 256)
        for channel in 0..<3 {
            // Pixels by luma and level of the channel.
            var counts = [Int](repeating: 0, count: 256 * 256)
            for index in 0..<pixels where coloured(index) {
                let luma = Self.luma(rgb, index)
                counts[256 * luma + Int(rgb[3 * index + channel])] += 1
                if channel == 0 { total[luma] += 1 }
            }
            for luma in 0..<256 where total[luma] > 0 {
                let near = max(0, luma - Self.window)...min(255, luma + Self.window)
                let pooled = near.reduce(0) { $0 + total[$1] }
                var passed = 0
                medians[luma][channel] =
                    (0..<256).first { level in
                        passed += near.reduce(0) { $0 + counts[256 * $1 + level] }
                        return 2 * passed >= pooled
                    } ?? 255
            }
        }
        let there = (0..<256).filter { total[$0] > 0 }
        for (lower, upper) in zip(there, there.dropFirst()) {
            guard (medians[upper] &- medians[lower]).min() >= -tolerance else { return nil }
        }
        var (all, near) = (0, 0)
        for index in 0..<pixels where coloured(index) {
            all += 1
            if contains(rgb, index) { near += 1 }
        }
        guard Double(near) >= Self.leastPart * Double(all) else { return nil }
    }

    /// Whether a pixel lies on the curve.
    func contains(_ rgb: [UInt8], _ index: Int) -> Bool {
        let distance = Self.colour(rgb, index) &- medians[Self.luma(rgb, index)]
        return distance.max() <= tolerance && distance.min() >= -tolerance
    }

    private static func colour(_ rgb: [UInt8], _ index: Int) -> SIMD3<Int> {
        SIMD3(Int(rgb[3 * index]), Int(rgb[3 * index + 1]), Int(rgb[3 * index + 2]))
    }

    /// (77 R + 150 G + 29 B + 128) / 256, as the frames' luma.
    private static func luma(_ rgb: [UInt8], _ index: Int) -> Int {
        (77 * Int(rgb[3 * index]) + 150 * Int(rgb[3 * index + 1]) + 29 * Int(rgb[3 * index + 2]) + 128) >> 8
    }
}
