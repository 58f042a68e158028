/// How much of a region of interest lies in an acoustic shadow (qus.md I): columns that are darker than the rest of the
/// picture at the same depth, from there to the bottom. Beams are taken to run down the columns; in a sector they fan out, and
/// the number is a lower bound. Its memory is reused.
package struct ShadowCheck: Sendable {
    /// How far a column's mean must be below the median of its depth.
    package enum Drop: Hashable, Sendable {
        /// By this share of the median's grey level: 0.3 for 30 %.
        case shareOfGrey(Double)
        /// By so many grey levels: 10 · 255 / DR of an 8-bit picture for 10 dB.
        case greyLevels(Double)

        fileprivate func isDark(_ mean: Double, median: Double) -> Bool {
            switch self {
            case .shareOfGrey(let share): mean < (1 - share) * median
            case .greyLevels(let levels): mean < median - levels
            }
        }
    }

    /// The least median of a depth that can be judged, grey levels: below it all is as dark as a shadow.
    private static let leastMedian = 8.0

    private var means: [Double] = []
    private var sorted: [Double] = []
    private var isDark: [Bool] = []
    private var isSeen: [Bool] = []

    package init() {}

    /// The share of a rectangle's columns that are in shadow, %; 10 or more is flagged.
    ///
    /// - Parameters:
    ///   - roi: the rectangle around the region of interest; clipped to the region.
    ///   - region: the tissue region, whose other columns are the comparison; clipped to the frame.
    ///   - frame: one byte a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - excluded: of each pixel of the frame, not 0 where it is left out; empty where none is.
    ///   - drop: what is dark.
    /// - Returns: 0 to 100 %; not available without pixels, or where the picture is dark at this depth.
    package mutating func shadowedPercent(
        of roi: PixelRectangle,
        within region: PixelRectangle,
        frame: [UInt8],
        width: Int,
        excluded: [UInt8],
        drop: Drop = .shareOfGrey(0.3)
    ) -> Availability {
        precondition(excluded.isEmpty || excluded.count == frame.count, "there is a judgement of each pixel")
        precondition(frame.isEmpty || (width > 0 && frame.count % width == 0), "the frame has whole rows")
        let region = region.clipped(width: width, height: width > 0 ? frame.count / width : 0)
        let (left, right) = (max(roi.left, region.left), min(roi.right, region.right))
        let (top, bottom) = (max(roi.top, region.top), min(roi.bottom, region.bottom))
        guard left < right, top < bottom else { return .emptyRegion }
        isDark = [Bool](repeating: true, count: right - left)
        isSeen = [Bool](repeating: false, count: right - left)
        var band = top..<bottom
        while true {
            let median = measure(rows: band, region: region, frame: frame, width: width, excluded: excluded)
            if let median, median >= Self.leastMedian {
                for column in left..<right {
                    let mean = means[column - region.left]
                    // A column without pixels is known by its other depths.
                    guard mean >= 0 else { continue }
                    if band.lowerBound == top { isSeen[column - left] = true }
                    if !drop.isDark(mean, median: median) { isDark[column - left] = false }
                }
            } else if band.lowerBound == top {
                return .notAvailable(median == nil ? "no pixel at this depth" : "the picture is dark at this depth")
            }
            guard band.upperBound < region.bottom else { break }
            band = band.upperBound..<min(band.upperBound + band.count, region.bottom)
        }
        var (seen, dark) = (0, 0)
        for column in isSeen.indices where isSeen[column] {
            seen += 1
            if isDark[column] { dark += 1 }
        }
        return seen > 0 ? .value(100 * Double(dark) / Double(seen)) : .emptyRegion
    }

    /// Takes each column's mean over some rows, -1 where it has no pixel, and their median by nearest rank.
    private mutating func measure(
        rows: Range<Int>,
        region: PixelRectangle,
        frame: [UInt8],
        width: Int,
        excluded: [UInt8]
    ) -> Double? {
        means.removeAll(keepingCapacity: true)
        sorted.removeAll(keepingCapacity: true)
        for column in region.left..<region.right {
            var (sum, count) = (0, 0)
            for row in rows {
                let index = row * width + column
                guard excluded.isEmpty || excluded[index] == 0 else { continue }
                sum += Int(frame[index])
                count += 1
            }
            means.append(count > 0 ? Double(sum) / Double(count) : -1)
            if count > 0 { sorted.append(Double(sum) / Double(count)) }
        }
        sorted.sort()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    }
}
