internal import PipelineFile
internal import TissueMetrics

/// What has been computed of the envelope in an ROI.
struct EnvelopeMemory {
    fileprivate var moments: EnvelopeMoments?
    fileprivate var size: SpeckleSize?
}

extension RegionSample {
    /// The moments of the decompressed envelope; nil where the dynamic range is unknown.
    var envelopeMoments: EnvelopeMoments? {
        if let known = envelope.moments { return known }
        guard let compression = context.compression(toMeasure: region.rule.name).value else { return nil }
        let moments = EnvelopeMoments(histogram, compression: compression)
        envelope.moments = moments
        return moments
    }

    /// An estimate from the envelope.
    ///
    /// - Parameter estimate: of the moments, with the independent samples and what is asked of them.
    /// - Returns: its value, or why there is none.
    func speckle(_ estimate: (EnvelopeMoments, Availability, SpeckleConditions) -> SpeckleEstimate) -> Availability {
        switch context.compression(toMeasure: region.rule.name) {
        case .unknown(let reason): return .notAvailable(reason)
        case .known(let compression, _):
            guard let moments = envelopeMoments else { return .emptyRegion }
            return estimate(moments, speckleSize(compression).effectiveSamples, SpeckleConditions(context.rules)).value
        }
    }

    /// The speckle cell.
    func speckleCell(_ number: (SpeckleSize) -> Availability) -> Availability {
        switch context.compression(toMeasure: region.rule.name) {
        case .unknown(let reason): .notAvailable(reason)
        case .known(let compression, _): number(speckleSize(compression))
        }
    }

    /// A statistic of the envelope in a window around each pixel.
    func map(of statistic: ParametricMap.Statistic) -> Result<ParametricMap, MetricRow.Unmapped> {
        switch context.compression(toMeasure: region.rule.name) {
        case .unknown(let reason): return .failure(MetricRow.Unmapped(reason: reason))
        case .known(let compression, _):
            let side = context.rules.mapWindowPixels | 1
            let maps = EnvelopeMap(compression: compression, conditions: SpeckleConditions(context.rules))
            let map = withPatch { maps.map(statistic, of: $0, windowPixels: side) }
            guard map.validCount > 0 else {
                return .failure(MetricRow.Unmapped(reason: "no window of \(side) pixels has enough of the region"))
            }
            return .success(map)
        }
    }

    private func speckleSize(_ compression: LogCompression) -> SpeckleSize {
        if let known = envelope.size { return known }
        let size = withPatch { SpeckleSize($0, compression: compression) }
        envelope.size = size
        return size
    }
}
