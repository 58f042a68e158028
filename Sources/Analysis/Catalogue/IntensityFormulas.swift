internal import TissueMetrics

/// Statistics of x, which are grey levels or bins.
private enum SampleFormulas {
    static let mean = "μ = Σ x / N"
    static let variance = "σ² = Σ (x − μ)² / N"
    static let skewness = "Σ (x − μ)³ / N / σ³"
    static let excessKurtosis = "Σ (x − μ)⁴ / N / σ⁴ − 3"
    static let median = "the middle x; the mean of the two middle ones of an even number"
    static let minimum = "min x"
    static let maximum = "max x"
    static let interquartileRange = "P75 − P25"
    static let range = "max x − min x"
    static let meanAbsoluteDeviation = "Σ |x − μ| / N"
    static let robustMeanAbsoluteDeviation =
        "Σ |x − μr| / Nr over P10 ≤ x ≤ P90, of which μr is the mean and Nr the number"
    static let medianAbsoluteDeviation = "Σ |x − median| / N"
    static let coefficientOfVariation = "σ / μ"
    static let quartileCoefficientOfDispersion = "(P75 − P25) / (P75 + P25)"
}

extension IntensityStatisticFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        switch self {
        case .mean: SampleFormulas.mean
        case .variance: SampleFormulas.variance
        case .skewness: SampleFormulas.skewness
        case .excessKurtosis: SampleFormulas.excessKurtosis
        case .median: SampleFormulas.median
        case .minimum: SampleFormulas.minimum
        case .percentile10: "P10"
        case .percentile90: "P90"
        case .maximum: SampleFormulas.maximum
        case .interquartileRange: SampleFormulas.interquartileRange
        case .range: SampleFormulas.range
        case .meanAbsoluteDeviation: SampleFormulas.meanAbsoluteDeviation
        case .robustMeanAbsoluteDeviation: SampleFormulas.robustMeanAbsoluteDeviation
        case .medianAbsoluteDeviation: SampleFormulas.medianAbsoluteDeviation
        case .coefficientOfVariation: SampleFormulas.coefficientOfVariation
        case .quartileCoefficientOfDispersion: SampleFormulas.quartileCoefficientOfDispersion
        case .energy: "Σ x²"
        case .rootMeanSquare: "√(Σ x² / N)"
        }
    }

    /// What the number can't tell; nil where the family says it.
    var limits: String? {
        switch self {
        case .coefficientOfVariation: "None where the mean is 0. Both of its parts depend on gain"
        case .quartileCoefficientOfDispersion: "None where both quartiles are 0"
        case .energy: "Grows with the number of pixels"
        case .mean, .variance, .skewness, .excessKurtosis, .median, .minimum, .percentile10, .percentile90, .maximum,
            .interquartileRange, .range, .meanAbsoluteDeviation, .robustMeanAbsoluteDeviation,
            .medianAbsoluteDeviation, .rootMeanSquare:
            nil
        }
    }
}

extension IntensityHistogramFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        switch self {
        case .mean: SampleFormulas.mean
        case .variance: SampleFormulas.variance
        case .skewness: SampleFormulas.skewness
        case .excessKurtosis: SampleFormulas.excessKurtosis
        case .median: SampleFormulas.median
        case .minimum: SampleFormulas.minimum
        case .percentile10: "P10"
        case .percentile90: "P90"
        case .maximum: SampleFormulas.maximum
        case .mode: "the x of the greatest n(x); of several the one nearest to μ, of two as near the lesser"
        case .interquartileRange: SampleFormulas.interquartileRange
        case .range: SampleFormulas.range
        case .meanAbsoluteDeviation: SampleFormulas.meanAbsoluteDeviation
        case .robustMeanAbsoluteDeviation: SampleFormulas.robustMeanAbsoluteDeviation
        case .medianAbsoluteDeviation: SampleFormulas.medianAbsoluteDeviation
        case .coefficientOfVariation: SampleFormulas.coefficientOfVariation
        case .quartileCoefficientOfDispersion: SampleFormulas.quartileCoefficientOfDispersion
        case .entropy: "−Σ h(x) log2 h(x)"
        case .uniformity: "Σ h(x)²"
        case .maximumGradient: "max g(x)"
        case .maximumGradientBin: "the first x of the greatest g(x)"
        case .minimumGradient: "min g(x)"
        case .minimumGradientBin: "the first x of the least g(x)"
        }
    }

    /// Beside the pixels: without which there is no number.
    var needs: [MetricNeed] {
        switch self {
        case .skewness, .excessKurtosis: [.greyPixels, .variance]
        case .maximumGradient, .maximumGradientBin, .minimumGradient, .minimumGradientBin: [.greyPixels, .secondBin]
        case .mean, .variance, .median, .minimum, .percentile10, .percentile90, .maximum, .mode, .interquartileRange,
            .range, .meanAbsoluteDeviation, .robustMeanAbsoluteDeviation, .medianAbsoluteDeviation,
            .coefficientOfVariation, .quartileCoefficientOfDispersion, .entropy, .uniformity:
            [.greyPixels]
        }
    }
}
