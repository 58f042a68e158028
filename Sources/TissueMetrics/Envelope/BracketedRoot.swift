/// The zero of a monotone function of one variable by the Illinois variant of false position (Dowell and Jarratt, BIT 11,
/// 1971), with a bisection where that is slow: at most `mostSteps` evaluations.
enum BracketedRoot {
    private static let mostSteps = 80

    /// - Parameters:
    ///   - range: where to look.
    ///   - tolerance: how near the zero must be.
    ///   - function: monotone.
    /// - Returns: the zero, or the end of the range that is nearer to it where the sign does not change.
    static func find(in range: ClosedRange<Double>, tolerance: Double, _ function: (Double) -> Double) -> Double {
        var (low, high) = (range.lowerBound, range.upperBound)
        var (atLow, atHigh) = (function(low), function(high))
        guard (atLow > 0) != (atHigh > 0) else { return abs(atLow) < abs(atHigh) ? low : high }
        var side = 0
        for step in 0..<mostSteps where high - low > tolerance {
            let guess = (low * atHigh - high * atLow) / (atHigh - atLow)
            let middle = low + (high - low) / 2
            let place = step % 3 < 2 && guess > low && guess < high ? guess : middle
            let value = function(place)
            guard value != 0 else { return place }
            if (value > 0) == (atLow > 0) {
                if side < 0 { atHigh /= 2 }
                (low, atLow, side) = (place, value, -1)
            } else {
                if side > 0 { atLow /= 2 }
                (high, atHigh, side) = (place, value, 1)
            }
        }
        return low + (high - low) / 2
    }
}
