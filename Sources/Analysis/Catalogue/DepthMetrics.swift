internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// How echoes change with depth.
enum DepthMetrics {
    static let rows: [MetricRow] = [
        MetricRow(
            definition(
                "depth-decay",
                "DepthDecay",
                "Apparent depth decay of the grey level",
                .init("[arb'U]/cm", "arbitrary unit per centimeter"),
                "dp̄/dz of the rows' means, least squares weighted by their pixels",
                [.greyPixels, .spatialCalibration, .depthRange]
            ),
            method: "rows of the image: beams are taken to run down it",
            basis: .frame { $0.depthDecay.levelSlope },
            beside: .frame { $0.depthDecayFit(\.levelSlopeStandardError) }
        ),
        MetricRow(
            definition(
                "depth-decay-db",
                "DepthDecayDB",
                "Apparent depth decay, one way",
                .decibelPerCentimetre,
                "½ · DR/255 · dp̄/dz",
                [.greyPixels, .spatialCalibration, .depthRange, .dynamicRange]
            ),
            method: "rows of the image: beams are taken to run down it",
            basis: .frame { $0.depthDecay.decibelSlope },
            beside: .frame { $0.depthDecayFit(\.decibelSlopeStandardError) }
        ),
        reference(
            "attenuation",
            "Attenuation",
            "Attenuation coefficient by a reference phantom",
            .init("dB/cm/MHz", "decibel per centimeter per megahertz"),
            "(α_ref − ½ d/dz 10 log10(I / I_ref)) / f0"
        ) { $0.decibelsPerCentimetrePerMegahertz },
        reference(
            "attenuation-error",
            "AttenuationError",
            "Standard error of the attenuation at the centre frequency",
            .decibelPerCentimetre,
            "from speckle in both images",
            support: .none
        ) { $0.standardError },
    ]

    private static func reference(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ formula: String,
        support: MetricDefinition.Support = .tissueCharacterisation,
        _ number: @escaping @Sendable (ReferencePhantomAttenuation) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: name,
                family: .depth,
                concept: .own(code, name),
                unit: unit,
                support: support,
                formula: formula,
                needs: [.greyPixels, .spatialCalibration, .depthRange, .dynamicRange, .referencePhantom],
                source: "Yao, Zagzebski and Madsen, Ultrason. Imaging 12, 1990",
                limits:
                    "A steady gradient of backscatter looks like attenuation. Calibrated by the phantom of the pipeline, "
                    + "whose author states that the settings were the same"
            ),
            method: { pipeline in
                guard let phantom = pipeline.referencePhantom else { return "reference phantom" }
                return
                    "reference phantom of \(phantom.decibelsPerCentimetrePerMegahertz) dB/cm/MHz at \(phantom.megahertz) MHz, preset "
                    + phantom.preset
            },
            basis: .frame { $0.referenceAttenuation(number) },
            beside: .frame { $0.attenuationTrust }
        )
    }

    private static func definition(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ formula: String,
        _ needs: [MetricNeed],
        support: MetricDefinition.Support = .none
    ) -> MetricDefinition {
        MetricDefinition(
            identifier: identifier,
            name: name,
            family: .depth,
            concept: .own(code, name),
            unit: unit,
            support: support,
            formula: formula,
            needs: needs,
            source: "least squares"
        )
    }
}

extension RegionSample {
    /// The apparent decay over the ROI's rows.
    fileprivate var depthDecay: ApparentDepthDecay {
        var limits = ApparentDepthDecay.Limits()
        limits.leastDepthRangeCentimetres = context.rules.leastPathMillimetres / 10
        return ApparentDepthDecay(depthProfile, scale: depthScale, focusReason: focusReason, limits: limits)
    }

    /// How well the line fits, in words; nothing where there is none.
    fileprivate func depthDecayFit(_ error: (ApparentDepthDecay) -> Availability) -> [String] {
        let decay = depthDecay
        guard let error = error(decay).value else { return [] }
        let fit = decay.determination.value.map { ", R² \(Decimal.error($0))" } ?? ""
        return ["standard error \(Decimal.error(error)) from the rows' scatter\(fit)\(ofWhichFrame)"]
    }

    /// The rows' means.
    var depthProfile: DepthProfile {
        if let known = envelope.profile { return known }
        let compression = compression.value
        var profile = DepthProfile(dynamicRangeDecibels: compression?.dynamicRangeDecibels)
        withPatch { profile.fill($0) }
        envelope.profile = profile
        return profile
    }

    /// How rows lie in depth; nil without calibration.
    var depthScale: DepthScale? {
        guard let row = region.region.rowMillimetres else { return nil }
        return DepthScale(centimetresPerRow: row / 10, surfaceRow: Double(region.region.bounds.top))
    }

    private var focusReason: String? {
        let foci = context.facts.equipment.focusDepths ?? []
        guard foci.count > 1, let scale = depthScale, let box = region.box else { return nil }
        let depths = 10 * scale.depthCentimetres(ofRow: box.top)...10 * scale.depthCentimetres(ofRow: box.bottom)
        let within = foci.filter { depths.contains($0) }.count
        return within > 1 ? "\(within) focal zones lie within the region" : nil
    }
}
