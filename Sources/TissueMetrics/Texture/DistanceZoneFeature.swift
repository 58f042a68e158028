/// What the grey level distance zone matrix tells (GLDZM; IBSI reference manual, section 3.9): the distance of a zone
/// is in pixels, from 1 at the border of the region.
package enum DistanceZoneFeature: Int, LevelCountFeature {
    case smallDistanceEmphasis
    case largeDistanceEmphasis
    case lowGreyLevelZoneEmphasis
    case highGreyLevelZoneEmphasis
    case smallDistanceLowGreyLevelEmphasis
    case smallDistanceHighGreyLevelEmphasis
    case largeDistanceLowGreyLevelEmphasis
    case largeDistanceHighGreyLevelEmphasis
    case greyLevelNonUniformity
    case normalisedGreyLevelNonUniformity
    case zoneDistanceNonUniformity
    case normalisedZoneDistanceNonUniformity
    case zonePercentage
    case greyLevelVariance
    case zoneDistanceVariance
    case zoneDistanceEntropy

    package static let family = IBSITerm("VMDZ", "Grey level distance zone matrix")

    package var term: IBSITerm {
        switch self {
        case .smallDistanceEmphasis: IBSITerm("0GBI", "Small distance emphasis")
        case .largeDistanceEmphasis: IBSITerm("MB4I", "Large distance emphasis")
        case .lowGreyLevelZoneEmphasis: IBSITerm("S1RA", "Low grey level zone emphasis")
        case .highGreyLevelZoneEmphasis: IBSITerm("K26C", "High grey level zone emphasis")
        case .smallDistanceLowGreyLevelEmphasis: IBSITerm("RUVG", "Small distance low grey level emphasis")
        case .smallDistanceHighGreyLevelEmphasis: IBSITerm("DKNJ", "Small distance high grey level emphasis")
        case .largeDistanceLowGreyLevelEmphasis: IBSITerm("A7WM", "Large distance low grey level emphasis")
        case .largeDistanceHighGreyLevelEmphasis: IBSITerm("KLTH", "Large distance high grey level emphasis")
        case .greyLevelNonUniformity: IBSITerm("VFT7", "Grey level non-uniformity")
        case .normalisedGreyLevelNonUniformity: IBSITerm("7HP3", "Normalised grey level non-uniformity")
        case .zoneDistanceNonUniformity: IBSITerm("V294", "Zone distance non-uniformity")
        case .normalisedZoneDistanceNonUniformity: IBSITerm("IATH", "Normalised zone distance non-uniformity")
        case .zonePercentage: IBSITerm("VIWW", "Zone percentage")
        case .greyLevelVariance: IBSITerm("QK93", "Grey level variance")
        case .zoneDistanceVariance: IBSITerm("7WT1", "Zone distance variance")
        case .zoneDistanceEntropy: IBSITerm("GBDU", "Zone distance entropy")
        }
    }

    var number: KeyPath<LevelCountFeatures, Double> {
        switch self {
        case .smallDistanceEmphasis: \.smallCountEmphasis
        case .largeDistanceEmphasis: \.largeCountEmphasis
        case .lowGreyLevelZoneEmphasis: \.lowLevelEmphasis
        case .highGreyLevelZoneEmphasis: \.highLevelEmphasis
        case .smallDistanceLowGreyLevelEmphasis: \.smallCountLowLevelEmphasis
        case .smallDistanceHighGreyLevelEmphasis: \.smallCountHighLevelEmphasis
        case .largeDistanceLowGreyLevelEmphasis: \.largeCountLowLevelEmphasis
        case .largeDistanceHighGreyLevelEmphasis: \.largeCountHighLevelEmphasis
        case .greyLevelNonUniformity: \.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: \.normalisedLevelNonUniformity
        case .zoneDistanceNonUniformity: \.countNonUniformity
        case .normalisedZoneDistanceNonUniformity: \.normalisedCountNonUniformity
        case .zonePercentage: \.percentage
        case .greyLevelVariance: \.levelVariance
        case .zoneDistanceVariance: \.countVariance
        case .zoneDistanceEntropy: \.entropy
        }
    }
}
