internal import Foundation
internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Turns what the frames show in one ROI into the ROI's measurements.
struct RegionReduction {
    let placed: PlacedRegion
    /// In frame order; at least one.
    let frames: [FrameMeasurement.InRegion]
    let pixels: PixelDescription
    let image: InstanceFacts.Image
    let rules: MeasuringRules
    /// Whether frames may show colour.
    let isColour: Bool

    /// One measurement for each metric of the ROI, in the pipeline's order.
    func measurements() -> [StudyResult.Measurement] {
        placed.rule.metrics.compactMap { identifier in MetricCatalogue.row(of: identifier).map(measurement) }
    }

    private func measurement(of row: MetricCatalogue.Row) -> StudyResult.Measurement {
        switch row.basis {
        case .geometry(let number):
            var conditions: [String] = []
            if case .centimetres(_, _, let condition?) = placed.region.calibration { conditions = [condition] }
            return answer(number(placed), to: row, conditions: conditions, flags: placed.region.flags)
        case .greyLevels(let number):
            return reduced(
                frames.map { availability(of: $0, number) },
                to: row,
                conditions: [
                    "uncalibrated grey levels of \(isColour ? 8 : pixels.bitsStored) bits: they depend on machine, gain and display",
                    "of pixels, which are not independent samples",
                ],
                flags: placed.region.flags + greyFlags + lossyFlags
            )
        case .colour(let number):
            guard isColour else {
                return answer(
                    .notAvailable("the image has no colour"),
                    to: row,
                    conditions: [],
                    flags: placed.region.flags
                )
            }
            return reduced(
                frames.map { number($0.colours) },
                to: row,
                conditions: [
                    "in one plane; grey tolerance \(greyTolerance), patches of \(rules.leastFlowPatchPixels) pixels or more",
                    "a colour bar, box outline or coloured text inside the region counts as flow",
                ],
                flags: placed.region.flags + lossyFlags
            )
        }
    }

    private func availability(
        of frame: FrameMeasurement.InRegion,
        _ number: (FirstOrderStatistics) -> Availability
    ) -> Availability {
        if frame.colours.taintedPercent > rules.overlayLimitPercent {
            return .notAvailable(
                "overlay covers ROI: more than \(Self.text(rules.overlayLimitPercent)) % of it is coloured"
            )
        }
        if frame.counted < rules.leastPixels {
            return .notAvailable("fewer than \(rules.leastPixels) pixels in the region of interest")
        }
        return number(frame.statistics)
    }

    private func reduced(
        _ numbers: [Availability],
        to row: MetricCatalogue.Row,
        conditions: [String],
        flags: [String]
    ) -> StudyResult.Measurement {
        guard numbers.count > 1 else {
            return answer(numbers.first ?? .emptyRegion, to: row, conditions: conditions, flags: flags)
        }
        guard let summary = FrameSummary(numbers.compactMap(\.value)) else {
            return answer(numbers[0], to: row, conditions: conditions, flags: flags)
        }
        var flags = flags
        if summary.count < numbers.count {
            flags.append("\(numbers.count - summary.count) of \(numbers.count) frames have no value")
        }
        var measurement = answer(
            .value(summary.median),
            to: row,
            conditions: conditions + ["median over frames"],
            flags: flags
        )
        measurement.frameCount = summary.count
        measurement.interquartileRange = summary.interquartileRange
        return measurement
    }

    private func answer(
        _ number: Availability,
        to row: MetricCatalogue.Row,
        conditions: [String],
        flags: [String]
    ) -> StudyResult.Measurement {
        let definition = row.definition
        let answer: StudyResult.Measurement.Answer =
            switch number {
            case .value(let value): .value(value)
            case .notAvailable(let reason): .notAvailable(reason)
            }
        return StudyResult.Measurement(
            metric: definition.identifier,
            metricVersion: definition.version,
            answer: answer,
            unit: definition.unit,
            method: row.method,
            conditions: conditions,
            flags: flags,
            frameCount: nil,
            interquartileRange: nil
        )
    }

    private var greyTolerance: Int { pixels.isLossy ? rules.greyToleranceLossy : rules.greyToleranceLossless }

    private var greyFlags: [String] {
        var flags: [String] = []
        if frames.contains(where: \.colours.isTinted) {
            flags.append("tinted grey map: brightness was taken from its colours")
        }
        let tainted = frames.map(\.colours.taintedPercent).max() ?? 0
        if tainted > rules.overlayFlagPercent {
            flags.append("overlay: \(Self.text(tainted)) % of the region is coloured and left out\(most)")
        }
        let top = frames.map(\.percentAtTop).max() ?? 0
        if top > rules.saturationFlagPercent {
            flags.append("saturated: \(Self.text(top)) % of the pixels are at the top of the scale\(most)")
        }
        let bottom = frames.map(\.percentAtBottom).max() ?? 0
        if bottom > rules.saturationFlagPercent {
            flags.append("black: \(Self.text(bottom)) % of the pixels are at the bottom of the scale\(most)")
        }
        if image.hasBurnedInAnnotation == true { flags.append("the image says that it bears burned-in annotation") }
        return flags
    }

    private var lossyFlags: [String] {
        guard pixels.isLossy else { return [] }
        guard let ratio = pixels.lossyRatio, ratio.isFinite else { return ["lossy compression"] }
        return ["lossy compression, ratio \(Self.text(ratio))"]
    }

    /// Frames differ: the flag's number is the worst frame's.
    private var most: String { frames.count > 1 ? " in the worst frame" : "" }

    /// One place after the point, rounded by whole numbers so that no locale is asked.
    private static func text(_ number: Double) -> String {
        guard abs(number) < 1e12 else { return "\(number)" }
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
