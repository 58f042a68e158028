/// The features of the grey level co-occurrence matrix.
package enum CoOccurrenceFeature: Int, TextureFeature {
    case jointMaximum, jointAverage, jointVariance, jointEntropy
    case differenceAverage, differenceVariance, differenceEntropy
    case sumAverage, sumVariance, sumEntropy
    case angularSecondMoment, contrast, dissimilarity
    case inverseDifference, normalisedInverseDifference
    case inverseDifferenceMoment, normalisedInverseDifferenceMoment
    case inverseVariance, correlation, autocorrelation
    case clusterTendency, clusterShade, clusterProminence
    case informationCorrelation1, informationCorrelation2

    package static let family = IBSITerm("LFYI", "Grey level co-occurrence matrix")

    package var term: IBSITerm {
        switch self {
        case .jointMaximum: IBSITerm("GYBY", "Joint maximum")
        case .jointAverage: IBSITerm("60VM", "Joint average")
        case .jointVariance: IBSITerm("UR99", "Joint variance")
        case .jointEntropy: IBSITerm("TU9B", "Joint entropy")
        case .differenceAverage: IBSITerm("TF7R", "Difference average")
        case .differenceVariance: IBSITerm("D3YU", "Difference variance")
        case .differenceEntropy: IBSITerm("NTRS", "Difference entropy")
        case .sumAverage: IBSITerm("ZGXS", "Sum average")
        case .sumVariance: IBSITerm("OEEB", "Sum variance")
        case .sumEntropy: IBSITerm("P6QZ", "Sum entropy")
        case .angularSecondMoment: IBSITerm("8ZQL", "Angular second moment")
        case .contrast: IBSITerm("ACUI", "Contrast")
        case .dissimilarity: IBSITerm("8S9J", "Dissimilarity")
        case .inverseDifference: IBSITerm("IB1Z", "Inverse difference")
        case .normalisedInverseDifference: IBSITerm("NDRX", "Normalised inverse difference")
        case .inverseDifferenceMoment: IBSITerm("WF0Z", "Inverse difference moment")
        case .normalisedInverseDifferenceMoment: IBSITerm("1QCO", "Normalised inverse difference moment")
        case .inverseVariance: IBSITerm("E8JP", "Inverse variance")
        case .correlation: IBSITerm("NI2N", "Correlation")
        case .autocorrelation: IBSITerm("QWB0", "Autocorrelation")
        case .clusterTendency: IBSITerm("DG8W", "Cluster tendency")
        case .clusterShade: IBSITerm("7NFM", "Cluster shade")
        case .clusterProminence: IBSITerm("AE86", "Cluster prominence")
        case .informationCorrelation1: IBSITerm("R8DG", "First measure of information correlation")
        case .informationCorrelation2: IBSITerm("JN9H", "Second measure of information correlation")
        }
    }
}
