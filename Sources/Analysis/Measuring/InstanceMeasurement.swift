internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Measures one instance.
struct InstanceMeasurement: Sendable {
    let pipeline: PipelineFile
    let lanes: FrameLanes
    /// What other objects of the study draw.
    let drawn: DrawnRegions

    /// How the measurement of an instance ended.
    struct Ending {
        var disposition: StudyResult.InstanceRecord.Disposition
        var groups: [StudyResult.MeasurementGroup] = []
        var omissions: [String] = []
        /// Nil where it was not measured.
        var depiction: Depiction?
    }

    /// How it ended, and the groups where it was measured.
    func measure(_ content: InstanceContent) async -> Ending {
        let facts = content.facts
        switch SOPClassRole(facts.sopClassUID) {
        case .supporting: return Ending(disposition: .supporting)
        case .mediaDirectory: return Ending(disposition: .notMeasured("a media directory"))
        case .foreign: return Ending(disposition: .notMeasured("no ultrasound image, by its SOP Class"))
        case .ultrasound: break
        }
        guard let image = facts.image else { return Ending(disposition: .notMeasured("the instance has no image")) }
        guard let pixels = image.pixels else {
            let fault = image.pixelsFault ?? ImagingError(.unsupportedPixels, "the pixels are not described")
            return Ending(disposition: .undecodable(fault))
        }
        if let keyword = pipeline.takes.refusal(
            modality: facts.modality,
            manufacturer: facts.equipment.manufacturer,
            model: facts.equipment.model
        ) {
            return Ending(disposition: .notMeasured("the pipeline does not take the instance's \(keyword)"))
        }
        let (found, faults) = TissueRegion.regions(of: image, pixels: pixels, pipeline: pipeline)
        let regions = found.filter { region in pipeline.rois.contains { $0.region == region.kind } }
        guard !regions.isEmpty else {
            let reasons =
                faults.isEmpty ? ["no region of interest of the pipeline has a pixel in the image"] : faults
            return Ending(disposition: .notMeasured(reasons.joined(separator: "; ")))
        }
        let context = ImageContext(facts: facts, image: image, pixels: pixels, pipeline: pipeline)
        do throws(ImagingError) {
            return try await measure(content.file.path, context, in: regions, faults: faults)
        } catch {
            return Ending(disposition: .undecodable(error))
        }
    }

    private func measure(
        _ path: String,
        _ bare: ImageContext,
        in regions: [TissueRegion],
        faults: [String]
    ) async throws(ImagingError) -> Ending {
        let first = try FrameSample(path: path, context: bare)
        let survey = try InstanceSurvey(first, regions: regions)
        var context = bare
        context.exclusions = survey.exclusions
        first.exclude(survey.exclusions)
        let (placed, misplaced) = RegionPlacement(drawn: drawn, sample: first).place(pipeline.rois, in: regions)
        let omissions = faults + misplaced
        guard let firstPlaced = placed.first else {
            return Ending(disposition: .notMeasured(omissions.joined(separator: "; ")))
        }
        let plans = placed.map(RegionPlan.init)
        let frames: [FrameRecord]
        if context.pixels.frames == 1 {
            frames = [FrameRecord(RegionSample(first, region: firstPlaced), plans: plans, frame: 0)]
        } else {
            frames = try await measureFrames(path, context, plans, first: firstPlaced)
        }
        let reduction = InstanceReduction(context: context, plans: plans, frames: frames)
        let (depiction, unmapped) = try depict(first, context, plans)
        return Ending(
            disposition: .measured,
            groups: reduction.groups(),
            omissions: omissions + unmapped,
            depiction: depiction
        )
    }

    private func depict(
        _ source: FrameSample,
        _ context: ImageContext,
        _ plans: [RegionPlan]
    ) throws(ImagingError) -> (Depiction, faults: [String]) {
        let middle = context.pixels.frames / 2
        if context.pixels.frames > 1 {
            try source.decode(frame: middle)
            source.exclude(context.exclusions)
        }
        var maps: [Depiction.Map] = []
        var faults: [String] = []
        for (index, plan) in plans.enumerated() where plan.takes(frame: middle) {
            let sample = RegionSample(source, region: plan.placed)
            for metric in plan.placed.rule.maps {
                guard case .mapped(_, let map)? = MetricCatalogue.row(of: metric)?.basis else { continue }
                sample.turn(to: plan.placed)
                switch map(sample) {
                case .success(let values):
                    let region = plan.placed.region
                    let sides = region.columnMillimetres.flatMap { x in region.rowMillimetres.map { (x: x, y: $0) } }
                    maps.append(
                        Depiction.Map(
                            metric: metric,
                            roi: plan.placed.rule.name,
                            group: index,
                            frame: middle + 1,
                            values: values,
                            pixelMillimetres: sides
                        )
                    )
                case .failure(let unmapped):
                    faults.append("map of \(metric), ROI \(plan.placed.rule.name): not available: \(unmapped.reason)")
                }
            }
        }
        return (
            Depiction(facts: context.facts, frame: source.frame, exclusions: source.causes, maps: maps), faults
        )
    }

    private func measureFrames(
        _ path: String,
        _ context: ImageContext,
        _ plans: [RegionPlan],
        first: PlacedRegion
    ) async throws(ImagingError) -> [FrameRecord] {
        try await lanes.measure(
            frames: context.pixels.frames,
            scratch: { () throws(ImagingError) -> RegionSample in
                RegionSample(try FrameSample(path: path, context: context), region: first)
            },
            { (frame: Int, sample: inout RegionSample) throws(ImagingError) -> FrameRecord in
                try sample.source.decode(frame: frame)
                sample.source.exclude(context.exclusions)
                return FrameRecord(sample, plans: plans, frame: frame)
            }
        )
    }
}
