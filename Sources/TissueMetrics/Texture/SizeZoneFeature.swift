/// What the grey level size zone matrix tells (GLSZM; IBSI reference manual, section 3.8): the size of a zone is in
/// pixels.
package enum SizeZoneFeature: Int, LevelCountFeature {
    case smallZoneEmphasis
    case largeZoneEmphasis
    case lowGreyLevelZoneEmphasis
    case highGreyLevelZoneEmphasis
    case smallZoneLowGreyLevelEmphasis
    case smallZoneHighGreyLevelEmphasis
    case largeZoneLowGreyLevelEmphasis
    case largeZoneHighGreyLevelEmphasis
    case greyLevelNonUniformity
    case normalisedGreyLevelNonUniformity
    case zoneSizeNonUniformity
    case normalisedZoneSizeNonUniformity
    case zonePercentage
    case greyLevelVariance
    case zoneSizeVariance
    case zoneSizeEntropy

    package static let family = IBSITerm("9SAK", "Grey level size zone matrix")

    package var term: IBSITerm {
        switch self {
        case .smallZoneEmphasis: IBSITerm("5QRC", "Small zone emphasis")
        case .largeZoneEmphasis: IBSITerm("48P8", "Large zone emphasis")
        case .lowGreyLevelZoneEmphasis: IBSITerm("XMSY", "Low grey level zone emphasis")
        case .highGreyLevelZoneEmphasis: IBSITerm("5GN9", "High grey level zone emphasis")
        case .smallZoneLowGreyLevelEmphasis: IBSITerm("5RAI", "Small zone low grey level emphasis")
        case .smallZoneHighGreyLevelEmphasis: IBSITerm("HW1V", "Small zone high grey level emphasis")
        case .largeZoneLowGreyLevelEmphasis: IBSITerm("YH51", "Large zone low grey level emphasis")
        case .largeZoneHighGreyLevelEmphasis: IBSITerm("J17V", "Large zone high grey level emphasis")
        case .greyLevelNonUniformity: IBSITerm("JNSA", "Grey level non-uniformity")
        case .normalisedGreyLevelNonUniformity: IBSITerm("Y1RO", "Normalised grey level non-uniformity")
        case .zoneSizeNonUniformity: IBSITerm("4JP3", "Zone size non-uniformity")
        case .normalisedZoneSizeNonUniformity: IBSITerm("VB3A", "Normalised zone size non-uniformity")
        case .zonePercentage: IBSITerm("P30P", "Zone percentage")
        case .greyLevelVariance: IBSITerm("BYLV", "Grey level variance")
        case .zoneSizeVariance: IBSITerm("3NSA", "Zone size variance")
        case .zoneSizeEntropy: IBSITerm("GU8N", "Zone size entropy")
        }
    }

    var number: KeyPath<LevelCountFeatures, Double> {
        switch self {
        case .smallZoneEmphasis: \.smallCountEmphasis
        case .largeZoneEmphasis: \.largeCountEmphasis
        case .lowGreyLevelZoneEmphasis: \.lowLevelEmphasis
        case .highGreyLevelZoneEmphasis: \.highLevelEmphasis
        case .smallZoneLowGreyLevelEmphasis: \.smallCountLowLevelEmphasis
        case .smallZoneHighGreyLevelEmphasis: \.smallCountHighLevelEmphasis
        case .largeZoneLowGreyLevelEmphasis: \.largeCountLowLevelEmphasis
        case .largeZoneHighGreyLevelEmphasis: \.largeCountHighLevelEmphasis
        case .greyLevelNonUniformity: \.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: \.normalisedLevelNonUniformity
        case .zoneSizeNonUniformity: \.countNonUniformity
        case .normalisedZoneSizeNonUniformity: \.normalisedCountNonUniformity
        case .zonePercentage: \.percentage
        case .greyLevelVariance: \.levelVariance
        case .zoneSizeVariance: \.countVariance
        case .zoneSizeEntropy: \.entropy
        }
    }
}
