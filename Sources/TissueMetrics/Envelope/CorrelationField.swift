/// A patch's values less their mean, 0 where a pixel is not included, of which the autocorrelation at a lag is a plain sum of
/// products.
struct CorrelationField {
    /// What is done with a patch's rows before anything else.
    enum Rows {
        case asTheyAre
        /// A row without echo stays as it is.
        case dividedByMean
    }

    private let width: Int
    private let height: Int
    private let values: [Double]
    private let included: [UInt8]
    private let count: Int
    private let variance: Double
    private let mostProducts: Int
    /// Rows from one that is multiplied to the next.
    private var rowStep = 1

    /// Nil where all values are equal.
    ///
    /// - Parameters:
    ///   - patch: with a pixel that is included.
    ///   - table: the value of each grey level; levels above take the last.
    ///   - rows: what is done with them first.
    ///   - mostProducts: of a whole analysis.
    init?(_ patch: GreyPatch, values table: [Double], rows: Rows, mostProducts: Int) {
        (width, height, count) = (patch.width, patch.height, patch.count)
        (included, self.mostProducts) = (patch.included, mostProducts)
        var (sum, least, most) = (0.0, Double.infinity, -Double.infinity)
        var values = patch.levels.map { table[min(Int($0), table.count - 1)] }
        if rows == .dividedByMean { Self.divideRowsByMean(&values, included: patch.included, width: patch.width) }
        for index in values.indices where included[index] != 0 {
            sum += values[index]
            least = min(least, values[index])
            most = max(most, values[index])
        }
        guard least < most else { return nil }
        let mean = sum / Double(count)
        var squares = 0.0
        for index in values.indices {
            values[index] = included[index] != 0 ? values[index] - mean : 0
            squares += values[index] * values[index]
        }
        variance = squares / Double(count)
        self.values = values
    }

    private static func divideRowsByMean(_ values: inout [Double], included: [UInt8], width: Int) {
        for start in stride(from: 0, to: values.count, by: width) {
            var (sum, count) = (0.0, 0.0)
            for index in start..<(start + width) where included[index] != 0 {
                sum += values[index]
                count += 1
            }
            guard sum > 0 else { continue }
            for index in start..<(start + width) { values[index] *= count / sum }
        }
    }

    /// Shares the products among a number of lags: rows are left out where there are too many.
    mutating func share(among lags: Int) {
        let each = max(1, mostProducts / max(1, lags))
        rowStep = max(1, (values.count + each - 1) / each)
    }

    /// The autocorrelation at a lag.
    ///
    /// - Parameters:
    ///   - x: columns, less than the width.
    ///   - y: rows, from 0 to less than the height.
    /// - Returns: ρ, or nil where less than an eighth of the pixels that are looked at has a partner.
    func correlation(x: Int, y: Int) -> Double? {
        let columns = max(0, -x)..<min(width, width - x)
        guard !columns.isEmpty, y < height else { return nil }
        let (values, included) = (values.span, included.span)
        var (sum, pairs, looked) = (0.0, 0, 0)
        for row in stride(from: 0, to: height - y, by: rowStep) {
            let here = row * width
            let there = (row + y) * width + x
            // Four sums, of which the processor adds in parallel; their order is part of the result.
            var sums = SIMD4<Double>()
            var column = columns.lowerBound
            while column + 4 <= columns.upperBound {
                let first = here + column
                let second = there + column
                let a = SIMD4(values[first], values[first + 1], values[first + 2], values[first + 3])
                let b = SIMD4(values[second], values[second + 1], values[second + 2], values[second + 3])
                sums += a * b
                column += 4
            }
            while column < columns.upperBound {
                sums[0] += values[here + column] * values[there + column]
                column += 1
            }
            sum += sums.sum()
            looked += width
            if count == width * height {
                pairs += columns.count
            } else {
                for column in columns { pairs += Int(included[here + column] & included[there + column]) }
            }
        }
        // Pixels in the rows that were looked at, if the included ones are spread evenly.
        let pixels = Double(looked) * Double(count) / Double(width * height)
        guard pairs > 0, Double(pairs) >= pixels / 8 else { return nil }
        return sum / Double(pairs) / variance
    }
}
