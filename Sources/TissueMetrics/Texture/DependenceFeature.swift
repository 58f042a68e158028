/// What the neighbouring grey level dependence matrix tells (NGLDM; IBSI reference manual, section 3.11): the
/// dependence of a pixel is itself and the neighbours that are like it.
package enum DependenceFeature: Int, LevelCountFeature {
    case lowDependenceEmphasis
    case highDependenceEmphasis
    case lowGreyLevelCountEmphasis
    case highGreyLevelCountEmphasis
    case lowDependenceLowGreyLevelEmphasis
    case lowDependenceHighGreyLevelEmphasis
    case highDependenceLowGreyLevelEmphasis
    case highDependenceHighGreyLevelEmphasis
    case greyLevelNonUniformity
    case normalisedGreyLevelNonUniformity
    case dependenceCountNonUniformity
    case normalisedDependenceCountNonUniformity
    case dependenceCountPercentage
    case greyLevelVariance
    case dependenceCountVariance
    case dependenceCountEntropy
    case dependenceCountEnergy

    package static let family = IBSITerm("REK0", "Neighbouring grey level dependence matrix")

    package var term: IBSITerm {
        switch self {
        case .lowDependenceEmphasis: IBSITerm("SODN", "Low dependence emphasis")
        case .highDependenceEmphasis: IBSITerm("IMOQ", "High dependence emphasis")
        case .lowGreyLevelCountEmphasis: IBSITerm("TL9H", "Low grey level count emphasis")
        case .highGreyLevelCountEmphasis: IBSITerm("OAE7", "High grey level count emphasis")
        case .lowDependenceLowGreyLevelEmphasis: IBSITerm("EQ3F", "Low dependence low grey level emphasis")
        case .lowDependenceHighGreyLevelEmphasis: IBSITerm("JA6D", "Low dependence high grey level emphasis")
        case .highDependenceLowGreyLevelEmphasis: IBSITerm("NBZI", "High dependence low grey level emphasis")
        case .highDependenceHighGreyLevelEmphasis: IBSITerm("9QMG", "High dependence high grey level emphasis")
        case .greyLevelNonUniformity: IBSITerm("FP8K", "Grey level non-uniformity")
        case .normalisedGreyLevelNonUniformity: IBSITerm("5SPA", "Normalised grey level non-uniformity")
        case .dependenceCountNonUniformity: IBSITerm("Z87G", "Dependence count non-uniformity")
        case .normalisedDependenceCountNonUniformity: IBSITerm("OKJI", "Normalised dependence count non-uniformity")
        case .dependenceCountPercentage: IBSITerm("6XV8", "Dependence count percentage")
        case .greyLevelVariance: IBSITerm("1PFV", "Grey level variance")
        case .dependenceCountVariance: IBSITerm("DNX2", "Dependence count variance")
        case .dependenceCountEntropy: IBSITerm("FCBV", "Dependence count entropy")
        case .dependenceCountEnergy: IBSITerm("CAS9", "Dependence count energy")
        }
    }

    var number: KeyPath<LevelCountFeatures, Double> {
        switch self {
        case .lowDependenceEmphasis: \.smallCountEmphasis
        case .highDependenceEmphasis: \.largeCountEmphasis
        case .lowGreyLevelCountEmphasis: \.lowLevelEmphasis
        case .highGreyLevelCountEmphasis: \.highLevelEmphasis
        case .lowDependenceLowGreyLevelEmphasis: \.smallCountLowLevelEmphasis
        case .lowDependenceHighGreyLevelEmphasis: \.smallCountHighLevelEmphasis
        case .highDependenceLowGreyLevelEmphasis: \.largeCountLowLevelEmphasis
        case .highDependenceHighGreyLevelEmphasis: \.largeCountHighLevelEmphasis
        case .greyLevelNonUniformity: \.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: \.normalisedLevelNonUniformity
        case .dependenceCountNonUniformity: \.countNonUniformity
        case .normalisedDependenceCountNonUniformity: \.normalisedCountNonUniformity
        case .dependenceCountPercentage: \.percentage
        case .greyLevelVariance: \.levelVariance
        case .dependenceCountVariance: \.countVariance
        case .dependenceCountEntropy: \.entropy
        case .dependenceCountEnergy: \.energy
        }
    }
}
