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
    /// What the reference phantom shows, by the name of the ROI: the same for every instance, and so looked at once.
    private var phantoms: [String: PhantomMeasurement] = [:]

    init(pipeline: PipelineFile, lanes: FrameLanes, drawn: DrawnRegions) {
        self.pipeline = pipeline
        self.lanes = lanes
        self.drawn = drawn
    }

    /// How the measurement of an instance ended.
    struct Ending {
        var disposition: StudyResult.InstanceRecord.Disposition
        var groups: [StudyResult.MeasurementGroup] = []
        var omissions: [String] = []
        /// Nil where it was not measured.
        var depiction: Depiction?
    }

    /// The most numbers that the frames of an instance may give, all ROIs together (law 8): some 200 MiB.
    private static let mostNumbers = 16_000_000

    /// How it ended, and the groups where it was measured.
    mutating func measure(_ content: InstanceContent) async -> Ending {
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

    private mutating func measure(
        _ path: String,
        _ bare: ImageContext,
        in regions: [TissueRegion],
        faults: [String]
    ) async throws(ImagingError) -> Ending {
        let first = try FrameSample(path: path, context: bare)
        try first.survey(regions)
        let (placed, misplaced) = RegionPlacement(drawn: drawn, sample: first).place(pipeline.rois, in: regions)
        var omissions = faults + misplaced
        guard let firstPlaced = placed.first else {
            return Ending(disposition: .notMeasured(omissions.joined(separator: "; ")))
        }
        let numbers = placed.reduce(0) { $0 + $1.rule.metrics.count * ($1.frames?.count ?? bare.pixels.frames) }
        guard numbers <= Self.mostNumbers else {
            let reason =
                "\(numbers) numbers are asked of its frames, more than \(Self.mostNumbers): ask for fewer metrics or ROIs"
            return Ending(disposition: .notMeasured(reason), omissions: omissions)
        }
        let sample = RegionSample(first, region: firstPlaced)
        if let fault = sample.estimateDynamicRange(among: placed) { omissions.append(fault) }
        measurePhantom(for: placed)
        first.context.phantoms = phantoms
        let plans = placed.map { RegionPlan($0, pipeline: pipeline, sample: sample) }
        let frames: [FrameRecord]
        if bare.pixels.frames == 1 {
            frames = [FrameRecord(sample, plans: plans, frame: 0)]
        } else {
            frames = try await measureFrames(path, first.context, plans, first: firstPlaced)
        }
        var motions: [[String]] = []
        for (index, plan) in plans.enumerated() {
            motions.append(await lanes.motion(of: plan, index, over: frames, rules: pipeline.rules))
        }
        let reduction = InstanceReduction(context: first.context, plans: plans, frames: frames, motions: motions)
        let (groups, uncompared) = reduction.reduced()
        let (maps, unmapped) = sample.maps(of: plans)
        return Ending(
            disposition: .measured,
            groups: groups,
            omissions: omissions + uncompared + unmapped,
            depiction: Depiction(
                facts: bare.facts,
                frame: first.frame,
                exclusions: first.causes,
                maps: maps
            )
        )
    }

    /// What the reference phantom shows where the ROIs lie that are compared with it.
    private mutating func measurePhantom(for placed: [PlacedRegion]) {
        guard let phantom = pipeline.referencePhantom else { return }
        for rule in placed.map(\.rule) where phantoms[rule.name] == nil {
            let needs = rule.metrics.compactMap(MetricCatalogue.definition).flatMap(\.needs)
            guard needs.contains(.referencePhantom) else { continue }
            switch rule.shape {
            case .drawn, .automatic: continue
            case .wholeRegion, .rectangle, .ellipse, .polygon:
                phantoms[rule.name] = PhantomMeasurement(phantom, rule: rule, pipeline: pipeline)
            }
        }
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
                sample.source.exclude()
                return FrameRecord(sample, plans: plans, frame: frame)
            }
        )
    }
}
