internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What has been computed of the colours in an ROI.
struct FlowMemory {
    fileprivate var counts: FlowCounts?
    fileprivate var overlay: StiffnessOverlay?
    /// What was asked of the overlay.
    fileprivate var summaries: [StiffnessQuantity: StiffnessOverlay.Summary] = [:]
    fileprivate var strip: Result<ReadStrip, SpectralCalibration.Refusal>?

    /// A strip, and what its rows and columns stand for.
    fileprivate struct ReadStrip {
        let calibration: SpectralCalibration
        let velocities: SpectralVelocities
    }

    /// Forgets what was computed.
    mutating func forget() { (counts, overlay, summaries, strip) = (nil, nil, [:], nil) }
}

extension RegionSample {
    /// The colour scale of the ROI's rule; nil where it names none.
    var readScale: ReadColourScale? { region.rule.colourScale.flatMap { context.colourScales[$0] } }

    /// The coloured pixels, decoded where the ROI has a scale; nil for an image without colour.
    var flowCounts: FlowCounts? {
        guard source.frame.format == .rgb8 else { return nil }
        if let known = flow.counts { return known }
        var counts = FlowCounts()
        counts.add(
            region.mask,
            rgb: source.frame.bytes,
            width: source.frame.width,
            colour: source.colour,
            excluded: source.neitherFlowNorTissue,
            scale: readScale.flatMap { try? $0.scale.get() }  // `flowIndex` tells why there is none
        )
        flow.counts = counts
        return counts
    }

    /// An index that needs no scale.
    func flowIndex(_ number: (FlowIndices) -> Availability) -> Availability {
        guard let counts = flowCounts else { return .notAvailable("the image has no colour") }
        return number(FlowIndices(counts, scale: nil))
    }

    /// An index of the places on the colour bar.
    func scaledFlowIndex(
        of quantities: Set<ColourScaleRule.Quantity>,
        _ number: (FlowIndices) -> Availability
    ) -> Availability {
        guard let counts = flowCounts else { return .notAvailable("the image has no colour") }
        guard let read = readScale else { return .notAvailable("scale unknown: the ROI names no colour scale") }
        guard quantities.contains(read.rule.quantity) else {
            return .notAvailable("the ROI's colour scale is of \(read.rule.quantity.rawValue)")
        }
        switch read.scale {
        case .success(let scale):
            // On a bar of two directions whose middle isn't seen a level would count from the wrong end.
            guard read.rule.quantity != .velocity || read.rule.low >= 0 || scale.bar.kind == .velocity else {
                return .notAvailable("scale unknown: no dark baseline is seen in the middle of the colour bar")
            }
            return number(
                FlowIndices(counts, scale: scale, mostUnmatchedPercent: context.rules.mostUnmatchedFlowPercent)
            )
        case .failure(let fault): return .notAvailable("scale unknown: \(fault.reason)")
        }
    }

    /// What a stiffness overlay shows.
    func stiffness(as asked: StiffnessQuantity, _ number: (StiffnessOverlay.Summary) -> Availability) -> Availability {
        guard source.frame.format == .rgb8 else { return .notAvailable("the image has no colour") }
        guard let read = readScale, let quantity = StiffnessQuantity(read.rule.quantity) else {
            return .notAvailable("colour scale not calibrated")
        }
        switch read.scale {
        case .failure(let fault): return .notAvailable("colour scale not calibrated: \(fault.reason)")
        case .success(let scale):
            var overlay = flow.overlay ?? StiffnessOverlay(scale: scale)
            if flow.overlay == nil {
                overlay.add(
                    region.mask,
                    rgb: source.frame.bytes,
                    width: source.frame.width,
                    excluded: source.neitherFlowNorTissue
                )
                flow.overlay = overlay
            }
            let summary = overlay.summary(
                of: quantity,
                as: asked,
                mostRejectedPercent: context.rules.mostRejectedOverlayPercent
            )
            flow.summaries[asked] = summary
            return number(summary)
        }
    }

    /// How colours and strip were read, of what has been computed.
    var frameRemarks: FrameRemarks {
        var remarks = FrameRemarks()
        if let counts = flow.counts, let scale = try? readScale?.scale.get() {  // the metrics say why there is none
            remarks.unmatchedFlowPercent = FlowIndices(counts, scale: scale).unmatchedPercent
        }
        if let any = flow.summaries.values.first {  // all are of the same pixels
            remarks.overlay = FrameRemarks.Overlay(
                count: any.count,
                rejectedPercent: any.rejectedPercent,
                spreads: flow.summaries.compactMapValues { summary in
                    guard let median = summary.median.value, let range = summary.interquartileRange.value else {
                        return nil
                    }
                    return median > 0 ? 100 * range / median : .infinity
                }
            )
        }
        if case .success(let strip)? = flow.strip {
            remarks.spectral = FrameRemarks.Spectral(
                calibration: strip.calibration,
                beats: strip.velocities.beats,
                resolution: strip.velocities.resolution,
                side: strip.velocities.side
            )
        }
        return remarks
    }

    /// What the envelope of a spectral strip tells.
    func spectral(_ number: (SpectralVelocities) -> Availability) -> Availability {
        let known = flow.strip ?? readStrip()
        flow.strip = known
        switch known {
        case .success(let strip): return number(strip.velocities)
        case .failure(let refusal): return .notAvailable(refusal.reason)
        }
    }

    private func readStrip() -> Result<FlowMemory.ReadStrip, SpectralCalibration.Refusal> {
        guard region.region.kind == .spectral, let declared = region.region.declared else {
            return .failure(.noStrip)
        }
        guard source.frame.format != .grey16 else { return .failure(.deep) }
        let bounds = region.region.bounds
        do throws(SpectralCalibration.Refusal) {
            let calibration = try SpectralCalibration(declared)
            let (width, rows) = (source.frame.width, bounds.top..<bounds.bottom)
            let crop = { (plane: [UInt8]) -> [UInt8] in
                rows.flatMap { row in plane[(row * width + bounds.left)..<(row * width + bounds.right)] }
            }
            let strip = SpectralStrip(
                levels: crop(source.brightness),
                excluded: crop(source.causes),
                width: bounds.width,
                height: bounds.height,
                calibration: calibration
            )
            return .success(FlowMemory.ReadStrip(calibration: calibration, velocities: SpectralVelocities(strip)))
        } catch {
            return .failure(error)
        }
    }
}

extension StiffnessQuantity {
    /// What a scale's numbers are of; nil where they are of flow.
    fileprivate init?(_ quantity: ColourScaleRule.Quantity) {
        switch quantity {
        case .elasticity: self = .youngsModulus
        case .shearWaveSpeed: self = .shearWaveSpeed
        case .velocity, .power: return nil
        }
    }
}
