internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile

/// Turns what the frames of an instance show into its measurement groups.
struct InstanceReduction {
    let context: ImageContext
    let plans: [RegionPlan]
    /// In frame order; at least one.
    let frames: [FrameRecord]

    /// One group for each ROI, then one for each comparison.
    func groups() -> [StudyResult.MeasurementGroup] {
        plans.indices.compactMap(group)
    }

    private func group(_ index: Int) -> StudyResult.MeasurementGroup? {
        let plan = plans[index]
        let records = frames.compactMap { $0.regions[index] }
        guard !records.isEmpty else { return nil }
        let reduction = RegionReduction(plan: plan, records: records, context: context, motion: [])
        let facts = context.facts
        let isMultiFrame = context.pixels.frames > 1 || SOPClassRole.referencesNameFrames(facts.sopClassUID)
        return StudyResult.MeasurementGroup(
            trackingUID: trackingUID(of: plan.placed),
            sopInstanceUID: facts.sopInstanceUID,
            sopClassUID: facts.sopClassUID,
            frames: isMultiFrame ? (1...context.pixels.frames).filter { plan.takes(frame: $0 - 1) } : nil,
            roi: StudyResult.RegionOfInterest(
                name: plan.placed.rule.name,
                source: plan.placed.source,
                regionIndex: plan.placed.region.index,
                outline: plan.placed.outline.points.flatMap { [$0.x, $0.y] },
                pixels: plan.placed.mask.count,
                choice: plan.placed.choice
            ),
            anatomy: anatomy(plan.placed),
            measurements: reduction.measurements()
        )
    }

    private func anatomy(_ placed: PlacedRegion) -> InstanceFacts.Code? {
        if let code = placed.rule.anatomy {
            return InstanceFacts.Code(value: code.value, scheme: code.scheme, meaning: code.meaning)
        }
        guard let code = placed.anatomy ?? context.image.anatomicRegion, code.isLegal else { return nil }
        return code
    }

    private func trackingUID(of placed: PlacedRegion) -> DICOMUID {
        let region = placed.region.index.map { String($0) } ?? "image"
        let facts = context.facts
        let name = "tracking|\(facts.studyInstanceUID)|\(facts.sopInstanceUID)|\(region)|\(placed.rule.name)"
        return DICOMUID(UUID(namespace: .sonoquant, name: name))
    }
}
