internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What holds beside a number, by the family of its metric: conditions, and quality flags each with its number (qus.md I).
struct MeasurementRemarks {
    var conditions: [String] = []
    var flags: [String] = []

    /// - Parameters:
    ///   - row: the metric.
    ///   - context: the image.
    ///   - plans: the ROIs that the number is of.
    ///   - records: of each ROI, the frames.
    ///   - motion: flags of how the ROIs move.
    init(
        row: MetricRow,
        context: ImageContext,
        plans: [RegionPlan],
        records: [[RegionRecord]],
        motion: [String]
    ) {
        let family = row.definition.family
        let needs = row.definition.needs
        flags = plans.flatMap(\.placed.flags)
        conditions = Self.conditions(
            of: family,
            isCalibrated: needs.contains(.referencePhantom),
            context: context,
            plans: plans
        )
        if needs.contains(.dynamicRange), let first = plans.first,
            let condition = context.compression(toMeasure: first.placed).condition
        {
            conditions.append(condition)
        }
        conditions += plans.flatMap { $0.survey.conditions[row.definition.identifier] ?? [] }
        guard family != .geometry else { return }
        add(records.joined().map(\.remarks), of: row.definition, rules: context.rules)
        if family.bearsGreyFlags {
            let qualities = records.joined().map(\.quality)
            flags += Self.greyFlags(qualities, context: context, isCine: (records.first?.count ?? 0) > 1)
            flags += plans.flatMap { $0.survey.flags(context.rules) }
        }
        if family.isTexture, let spread = plans.compactMap(\.placed.region.anisotropyPercent).max(),
            spread > context.rules.anisotropyFlagPercent
        {
            flags.append(
                "anisotropic: a pixel's sides differ by \(Decimal.text(spread)) % (anisotropyFlagPercent "
                    + "\(Decimal.text(context.rules.anisotropyFlagPercent)))"
            )
        }
        if family.bearsGreyFlags || family == .colourFlow { flags += motion }
        flags += Self.lossyFlags(context)
    }

    private static func conditions(
        of family: MetricFamily,
        isCalibrated: Bool,
        context: ImageContext,
        plans: [RegionPlan]
    ) -> [String] {
        switch family {
        case .geometry:
            return plans.compactMap { plan in
                if case .centimetres(_, _, let condition?) = plan.placed.region.calibration { condition } else { nil }
            }
        case .echogenicity, .intensity, .histogram, .coOccurrence, .runLength, .sizeZone, .distanceZone,
            .neighbourhoodDifference, .neighbourDependence:
            let bits = context.isColour ? 8 : context.pixels.bitsStored
            let samples = plans.compactMap(\.survey.effectiveSamples).map { "about \(Int($0))" }
            return [
                "uncalibrated grey levels of \(bits) bits: they depend on machine, gain and display",
                samples.isEmpty
                    ? "of pixels, which are not independent samples"
                    : "of pixels, of which \(samples.joined(separator: ", ")) in a frame are independent samples",
            ]
        case .speckle: return ["processed B-mode, uncalibrated"]
        case .depth: return [isCalibrated ? "calibrated by the pipeline's reference phantom" : "apparent, uncalibrated"]
        case .colourFlow:
            return [
                "in one plane; grey tolerance \(context.colourRule.greyTolerance), patches of \(context.rules.leastFlowPatchPixels) pixels or more"
            ]
        case .spectralDoppler: return []
        case .contrast: return ["arbitrary units of a linearised display"]
        case .stiffness: return ["elastography: no evidence for 0689T"]
        }
    }

    private static func greyFlags(
        _ qualities: [RegionRecord.Quality],
        context: ImageContext,
        isCine: Bool
    ) -> [String] {
        let rules = context.rules
        // Frames differ: a flag's number is the worst frame's.
        let most = isCine ? " in the worst frame" : ""
        let ends = " (saturationFlagPercent \(Decimal.text(rules.saturationFlagPercent)))"
        var flags: [String] = []
        if qualities.contains(where: \.isTinted) {
            flags.append("tinted grey map: brightness was taken from its colours")
        }
        let covered = qualities.map(\.percentCovered).max() ?? 0
        if covered > rules.overlayFlagPercent {
            flags.append(
                "overlay: \(Decimal.text(covered)) % of the region is text, graphics or colour and left out\(most) "
                    + "(overlayFlagPercent \(Decimal.text(rules.overlayFlagPercent)))"
            )
        }
        let top = qualities.map(\.percentAtTop).max() ?? 0
        if top > rules.saturationFlagPercent {
            flags.append("saturated: \(Decimal.text(top)) % of the pixels are at the top of the scale\(most)\(ends)")
        }
        let bottom = qualities.map(\.percentAtBottom).max() ?? 0
        if bottom > rules.saturationFlagPercent {
            flags.append("black: \(Decimal.text(bottom)) % of the pixels are at the bottom of the scale\(most)\(ends)")
        }
        flags += context.flags
        if context.image.hasBurnedInAnnotation == true {
            flags.append("the image says that it bears burned-in annotation")
        }
        return flags
    }

    private static func lossyFlags(_ context: ImageContext) -> [String] {
        guard context.pixels.isLossy else { return [] }
        guard let ratio = context.pixels.lossyRatio, ratio.isFinite else { return ["lossy compression"] }
        let limit = context.rules.lossyRatioFlag
        let words = ratio >= limit ? ": strong, lossyRatioFlag \(Decimal.text(limit)) or more" : ""
        return ["lossy compression, ratio \(Decimal.text(ratio))\(words)"]
    }
}
