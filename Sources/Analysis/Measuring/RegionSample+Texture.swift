internal import PipelineFile
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
    fileprivate var knownIntensity: TextureFeatures<IntensityStatisticFeature>?
    fileprivate var knownBins: TextureFeatures<IntensityHistogramFeature>?
    fileprivate var knownCoOccurrence: DirectionalFeatures<CoOccurrenceFeature>?
    fileprivate var knownRunLengths: DirectionalFeatures<RunLengthFeature>?
    fileprivate var knownZones: ZoneFeatures?
    fileprivate var knownDifferences: TextureFeatures<NeighbourhoodDifferenceFeature>?
    fileprivate var knownDependence: TextureFeatures<DependenceFeature>?

    /// Forgets what was computed, keeping the memory.
    mutating func forget() {
        isDiscretised = false
        (knownIntensity, knownBins) = (nil, nil)
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

    /// Grey-level zones by size and by distance.
    var zones: ZoneFeatures {
        if let known = texture.knownZones { return known }
        let features =
            if let fault = discretise() {
                ZoneFeatures(all: fault)
            } else {
                texture.zones.features(of: texture.patch)
            }
        texture.knownZones = features
        return features
    }

    /// Differences of grey levels from the mean of their neighbours.
    var neighbourhoodDifferences: TextureFeatures<NeighbourhoodDifferenceFeature> {
        if let known = texture.knownDifferences { return known }
        let features: TextureFeatures<NeighbourhoodDifferenceFeature> =
            if let fault = discretise() {
                TextureFeatures(all: fault)
            } else {
                texture.differences.features(of: texture.patch)
            }
        texture.knownDifferences = features
        return features
    }

    /// How many neighbours are like a pixel.
    var neighbourDependence: TextureFeatures<DependenceFeature> {
        if let known = texture.knownDependence { return known }
        let features: TextureFeatures<DependenceFeature> =
            if let fault = discretise() {
                TextureFeatures(all: fault)
            } else {
                texture.dependence.features(of: texture.patch)
            }
        texture.knownDependence = features
        return features
    }

    /// The IBSI statistics of the grey levels that count.
    var intensityStatistics: TextureFeatures<IntensityStatisticFeature> {
        if let known = texture.knownIntensity { return known }
        let features = TextureFeatures<IntensityStatisticFeature>(histogram)
        texture.knownIntensity = features
        return features
    }

    /// The IBSI statistics of their bins.
    var binStatistics: TextureFeatures<IntensityHistogramFeature> {
        if let known = texture.knownBins { return known }
        let features: TextureFeatures<IntensityHistogramFeature> =
            if let fault = discretise() {
                TextureFeatures(all: fault)
            } else {
                TextureFeatures(texture.patch.histogram)
            }
        texture.knownBins = features
        return features
    }

    /// The ROI's bins; nil, or why there are none.
    private func discretise() -> Availability? {
        if !texture.isDiscretised {
            texture.isDiscretised = true
            let ending = withPatch { texture.patch.discretise($0, by: context.pipeline.texture.binning) }
            texture.fault = ending.value == nil ? ending : nil
        }
        return texture.fault
    }
}
