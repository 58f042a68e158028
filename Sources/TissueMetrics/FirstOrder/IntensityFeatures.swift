/// The intensity-based statistics, of grey levels.
package enum IntensityStatisticFeature: Int, TextureFeature {
    case mean, variance, skewness, excessKurtosis, median, minimum, percentile10, percentile90, maximum
    case interquartileRange, range, meanAbsoluteDeviation, robustMeanAbsoluteDeviation, medianAbsoluteDeviation
    case coefficientOfVariation, quartileCoefficientOfDispersion, energy, rootMeanSquare

    package static let family = IBSITerm("UHIW", "Intensity-based statistics")

    package var term: IBSITerm {
        switch self {
        case .mean: IBSITerm("Q4LE", "Mean intensity")
        case .variance: IBSITerm("ECT3", "Intensity variance")
        case .skewness: IBSITerm("KE2A", "Intensity skewness")
        case .excessKurtosis: IBSITerm("IPH6", "Excess intensity kurtosis")
        case .median: IBSITerm("Y12H", "Median intensity")
        case .minimum: IBSITerm("1GSF", "Minimum intensity")
        case .percentile10: IBSITerm("QG58", "10th intensity percentile")
        case .percentile90: IBSITerm("8DWT", "90th intensity percentile")
        case .maximum: IBSITerm("84IY", "Maximum intensity")
        case .interquartileRange: IBSITerm("SALO", "Intensity interquartile range")
        case .range: IBSITerm("2OJQ", "Intensity range")
        case .meanAbsoluteDeviation: IBSITerm("4FUA", "Intensity-based mean absolute deviation")
        case .robustMeanAbsoluteDeviation: IBSITerm("1128", "Intensity-based robust mean absolute deviation")
        case .medianAbsoluteDeviation: IBSITerm("N72L", "Intensity-based median absolute deviation")
        case .coefficientOfVariation: IBSITerm("7TET", "Intensity-based coefficient of variation")
        case .quartileCoefficientOfDispersion: IBSITerm("9S40", "Intensity-based quartile coefficient of dispersion")
        case .energy: IBSITerm("N8CA", "Intensity-based energy")
        case .rootMeanSquare: IBSITerm("5ZWQ", "Root mean square intensity")
        }
    }
}

/// The intensity histogram features, of bins.
package enum IntensityHistogramFeature: Int, TextureFeature {
    case mean, variance, skewness, excessKurtosis, median, minimum, percentile10, percentile90, maximum, mode
    case interquartileRange, range, meanAbsoluteDeviation, robustMeanAbsoluteDeviation, medianAbsoluteDeviation
    case coefficientOfVariation, quartileCoefficientOfDispersion, entropy, uniformity
    case maximumGradient, maximumGradientBin, minimumGradient, minimumGradientBin

    package static let family = IBSITerm("ZVCW", "Intensity histogram")

    package var term: IBSITerm {
        switch self {
        case .mean: IBSITerm("X6K6", "Mean discretised intensity")
        case .variance: IBSITerm("CH89", "Discretised intensity variance")
        case .skewness: IBSITerm("88K1", "Discretised intensity skewness")
        case .excessKurtosis: IBSITerm("C3I7", "Excess discretised intensity kurtosis")
        case .median: IBSITerm("WIFQ", "Median discretised intensity")
        case .minimum: IBSITerm("1PR8", "Minimum discretised intensity")
        case .percentile10: IBSITerm("GPMT", "10th discretised intensity percentile")
        case .percentile90: IBSITerm("OZ0C", "90th discretised intensity percentile")
        case .maximum: IBSITerm("3NCY", "Maximum discretised intensity")
        case .mode: IBSITerm("AMMC", "Intensity histogram mode")
        case .interquartileRange: IBSITerm("WR0O", "Discretised intensity interquartile range")
        case .range: IBSITerm("5Z3W", "Discretised intensity range")
        case .meanAbsoluteDeviation: IBSITerm("D2ZX", "Intensity histogram mean absolute deviation")
        case .robustMeanAbsoluteDeviation: IBSITerm("WRZB", "Intensity histogram robust mean absolute deviation")
        case .medianAbsoluteDeviation: IBSITerm("4RNL", "Intensity histogram median absolute deviation")
        case .coefficientOfVariation: IBSITerm("CWYJ", "Intensity histogram coefficient of variation")
        case .quartileCoefficientOfDispersion:
            IBSITerm("SLWD", "Intensity histogram quartile coefficient of dispersion")
        case .entropy: IBSITerm("TLU2", "Discretised intensity entropy")
        case .uniformity: IBSITerm("BJ5W", "Discretised intensity uniformity")
        case .maximumGradient: IBSITerm("12CE", "Maximum histogram gradient")
        case .maximumGradientBin: IBSITerm("8E6O", "Maximum histogram gradient intensity")
        case .minimumGradient: IBSITerm("VQB3", "Minimum histogram gradient")
        case .minimumGradientBin: IBSITerm("RHQZ", "Minimum histogram gradient intensity")
        }
    }
}

extension TextureFeatures<IntensityStatisticFeature> {
    /// The features of a region's grey levels.
    package init(_ histogram: GreyHistogram) {
        self.init(all: .emptyRegion)
        let statistics = FirstOrderStatistics(histogram)
        let dispersion = DispersionStatistics(histogram)
        self[.mean] = statistics.mean
        self[.variance] = statistics.variance
        self[.skewness] = statistics.skewness
        self[.excessKurtosis] = statistics.excessKurtosis
        self[.median] = statistics.median
        self[.minimum] = statistics.minimum
        self[.percentile10] = statistics.percentile10
        self[.percentile90] = statistics.percentile90
        self[.maximum] = statistics.maximum
        self[.interquartileRange] = dispersion.interquartileRange
        self[.range] = dispersion.range
        self[.meanAbsoluteDeviation] = dispersion.meanAbsoluteDeviation
        self[.robustMeanAbsoluteDeviation] = dispersion.robustMeanAbsoluteDeviation
        self[.medianAbsoluteDeviation] = dispersion.medianAbsoluteDeviation
        self[.coefficientOfVariation] = dispersion.coefficientOfVariation
        self[.quartileCoefficientOfDispersion] = dispersion.quartileCoefficientOfDispersion
        self[.energy] = dispersion.energy
        self[.rootMeanSquare] = dispersion.rootMeanSquare
    }
}

extension TextureFeatures<IntensityHistogramFeature> {
    /// The features of a region's bins, as `DiscretisedPatch.histogram` has them.
    package init(_ bins: GreyHistogram) {
        self.init(all: .emptyRegion)
        let statistics = FirstOrderStatistics(bins)
        let dispersion = DispersionStatistics(bins)
        let gradient = HistogramGradient(bins)
        self[.mean] = statistics.mean
        self[.variance] = statistics.variance
        self[.skewness] = statistics.skewness
        self[.excessKurtosis] = statistics.excessKurtosis
        self[.median] = statistics.median
        self[.minimum] = statistics.minimum
        self[.percentile10] = statistics.percentile10
        self[.percentile90] = statistics.percentile90
        self[.maximum] = statistics.maximum
        self[.mode] = dispersion.mode
        self[.interquartileRange] = dispersion.interquartileRange
        self[.range] = dispersion.range
        self[.meanAbsoluteDeviation] = dispersion.meanAbsoluteDeviation
        self[.robustMeanAbsoluteDeviation] = dispersion.robustMeanAbsoluteDeviation
        self[.medianAbsoluteDeviation] = dispersion.medianAbsoluteDeviation
        self[.coefficientOfVariation] = dispersion.coefficientOfVariation
        self[.quartileCoefficientOfDispersion] = dispersion.quartileCoefficientOfDispersion
        self[.entropy] = statistics.entropy
        self[.uniformity] = dispersion.uniformity
        self[.maximumGradient] = gradient.maximum
        self[.maximumGradientBin] = gradient.maximumBin
        self[.minimumGradient] = gradient.minimum
        self[.minimumGradientBin] = gradient.minimumBin
    }
}
