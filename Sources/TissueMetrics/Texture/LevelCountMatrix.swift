internal import Foundation

/// How often each pair of a grey level and a count occurs: what runs (count: length), zones (size, or distance) and
/// grey level dependence are all told by (IBSI reference manual, sections 3.7 to 3.9 and 3.11). Its memory is reused.
///
/// A count may be as great as the number of pixels. Counts that are small enough have a row of cells, one a level; each
/// of the others is kept singly. The pairs are always summed by count, then by level: the order of `add` changes no bit
/// of a feature.
struct LevelCountMatrix: Sendable {
    private static let mostCells = 1 << 15
    private static let fewestRows = 8

    private var levelCount = 0
    private var rowCount = 0
    /// The rows that are not all zero are before this one.
    private var usedRows = 0
    /// Row by row: of count 1 and level 1, of count 1 and level 2, …
    private var cells: [UInt32] = []
    /// The pairs of a count that has no row, each as often as it was added: the count times 2^16, plus the level.
    private var rest: [UInt64] = []
    private var levelTotals: [Int] = []
    private var entropies = EntropyTerms()

    init() {}

    /// Makes all pairs occur 0 times.
    ///
    /// - Parameters:
    ///   - levelCount: Ng, at most `DiscretisedPatch.mostLevels`.
    ///   - greatestCount: no count may be above it.
    mutating func clear(levelCount: Int, greatestCount: Int) {
        let rows = min(greatestCount, max(Self.fewestRows, Self.mostCells / max(1, levelCount)))
        let needed = rows * levelCount
        if cells.count < needed {
            cells = [UInt32](repeating: 0, count: needed)
        } else {
            let used = usedRows * self.levelCount
            var span = cells.mutableSpan
            for cell in 0..<used { span[cell] = 0 }
        }
        if levelTotals.count != levelCount { levelTotals = [Int](repeating: 0, count: levelCount) }
        self.levelCount = levelCount
        rowCount = rows
        usedRows = 0
        rest.removeAll(keepingCapacity: true)
    }

    /// Counts runs, zones or pixels.
    ///
    /// - Parameters:
    ///   - level: 1 to Ng.
    ///   - count: from 1.
    ///   - times: how many of this level and count, from 1.
    @inline(__always) mutating func add(level: Int, count: Int, times: Int = 1) {
        if count <= rowCount {
            usedRows = max(usedRows, count)
            // Below the pixels of a frame, which has at most 65,535 rows and columns.
            cells[(count - 1) * levelCount + level - 1] &+= UInt32(truncatingIfNeeded: times)
        } else {
            for _ in 0..<times { rest.append(UInt64(count) << 16 | UInt64(level)) }
        }
    }

    /// Counts the pixels of a row, each by 1 more than its neighbours that are like it.
    ///
    /// - Parameters:
    ///   - levels: 1 to Ng, or 0 for a pixel that is not of the region.
    ///   - start: where the row begins in `levels`.
    ///   - likes: of each pixel: the neighbours.
    mutating func add(levels: [UInt16], from start: Int, likes: [UInt16]) {
        let most = Int(likes.max() ?? 0)
        let levels = levels.span.extracting(start..<(start + likes.count))
        let likes = likes.span
        guard most < rowCount else {
            for pixel in levels.indices where levels[pixel] > 0 {
                add(level: Int(levels[pixel]), count: Int(likes[pixel]) + 1)
            }
            return
        }
        usedRows = max(usedRows, most + 1)
        let stride = levelCount
        var span = cells.mutableSpan
        for pixel in levels.indices where levels[pixel] > 0 {
            // Below the pixels of a frame, which has at most 65,535 rows and columns.
            span[Int(likes[pixel]) * stride + Int(levels[pixel]) - 1] &+= 1
        }
    }

    /// The features of the pairs.
    ///
    /// - Parameter places: pixels of the region, times the directions that were merged: what a percentage is of.
    /// - Returns: nil where there is no pair.
    mutating func features(places: Int) -> LevelCountFeatures? {
        var sums = LevelCountSums()
        for level in levelTotals.indices { levelTotals[level] = 0 }
        let total = cells.prefix(usedRows * levelCount).reduce(rest.count) { $0 &+ Int($1) }
        guard total > 0 else { return nil }
        entropies.begin(total: total)

        for row in 0..<usedRows {
            for level in 0..<levelCount where cells[row * levelCount + level] > 0 {
                let times = Int(cells[row * levelCount + level])
                levelTotals[level] &+= times
                sums.add(level: level + 1, times: times, of: total, entropy: entropies.term(times: times))
            }
            sums.endRow(count: row + 1)
        }

        rest.sort()
        var start = 0
        while start < rest.count {
            let pair = rest[start]
            var end = start + 1
            while end < rest.count, rest[end] == pair { end += 1 }
            let level = Int(pair & 0xFFFF)
            levelTotals[level - 1] &+= end - start
            let entropy = entropies.term(times: end - start)
            sums.add(level: level, times: end - start, of: total, entropy: entropy)
            if end == rest.count || rest[end] >> 16 != pair >> 16 { sums.endRow(count: Int(pair >> 16)) }
            start = end
        }
        return LevelCountFeatures(sums, levelTotals: levelTotals, total: total, places: places)
    }
}

/// p·log2 p of how often pairs occur. Most of a matrix's cells hold one of a few small numbers, whose logarithms are kept.
private struct EntropyTerms {
    private var total = 0
    /// By how often; 0 where it isn't known yet.
    private var known = [Double](repeating: 0, count: 256)

    mutating func begin(total: Int) {
        self.total = total
        for times in known.indices { known[times] = 0 }
    }

    @inline(__always) mutating func term(times: Int) -> Double {
        if times < known.count, known[times] < 0 { return known[times] }
        let probability = Double(times) / Double(total)
        let term = probability * log2(probability)
        if times < known.count { known[times] = term }
        return term
    }
}

/// What all of the pairs sum to, taken by count and then by level.
private struct LevelCountSums {
    private(set) var smallCounts = 0.0
    private(set) var smallCountsLowLevels = 0.0
    private(set) var smallCountsHighLevels = 0.0
    private(set) var largeCountsLowLevels = 0.0
    private(set) var largeCountsHighLevels = 0.0
    private(set) var entropy = 0.0
    private(set) var energy = 0.0
    private(set) var count = 0
    private(set) var squaredCount = 0
    private(set) var squaredRows = Int128(0)

    private var rowTotal = 0
    private var rowLowLevels = 0.0
    private var rowHighLevels = 0

    @inline(__always) mutating func add(level: Int, times: Int, of total: Int, entropy term: Double) {
        rowTotal &+= times
        // A level is at most 2^10 and a frame has less than 2^32 pixels: the sum is below 2^52.
        let square = level &* level
        rowLowLevels += Double(times) / Double(square)
        rowHighLevels &+= times &* square
        let probability = Double(times) / Double(total)
        entropy -= term
        energy += probability * probability
    }

    @inline(__always) mutating func endRow(count: Int) {
        guard rowTotal > 0 else { return }
        let square = Double(count) * Double(count)
        smallCounts += Double(rowTotal) / square
        smallCountsLowLevels += rowLowLevels / square
        smallCountsHighLevels += Double(rowHighLevels) / square
        largeCountsLowLevels += rowLowLevels * square
        largeCountsHighLevels += Double(rowHighLevels) * square
        self.count += rowTotal * count
        squaredCount += rowTotal * count * count
        squaredRows += Int128(rowTotal) * Int128(rowTotal)
        (rowTotal, rowLowLevels, rowHighLevels) = (0, 0, 0)
    }
}

/// The features that a matrix of grey levels and counts has, named for neither runs nor zones; s is how often a pair
/// occurs, N the sum of all s, i the level and j the count.
struct LevelCountFeatures: Hashable, Sendable {
    /// Σ s/j², over N.
    let smallCountEmphasis: Double
    /// Σ s·j², over N.
    let largeCountEmphasis: Double
    /// Σ s/i², over N.
    let lowLevelEmphasis: Double
    /// Σ s·i², over N.
    let highLevelEmphasis: Double
    /// Σ s/(i²j²), over N.
    let smallCountLowLevelEmphasis: Double
    /// Σ s·i²/j², over N.
    let smallCountHighLevelEmphasis: Double
    /// Σ s·j²/i², over N.
    let largeCountLowLevelEmphasis: Double
    /// Σ s·i²j², over N.
    let largeCountHighLevelEmphasis: Double
    /// The squared totals of the levels, summed, over N.
    let levelNonUniformity: Double
    /// The same over N².
    let normalisedLevelNonUniformity: Double
    /// The squared totals of the counts, summed, over N.
    let countNonUniformity: Double
    /// The same over N².
    let normalisedCountNonUniformity: Double
    /// N over the places where a run, zone or pixel could be: a fraction in spite of IBSI's name.
    let percentage: Double
    /// Variance of the level, from the whole of the pairs (÷ N).
    let levelVariance: Double
    /// Variance of the count, from the whole of the pairs (÷ N).
    let countVariance: Double
    /// −Σ p·log2 p of p = s/N, in bits.
    let entropy: Double
    /// Σ p².
    let energy: Double

    fileprivate init(_ sums: LevelCountSums, levelTotals: [Int], total: Int, places: Int) {
        var lowLevels = 0.0
        var level = 0
        var squaredLevel = 0
        var squaredLevels = Int128(0)
        for index in levelTotals.indices where levelTotals[index] > 0 {
            let times = levelTotals[index]
            let grey = index + 1
            lowLevels += Double(times) / Double(grey * grey)
            level += times * grey
            squaredLevel += times * grey * grey
            squaredLevels += Int128(times) * Int128(times)
        }
        let number = Double(total)
        smallCountEmphasis = sums.smallCounts / number
        largeCountEmphasis = Double(sums.squaredCount) / number
        lowLevelEmphasis = lowLevels / number
        highLevelEmphasis = Double(squaredLevel) / number
        smallCountLowLevelEmphasis = sums.smallCountsLowLevels / number
        smallCountHighLevelEmphasis = sums.smallCountsHighLevels / number
        largeCountLowLevelEmphasis = sums.largeCountsLowLevels / number
        largeCountHighLevelEmphasis = sums.largeCountsHighLevels / number
        levelNonUniformity = Double(squaredLevels) / number
        normalisedLevelNonUniformity = Double(squaredLevels) / number / number
        countNonUniformity = Double(sums.squaredRows) / number
        normalisedCountNonUniformity = Double(sums.squaredRows) / number / number
        percentage = number / Double(places)
        levelVariance = Self.variance(sum: level, ofSquares: squaredLevel, number: total)
        countVariance = Self.variance(sum: sums.count, ofSquares: sums.squaredCount, number: total)
        entropy = sums.entropy
        energy = sums.energy
    }

    /// Of integers, without the cancellation that the same in floating point suffers.
    private static func variance(sum: Int, ofSquares squares: Int, number: Int) -> Double {
        let scaled = Int128(number) * Int128(squares) - Int128(sum) * Int128(sum)
        return Double(scaled) / Double(number) / Double(number)
    }
}

/// A feature that a matrix of grey levels and counts has.
protocol LevelCountFeature: TextureFeature {
    /// Which of the matrix's numbers it is.
    var number: KeyPath<LevelCountFeatures, Double> { get }
}

extension TextureFeatures where Feature: LevelCountFeature {
    /// All features of a matrix.
    ///
    /// - Parameter features: nil where the matrix has no pair.
    init(_ features: LevelCountFeatures?) {
        self.init(all: .emptyRegion)
        guard let features else { return }
        for feature in Feature.allCases { self[feature] = Availability(finite: features[keyPath: feature.number]) }
    }
}
