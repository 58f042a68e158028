internal import TissueMetrics

/// The texture families of an ROI: memory that is reused, and what has been computed.
struct TextureMemory {
    fileprivate var patch = DiscretisedPatch()
    fileprivate var fault: Availability?
    fileprivate var isDiscretised = false
    fileprivate var coOccurrence = CoOccurrence()
    fileprivate var runLengths = RunLengths()
    fileprivate var zones = GreyZones()
    fileprivate var differences = NeighbourhoodDifferences()
    fileprivate var dependence = NeighbourDependence()
    fileprivate var knownCoOccurrence: DirectionalFeatures<CoOccurrenceFeature>?
    fileprivate var knownRunLengths: DirectionalFeatures<RunLengthFeature>?
    fileprivate var knownZones: ZoneFeatures?
    fileprivate var knownDifferences: TextureFeatures<DifferenceFeature>?
    fileprivate var knownDependence: TextureFeatures<DependenceFeature>?

    /// Forgets what was computed, keeping the memory.
    mutating func forget() {
        isDiscretised = false
        (knownCoOccurrence, knownRunLengths, knownZones, knownDifferences, knownDependence) = (nil, nil, nil, nil, nil)
    }
}

extension RegionSample {
    /// Grey-level co-occurrence in four directions.
    var coOccurrence: DirectionalFeatures<CoOccurrenceFeature> {
        if let known = texture.knownCoOccurrence { return known }
        let features: DirectionalFeatures<CoOccurrenceFeature> =
            if let fault = discretise() {
                DirectionalFeatures(all: fault)
            } else {
                texture.coOccurrence.features(of: texture.patch, leastPairs: context.rules.leastPairs)
            }
        texture.knownCoOccurrence = features
        return features
    }

    /// Grey-level run lengths in four directions.
    var runLengths: DirectionalFeatures<RunLengthFeature> {
        if let known = texture.knownRunLengths { return known }
        let features: DirectionalFeatures<RunLengthFeature> =
            if let fault = discretise() {
                DirectionalFeatures(all: fault)
            } else {
                texture.runLengths.features(of: texture.patch)
            }
        texture.knownRunLengths = features
        return features
    }
}
