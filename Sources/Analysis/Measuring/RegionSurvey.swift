internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What one look at an ROI, on one frame, tells of the trust that its numbers deserve (qus.md A6, A7, I).
struct RegionSurvey: Sendable {
    /// Independent samples among the ROI's pixels; nil where that can't be told.
    private(set) var effectiveSamples: Double?
    /// The mean of the speckle cell's sides, pixels; nil where that can't be told.
    private(set) var speckleCellPixels: Double?
    /// Columns in shadow, %; nil where that can't be told.
    private(set) var shadowedPercent: Double?
    /// Of JPEG's blocks; nil where that can't be told.
    private(set) var blockiness: Double?
    /// Where it lies badly.
    private(set) var depthWarnings: [DepthCheck.Warning] = []
    /// What else holds beside a number, such as its standard error, by the metric's identifier.
    private(set) var conditions: [String: [String]] = [:]

    /// Of an ROI that can't be looked at.
    init() {}

    /// Looks at an ROI.
    ///
    /// - Parameters:
    ///   - sample: turned to the ROI.
    ///   - rows: its metrics.
    init(_ sample: RegionSample, rows: [MetricRow]) {
        let context = sample.context
        let placed = sample.region
        guard placed.region.kind != .spectral, sample.quality.refusal == nil else { return }
        let speckle =
            context.compression(toMeasure: placed).value.map(sample.speckleSize)
            ?? sample.withPatch { SpeckleSize(greyLevelsOf: $0) }
        for row in rows {
            guard case .frame(let conditions)? = row.beside else { continue }
            self.conditions[row.definition.identifier] = conditions(sample)
        }
        effectiveSamples = speckle.effectiveSamples.value
        speckleCellPixels = speckle.widthPixels.value.flatMap { width in
            speckle.heightPixels.value.map { (width + $0) / 2 }
        }
        guard let box = placed.box else { return }
        var rule = DepthCheck.Rule()
        rule.leastMillimetres = context.rules.nearFieldMillimetres
        rule.lastShare = context.rules.farFieldPercent / 100
        rule.mostFromFocusMillimetres = context.rules.focusDistanceMillimetres
        // A cine may name several foci; one that is not single says nothing of this ROI.
        let foci = context.facts.equipment.focusDepths ?? []
        depthWarnings =
            DepthCheck(
                roi: box,
                region: placed.region.bounds,
                millimetresPerRow: placed.region.rowMillimetres,
                focusMillimetres: foci.count == 1 ? foci[0] : nil,
                fieldMillimetres: context.facts.equipment.depthOfScanField,
                rule: rule
            ).warnings
        guard sample.source.frame.format != .grey16 else { return }
        var shadow = ShadowCheck()
        shadowedPercent =
            shadow.shadowedPercent(
                of: box,
                within: placed.region.bounds,
                frame: sample.source.brightness,
                width: sample.source.frame.width,
                excluded: sample.source.causes
            ).value
        var blocks = Blockiness()
        blocks.add(
            sample.source.brightness,
            width: sample.source.frame.width,
            region: box,
            excluded: sample.source.causes
        )
        blockiness = blocks.ratio.value
    }

    /// Flags beside numbers of grey levels.
    func flags(_ rules: MeasuringRules) -> [String] {
        var flags: [String] = []
        if let samples = effectiveSamples, samples < rules.leastSamplesMean {
            flags.append(
                "few samples: about \(Decimal.text(samples)) are independent, fewer than \(Decimal.text(rules.leastSamplesMean))"
            )
        }
        if let shadow = shadowedPercent, shadow >= rules.shadowFlagPercent {
            flags.append("shadow: \(Decimal.text(shadow)) % of the columns are dark from here to the bottom")
        }
        if let ratio = blockiness, ratio > rules.blockinessFlag {
            flags.append(
                "blocks of lossy compression: steps at their edges are \(Decimal.text(ratio)) times those inside"
            )
        }
        for warning in depthWarnings {
            switch warning {
            case .shallow(let least): flags.append("near field: it begins less than \(Decimal.text(least)) mm deep")
            case .deep(let share):
                flags.append("far field: it ends in the last \(Decimal.text(100 * share)) % of the depth")
            case .offFocus(let most): flags.append("off the focus by more than \(Decimal.text(most)) mm")
            }
        }
        return flags
    }
}
