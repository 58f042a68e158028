internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Places the pipeline's ROIs in the regions of an image.
struct RegionPlacement {
    /// The most places of one ROI on one image (law 8).
    private static let mostPlaces = 256
    /// The most corners of an outline (law 8): a report takes some eight thousand, and counting pixels costs a row each.
    private static let mostCorners = 8000
    /// The most faults of drawing objects that are told beside an ROI that none draws.
    private static let mostFaults = 8

    let drawn: DrawnRegions
    /// The frame that an automatic choice looks at.
    let sample: FrameSample

    /// The places, in the order of regions, then of rules; and in words what can't be placed.
    func place(_ rules: [RegionOfInterestRule], in regions: [TissueRegion]) -> ([PlacedRegion], faults: [String]) {
        var placed: [PlacedRegion] = []
        var faults: [String] = []
        for region in regions {
            for rule in rules where rule.region == region.kind {
                do throws(PlacementFault) {
                    placed += try places(of: rule, in: region)
                } catch {
                    faults.append("ROI \(rule.name): \(error.reason)")
                }
            }
        }
        return (placed, faults)
    }

    private func places(
        of rule: RegionOfInterestRule,
        in region: TissueRegion
    ) throws(PlacementFault) -> [PlacedRegion] {
        switch rule.shape {
        case .drawn(let label, let sources): return try drawnPlaces(of: rule, in: region, label: label, by: sources)
        case .automatic(let unit, let width, let height):
            guard let scale = region.scale(of: unit) else { throw .uncalibrated }
            return [try automaticPlace(of: rule, in: region, width: width * scale.x, height: height * scale.y)]
        case .wholeRegion, .rectangle, .ellipse, .polygon:
            guard let outline = try rule.shape.outline(in: region) else { return [] }
            return [try PlacedRegion(rule, in: region, outline: outline)]
        }
    }

    private func drawnPlaces(
        of rule: RegionOfInterestRule,
        in region: TissueRegion,
        label: String,
        by sources: [DrawnSource]
    ) throws(PlacementFault) -> [PlacedRegion] {
        let context = sample.context
        let found = drawn.regions(labelled: label, on: context.facts.sopInstanceUID, by: sources)
        guard !found.isEmpty else {
            let unread = drawn.faults.prefix(Self.mostFaults).map { "; \($0)" }.joined()
            throw PlacementFault(
                reason:
                    "not available: no \(sources.map(\.rawValue).joined(separator: ", ")) of the study draws it here\(unread)"
            )
        }
        guard found.count <= Self.mostPlaces else {
            throw PlacementFault(reason: "not available: it is drawn more than \(Self.mostPlaces) times")
        }
        var placed: [PlacedRegion] = []
        var fault: PlacementFault?
        for drawing in found {
            do throws(PlacementFault) {
                let frames = Set(drawing.frames.filter { $0 <= context.pixels.frames })
                guard drawing.frames.isEmpty || !frames.isEmpty else { throw .noSuchFrame }
                placed.append(
                    try PlacedRegion(
                        rule,
                        in: region,
                        outline: try outline(of: drawing),
                        source: drawing.origin.words,
                        choice: drawing.remark,
                        frames: drawing.frames.isEmpty ? nil : frames,
                        anatomy: drawing.site
                    )
                )
            } catch {
                fault = error
            }
        }
        if placed.isEmpty, let fault { throw fault }
        return placed
    }

    private func outline(of drawing: SourceRegion) throws(PlacementFault) -> RegionOutline {
        switch drawing.shape {
        case .polygon(let coordinates):
            guard coordinates.count <= 2 * Self.mostCorners else { throw .ragged }
            return RegionOutline(
                stride(from: 0, to: coordinates.count - 1, by: 2).map { index in
                    ImagePoint(x: coordinates[index], y: coordinates[index + 1])
                }
            )
        case .mask(let mask):
            guard mask.rows == sample.context.pixels.rows, mask.columns == sample.context.pixels.columns else {
                throw PlacementFault(reason: "not available: the segmentation is of another size than the image")
            }
            let runs = mask.runs.map { run in
                PixelMask.Run(row: Int(run.row), columns: Int(run.column)..<Int(run.column + run.length))
            }
            let outline = RegionOutline(tracing: PixelMask(runs: runs))
            guard outline.points.count <= Self.mostCorners else { throw .ragged }
            return outline
        case .point: throw PlacementFault(reason: "not available: a point encloses nothing")
        }
    }

    private func automaticPlace(
        of rule: RegionOfInterestRule,
        in region: TissueRegion,
        width: Double,
        height: Double
    ) throws(PlacementFault) -> PlacedRegion {
        let side = Int(min(width, height).rounded())
        guard side >= 2 else { throw PlacementFault(reason: "not available: its side is less than two pixels") }
        var search = HomogeneousSearch()
        let searchRule = HomogeneousPatches.Rule(side: side)
        let frame = sample.frame
        let found =
            frame.format == .grey16
            ? search.search(
                frame.words,
                width: frame.width,
                region: region.bounds,
                excluded: sample.causes,
                topLevel: sample.context.topLevel,
                rule: searchRule
            )
            : search.search(
                sample.brightness,
                width: frame.width,
                region: region.bounds,
                excluded: sample.causes,
                rule: searchRule
            )
        guard let choice = found.choices.first else {
            if case .notAvailable(let reason) = found.medianVariation {
                throw PlacementFault(reason: "not available: \(reason)")
            }
            throw PlacementFault(reason: "not available: no window of its size is free of drawings and clipped pixels")
        }
        return try PlacedRegion(
            rule,
            in: region,
            outline: RegionOutline(choice.rectangle),
            source: "automatic",
            choice: found.explanation(of: choice)
        )
    }
}

extension PlacementFault {
    /// Drawn on frames that the image does not have.
    fileprivate static let noSuchFrame = PlacementFault(
        reason: "not available: the image has none of the frames that it is drawn on"
    )
}

extension PlacementFault {
    /// Beyond what is drawn by a person or found by a program that looks for organs.
    fileprivate static let ragged = PlacementFault(
        reason: "not available: what is drawn has too many corners to be an outline"
    )
}

extension HomogeneousPatches {
    /// Why a window was taken, for a reader.
    fileprivate func explanation(of choice: Choice) -> String {
        let median = medianVariation.value.map { Decimal.text(100 * $0) } ?? "none"
        return "robust variation \(Decimal.text(100 * choice.robustVariation)) %, nearest to the median \(median) % of "
            + "\(candidates.admissible) windows; of \(candidates.considered), left out: \(candidates.withExcluded) with drawings or "
            + "no echo, \(candidates.withZero) with black, \(candidates.withClipped) with saturated pixels, \(candidates.flat) flat"
    }
}
