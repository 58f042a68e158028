internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Turns what the frames of an instance show into its measurement groups.
struct InstanceReduction {
    let context: ImageContext
    let plans: [RegionPlan]
    /// In frame order; at least one.
    let frames: [FrameRecord]
    /// Flags of how the ROIs move, as the plans are ordered.
    let motions: [[String]]

    /// One group for each ROI, then one for each comparison; and in words what can't be compared.
    func reduced() -> (groups: [StudyResult.MeasurementGroup], omissions: [String]) {
        let (compared, omissions) = comparisons()
        return (plans.indices.compactMap(group) + compared, omissions)
    }

    /// One group for each comparison in each region that has all of its ROIs.
    private func comparisons() -> ([StudyResult.MeasurementGroup], omissions: [String]) {
        var groups: [StudyResult.MeasurementGroup] = []
        var omissions: [String] = []
        for rule in context.pipeline.comparisons {
            let before = groups.count
            let regions = Set(plans.map(\.placed.region.index)).sorted { ($0 ?? -1) < ($1 ?? -1) }
            for region in regions {
                let chosen = rule.rois.compactMap { name in
                    plans.firstIndex { $0.placed.rule.name == name && $0.placed.region.index == region }
                }
                guard chosen.count == rule.rois.count, let group = comparison(rule, of: chosen) else { continue }
                groups.append(group)
            }
            if groups.count == before, let fault = fault(of: rule) {
                omissions.append("comparison \(rule.name): not available: \(fault)")
            }
        }
        return (groups, omissions)
    }

    /// Why a comparison has no group; nil where none of its ROIs is here, as on an image of another kind.
    private func fault(of rule: ComparisonRule) -> String? {
        let missing = rule.rois.filter { name in !plans.contains { $0.placed.rule.name == name } }
        guard missing.count < rule.rois.count else { return nil }
        return missing.isEmpty
            ? "its ROIs are not in one region of one frame"
            : "ROI \(missing.joined(separator: ", ")) is not on this image"
    }

    private func comparison(_ rule: ComparisonRule, of chosen: [Int]) -> StudyResult.MeasurementGroup? {
        let together = frames.indices.filter { frame in chosen.allSatisfy { frames[frame].regions[$0] != nil } }
        guard !together.isEmpty else { return nil }
        let placed = chosen.map { plans[$0].placed }
        let records = chosen.map { index in together.compactMap { frames[$0].regions[index] } }
        let measurements = rule.metrics.compactMap { metric -> StudyResult.Measurement? in
            guard let row = MetricCatalogue.row(of: metric), case .comparison(_, let number) = row.basis else {
                return nil
            }
            var remarks = MeasurementRemarks(
                row: row,
                context: context,
                plans: chosen.map { plans[$0] },
                records: records,
                motion: chosen.flatMap { motions[$0] }
            )
            let compared = together.indices.map { frame in
                RegionComparison(records: records.map { $0[frame] }, regions: placed, context: context)
            }
            let numbers = compared.map(number)
            if case .comparison(let conditions)? = row.beside {
                remarks.conditions += conditions(compared[compared.count / 2])
            }
            return row.reduced(numbers, remarks, context.pipeline)
        }
        var group = group(of: chosen[0], named: rule.name, frames: together.map { $0 + 1 }, measurements)
        group.compared = placed.map { $0.described(as: $0.rule.name) }
        return group
    }

    private func group(_ index: Int) -> StudyResult.MeasurementGroup? {
        let plan = plans[index]
        let records = frames.compactMap { $0.regions[index] }
        guard !records.isEmpty else { return nil }
        let reduction = RegionReduction(
            plan: plan,
            records: records,
            context: context,
            motion: motions[index]
        )
        let taken = frames.indices.filter { plan.takes(frame: $0) }.map { $0 + 1 }
        return group(of: index, named: plan.placed.rule.name, frames: taken, reduction.measurements())
    }

    private func group(
        of plan: Int,
        named name: String,
        frames: [Int],
        _ measurements: [StudyResult.Measurement]
    ) -> StudyResult.MeasurementGroup {
        let (facts, placed) = (context.facts, plans[plan].placed)
        let isMultiFrame = context.pixels.frames > 1 || SOPClassRole.referencesNameFrames(facts.sopClassUID)
        return StudyResult.MeasurementGroup(
            trackingUID: trackingUID(of: plan, named: name),
            sopInstanceUID: facts.sopInstanceUID,
            sopClassUID: facts.sopClassUID,
            frames: isMultiFrame ? frames : nil,
            roi: placed.described(as: name),
            anatomy: anatomy(placed),
            measurements: measurements
        )
    }

    private func anatomy(_ placed: PlacedRegion) -> InstanceFacts.Code? {
        if let code = placed.rule.anatomy {
            return InstanceFacts.Code(value: code.value, scheme: code.scheme, meaning: code.meaning)
        }
        guard let code = placed.anatomy ?? context.image.anatomicRegion, code.isLegal else { return nil }
        return code
    }

    /// An ROI that is drawn several times on an image has a frame in its name, and from the second on that frame a number.
    private func trackingUID(of plan: Int, named name: String) -> DICOMUID {
        let placed = plans[plan].placed
        let frame = placed.frames?.min()
        let earlier = plans[..<plan].count {
            $0.placed.rule.name == placed.rule.name && $0.placed.region.index == placed.region.index
                && $0.placed.frames?.min() == frame
        }
        let region = placed.region.index.map { String($0) } ?? "image"
        let facts = context.facts
        let place = (frame.map { "|\($0)" } ?? "") + (earlier > 0 ? "|drawing \(earlier + 1)" : "")
        let seed = "tracking|\(facts.studyInstanceUID)|\(facts.sopInstanceUID)|\(region)|\(name)\(place)"
        return DICOMUID(UUID(namespace: .sonoquant, name: seed))
    }
}

extension PlacedRegion {
    fileprivate func described(as name: String) -> StudyResult.RegionOfInterest {
        StudyResult.RegionOfInterest(
            name: name,
            source: source,
            regionIndex: region.index,
            outline: outline.points.flatMap { [$0.x, $0.y] },
            pixels: mask.count,
            choice: choice
        )
    }
}
