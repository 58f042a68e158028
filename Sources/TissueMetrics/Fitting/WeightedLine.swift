/// The straight line of least weighted squares, y = ȳ + slope·(x − x̄).
struct WeightedLine {
    let slope: Double
    /// Σw(x − x̄)².
    let spread: Double
    /// Σwr² of the residuals r: χ² where a weight is the inverse of a variance.
    let residualSquares: Double
    /// Σw(y − ȳ)².
    let totalSquares: Double
    /// Residuals times the root of their weights, in the order of the points.
    private let residuals: [Double]

    /// Nil unless three points with positive weights lie at different x and all numbers stay finite.
    ///
    /// - Parameters:
    ///   - x: as many as y.
    ///   - y: as many as x.
    ///   - weights: as many, positive; their common factor does not matter to the line.
    init?(x: [Double], y: [Double], weights: [Double]) {
        precondition(x.count == y.count && x.count == weights.count, "each point has x, y and a weight")
        guard x.count >= 3 else { return nil }
        var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
        for index in x.indices {
            sum += weights[index]
            sumX += weights[index] * x[index]
            sumY += weights[index] * y[index]
        }
        let (meanX, meanY) = (sumX / sum, sumY / sum)
        var (squares, products, total) = (0.0, 0.0, 0.0)
        for index in x.indices {
            let (dx, dy) = (x[index] - meanX, y[index] - meanY)
            squares += weights[index] * dx * dx
            products += weights[index] * dx * dy
            total += weights[index] * dy * dy
        }
        guard squares > 0, squares.isFinite, products.isFinite, total.isFinite else { return nil }
        let slope = products / squares
        var residuals: [Double] = []
        residuals.reserveCapacity(x.count)
        for index in x.indices {
            residuals.append(weights[index].squareRoot() * (y[index] - meanY - slope * (x[index] - meanX)))
        }
        self.slope = slope
        spread = squares
        totalSquares = total
        residualSquares = residuals.reduce(0) { $0 + $1 * $1 }
        self.residuals = residuals
    }

    /// The part of the variance that the line explains; nil where y does not vary.
    var determination: Double? {
        totalSquares > 0 ? min(1, max(0, 1 - residualSquares / totalSquares)) : nil
    }

    /// The standard error of the slope as the scatter about the line shows it. Neighbours that scatter together count
    /// for fewer points: the variance is multiplied by Σρ(k) over both sides of 0, ρ the autocorrelation of the
    /// residuals up to the first below 0.1 (Bartlett, J R Stat Soc Suppl 8:27–41, 1946).
    var slopeStandardError: Double {
        guard residualSquares > 0 else { return 0 }
        var correlation = 1.0
        for lag in 1..<(residuals.count / 2) {
            var products = 0.0
            for index in lag..<residuals.count { products += residuals[index] * residuals[index - lag] }
            guard products >= 0.1 * residualSquares else { break }
            correlation += 2 * products / residualSquares
        }
        return (correlation * residualSquares / Double(residuals.count - 2) / spread).squareRoot()
    }
}
