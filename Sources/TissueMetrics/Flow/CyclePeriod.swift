/// The period of a series, by its autocorrelation: the correlation between the series and itself some samples later.
struct CyclePeriod: Hashable {
    /// Samples, between whole ones by a parabola through the peak.
    let samples: Double
    /// The correlation at the peak.
    let correlation: Double

    /// The least correlation at a period (qus.md F).
    static let leastCorrelation = 0.3
    /// By how much the correlation is lower at some lag before the peak.
    private static let leastDip = 0.1
    /// Heart periods, s (qus.md F).
    static let heartSeconds = 0.3...2.0

    /// Finds the heart period of evenly sampled values; nil where there is none with two whole cycles.
    ///
    /// The least lag among peaks of at least nine tenths of the greatest is taken, since twice a period correlates as
    /// well.
    init?(values: [Double], secondsPerSample: Double) {
        guard secondsPerSample > 0, values.count >= 4 else { return nil }
        let longest = min(values.count / 2 + 1, Self.samples(Self.heartSeconds.upperBound, secondsPerSample) + 1)
        let shortest = max(1, Self.samples(Self.heartSeconds.lowerBound, secondsPerSample) - 1)
        guard shortest + 2 <= longest else { return nil }
        guard let series = Self.withoutDrift(values) else { return nil }
        let correlations = (shortest...longest).map { Self.correlation(of: series, lag: $0) }
        // Between the start and a period the series is out of step with itself; a mere wobble of the correlation has no
        // such dip.
        var lowest = (1...shortest).reduce(1.0) { min($0, Self.correlation(of: series, lag: $1)) }
        var peaks: [CyclePeriod] = []
        for index in 1..<(correlations.count - 1) {
            let (before, here, after) = (correlations[index - 1], correlations[index], correlations[index + 1])
            lowest = min(lowest, before)
            guard here >= Self.leastCorrelation, here - lowest >= Self.leastDip, here > before, here >= after else {
                continue
            }
            let bend = before - 2 * here + after
            let shift = bend < 0 ? 0.5 * (before - after) / bend : 0
            let samples = Double(shortest + index) + shift
            guard Self.heartSeconds.contains(samples * secondsPerSample) else { continue }
            peaks.append(CyclePeriod(samples: samples, correlation: here))
        }
        guard let greatest = peaks.map(\.correlation).max(),
            let first = peaks.first(where: { $0.correlation >= 0.9 * greatest })
        else { return nil }
        self = first
    }

    private init(samples: Double, correlation: Double) {
        self.samples = samples
        self.correlation = correlation
    }

    private static func samples(_ seconds: Double, _ secondsPerSample: Double) -> Int {
        Int(min(seconds / secondsPerSample, 1e9))
    }

    /// The values less their line of least squares, which would correlate at all lags; nil where only rounding is left.
    private static func withoutDrift(_ values: [Double]) -> [Double]? {
        let middle = Double(values.count - 1) / 2
        let mean = values.reduce(0, +) / Double(values.count)
        var (products, squares) = (0.0, 0.0)
        for (index, value) in values.enumerated() {
            products += (Double(index) - middle) * (value - mean)
            squares += (Double(index) - middle) * (Double(index) - middle)
        }
        let slope = products / squares
        let rest = values.enumerated().map { $1 - mean - slope * (Double($0) - middle) }
        let (total, left) = (values.reduce(0) { max($0, abs($1)) }, rest.reduce(0) { max($0, abs($1)) })
        return left > 1e-9 * total ? rest : nil
    }

    /// Pearson's correlation of the part before the last `lag` values with the part after the first; 0 where either is
    /// constant.
    private static func correlation(of values: [Double], lag: Int) -> Double {
        let count = values.count - lag
        let series = values.span
        var (meanA, meanB) = (0.0, 0.0)
        for index in 0..<count {
            meanA += series[index]
            meanB += series[index + lag]
        }
        meanA /= Double(count)
        meanB /= Double(count)
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for index in 0..<count {
            let (a, b) = (series[index] - meanA, series[index + lag] - meanB)
            ab += a * b
            aa += a * a
            bb += b * b
        }
        return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
    }
}
