/// What the neighbourhood grey tone difference matrix tells (NGTDM; IBSI reference manual, section 3.10).
package enum NeighbourhoodDifferenceFeature: Int, TextureFeature {
    case coarseness
    case contrast
    case busyness
    case complexity
    case strength

    package static let family = IBSITerm("IPET", "Neighbourhood grey tone difference matrix")

    package var term: IBSITerm {
        switch self {
        case .coarseness: IBSITerm("QCDE", "Coarseness")
        case .contrast: IBSITerm("65HE", "Contrast")
        case .busyness: IBSITerm("NQ30", "Busyness")
        case .complexity: IBSITerm("HDEZ", "Complexity")
        case .strength: IBSITerm("1X9X", "Strength")
        }
    }
}
