internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What has been computed of the envelope and of the rows in an ROI, on one frame.
struct EnvelopeMemory {
    fileprivate var moments: EnvelopeMoments?
    fileprivate var size: SpeckleSize?
    fileprivate var homogeneity: SpeckleHomogeneity?
    /// Rows' means.
    var profile: DepthProfile?
    /// As the reference-phantom method takes it.
    var attenuation: ReferencePhantomAttenuation?
}

extension RegionSample {
    /// How its grey levels stand for the envelope.
    var compression: Compression { context.compression(toMeasure: region) }

    /// The moments of the decompressed envelope; nil where the dynamic range is unknown.
    var envelopeMoments: EnvelopeMoments? {
        if let known = envelope.moments { return known }
        guard let compression = compression.value else { return nil }
        let moments = EnvelopeMoments(histogram, compression: compression)
        envelope.moments = moments
        return moments
    }

    /// An estimate from the envelope.
    ///
    /// - Parameter estimate: of the moments, with the independent samples and what is asked of them.
    /// - Returns: its value, or why there is none, and its standard error where there is an expression for it.
    func speckle(
        _ estimate: (EnvelopeMoments, Availability, SpeckleConditions) -> SpeckleEstimate
    ) -> (value: Availability, standardError: Double?) {
        switch compression {
        case .unknown(let reason): return (.notAvailable(reason), nil)
        case .known(let compression, _):
            guard let moments = envelopeMoments else { return (.emptyRegion, nil) }
            let samples = speckleSize(compression).effectiveSamples
            let estimate = estimate(moments, samples, SpeckleConditions(context.rules))
            guard estimate.value.value != nil, let samples = samples.value else { return (estimate.value, nil) }
            if let refusal = homogeneity(compression, samples).refusal(most: context.rules.mostHeterogeneity) {
                return (.notAvailable(refusal), nil)
            }
            return (estimate.value, estimate.standardError)
        }
    }

    /// The standard error of an estimate from the envelope, in words; none where there is no expression for it.
    func speckleError(
        _ estimate: (EnvelopeMoments, Availability, SpeckleConditions) -> SpeckleEstimate
    ) -> [String] {
        guard let error = speckle(estimate).standardError, let samples = envelope.size?.effectiveSamples.value else {
            return []
        }
        return ["standard error \(Decimal.error(error)) from about \(Int(samples)) independent samples\(ofWhichFrame)"]
    }

    /// Said of a number that is one frame's where the metric is over frames.
    var ofWhichFrame: String { context.pixels.frames > 1 ? " in the middle frame" : "" }

    /// The speckle cell.
    func speckleCell(_ number: (SpeckleSize) -> Availability) -> Availability {
        switch compression {
        case .unknown(let reason): .notAvailable(reason)
        case .known(let compression, _): number(speckleSize(compression))
        }
    }

    /// A statistic of the envelope in a window around each pixel, of three speckle cells at the least.
    func map(of statistic: ParametricMap.Statistic) -> Result<ParametricMap, MetricRow.Unmapped> {
        switch compression {
        case .unknown(let reason): return .failure(MetricRow.Unmapped(reason: reason))
        case .known(let compression, _):
            let speckle = speckleSize(compression)
            for side in [speckle.widthPixels, speckle.heightPixels] {
                guard case .notAvailable(let reason) = side else { continue }
                return .failure(MetricRow.Unmapped(reason: "the size of the speckle is not known: \(reason)"))
            }
            guard let least = speckle.leastWindowPixels else {
                let most = EnvelopeMap.windows.upperBound
                return .failure(MetricRow.Unmapped(reason: "three speckle cells are more than \(most) pixels"))
            }
            let side = max(context.rules.mapWindowPixels | 1, least)
            let maps = EnvelopeMap(compression: compression, conditions: SpeckleConditions(context.rules))
            let map = withPatch { maps.map(statistic, of: $0, windowPixels: side) }
            guard map.validCount > 0 else {
                return .failure(MetricRow.Unmapped(reason: "no window of \(side) pixels has enough of the region"))
            }
            return .success(map)
        }
    }

    /// The speckle of the ROI.
    func speckleSize(_ compression: LogCompression) -> SpeckleSize {
        if let known = envelope.size { return known }
        let size = withPatch { SpeckleSize($0, compression: compression) }
        envelope.size = size
        return size
    }

    private func homogeneity(_ compression: LogCompression, _ samples: Double) -> SpeckleHomogeneity {
        if let known = envelope.homogeneity { return known }
        let homogeneity = withPatch {
            SpeckleHomogeneity($0, compression: compression, effectiveSamples: samples)
        }
        envelope.homogeneity = homogeneity
        return homogeneity
    }
}
