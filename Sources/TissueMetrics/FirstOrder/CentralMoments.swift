/// The mean and the moments about it, divided by N.
struct CentralMoments {
    let mean: Double
    let second: Double
    let third: Double
    let fourth: Double

    /// - Parameters:
    ///   - counts: pixels of each level.
    ///   - total: their sum, positive.
    ///   - levels: from the least to the greatest level that has a pixel.
    init(counts: [Int], total: Int, levels: ClosedRange<Int>) {
        let number = Int128(total)
        var sum: Int128 = 0
        for level in levels { sum += Int128(level) * Int128(counts[level]) }
        let nearest = (2 * sum + number) / (2 * number)

        var sums: (Int128, Int128, Int128, Int128) = (0, 0, 0, 0)
        for level in levels where counts[level] > 0 {
            let difference = Int128(level) - nearest
            let square = difference * difference
            let count = Int128(counts[level])
            sums.0 += count * difference
            sums.1 += count * square
            sums.2 += count * square * difference
            sums.3 += count * square * square
        }
        // About the nearest level the mean is off by at most one half, so these differences cancel little.
        let size = Double(total)
        let offset = Double(sums.0) / size
        let (s2, s3, s4) = (Double(sums.1) / size, Double(sums.2) / size, Double(sums.3) / size)
        mean = Double(nearest) + offset
        second = max(0, s2 - offset * offset)
        third = s3 - 3 * offset * s2 + 2 * offset * offset * offset
        fourth = s4 - 4 * offset * s3 + 6 * offset * offset * s2 - 3 * offset * offset * offset * offset
    }
}
