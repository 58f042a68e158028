/// The features of the grey level run length matrix.
package enum RunLengthFeature: Int, LevelCountFeature {
    case shortRuns, longRuns, lowGreyLevelRuns, highGreyLevelRuns
    case shortRunLowGreyLevel, shortRunHighGreyLevel, longRunLowGreyLevel, longRunHighGreyLevel
    case greyLevelNonUniformity, normalisedGreyLevelNonUniformity
    case runLengthNonUniformity, normalisedRunLengthNonUniformity
    case runPercentage, greyLevelVariance, runLengthVariance, runEntropy

    package static let family = IBSITerm("TP0I", "Grey level run length matrix")

    package var term: IBSITerm {
        switch self {
        case .shortRuns: IBSITerm("22OV", "Short runs emphasis")
        case .longRuns: IBSITerm("W4KF", "Long runs emphasis")
        case .lowGreyLevelRuns: IBSITerm("V3SW", "Low grey level run emphasis")
        case .highGreyLevelRuns: IBSITerm("G3QZ", "High grey level run emphasis")
        case .shortRunLowGreyLevel: IBSITerm("HTZT", "Short run low grey level emphasis")
        case .shortRunHighGreyLevel: IBSITerm("GD3A", "Short run high grey level emphasis")
        case .longRunLowGreyLevel: IBSITerm("IVPO", "Long run low grey level emphasis")
        case .longRunHighGreyLevel: IBSITerm("3KUM", "Long run high grey level emphasis")
        case .greyLevelNonUniformity: IBSITerm("R5YN", "Grey level non-uniformity")
        case .normalisedGreyLevelNonUniformity: IBSITerm("OVBL", "Normalised grey level non-uniformity")
        case .runLengthNonUniformity: IBSITerm("W92Y", "Run length non-uniformity")
        case .normalisedRunLengthNonUniformity: IBSITerm("IC23", "Normalised run length non-uniformity")
        case .runPercentage: IBSITerm("9ZK5", "Run percentage")
        case .greyLevelVariance: IBSITerm("8CE5", "Grey level variance")
        case .runLengthVariance: IBSITerm("SXLW", "Run length variance")
        case .runEntropy: IBSITerm("HJ9O", "Run entropy")
        }
    }

    var number: KeyPath<LevelCountFeatures, Double> {
        switch self {
        case .shortRuns: \.smallCountEmphasis
        case .longRuns: \.largeCountEmphasis
        case .lowGreyLevelRuns: \.lowLevelEmphasis
        case .highGreyLevelRuns: \.highLevelEmphasis
        case .shortRunLowGreyLevel: \.smallCountLowLevelEmphasis
        case .shortRunHighGreyLevel: \.smallCountHighLevelEmphasis
        case .longRunLowGreyLevel: \.largeCountLowLevelEmphasis
        case .longRunHighGreyLevel: \.largeCountHighLevelEmphasis
        case .greyLevelNonUniformity: \.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: \.normalisedLevelNonUniformity
        case .runLengthNonUniformity: \.countNonUniformity
        case .normalisedRunLengthNonUniformity: \.normalisedCountNonUniformity
        case .runPercentage: \.percentage
        case .greyLevelVariance: \.levelVariance
        case .runLengthVariance: \.countVariance
        case .runEntropy: \.entropy
        }
    }
}
