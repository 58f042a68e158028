internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// Measures one instance.
struct InstanceMeasurement: Sendable {
    let pipeline: PipelineFile
    let lanes: FrameLanes

    /// How the measurement of an instance ended.
    struct Ending {
        var disposition: StudyResult.InstanceRecord.Disposition
        var groups: [StudyResult.MeasurementGroup] = []
        var omissions: [String] = []
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
        let (regions, faults) = TissueRegion.regions(of: image, pixels: pixels, pipeline: pipeline)
        var placed: [PlacedRegion] = []
        var omissions = faults
        for region in regions {
            for rule in pipeline.rois where rule.region == region.kind {
                do throws(PlacementFault) {
                    placed.append(try PlacedRegion(rule, in: region))
                } catch {
                    omissions.append("ROI \(rule.name): \(error.reason)")
                }
            }
        }
        guard !placed.isEmpty else {
            let reasons =
                omissions.isEmpty ? ["no region of interest of the pipeline has a pixel in the image"] : omissions
            return Ending(disposition: .notMeasured(reasons.joined(separator: "; ")))
        }
        do throws(ImagingError) {
            let frames = try await frames(of: content, pixels: pixels, in: placed)
            let groups = groups(of: content, image: image, pixels: pixels, placed: placed, frames: frames)
            return Ending(disposition: .measured, groups: groups, omissions: omissions)
        } catch {
            return Ending(disposition: .undecodable(error))
        }
    }

    private func frames(
        of content: InstanceContent,
        pixels: PixelDescription,
        in placed: [PlacedRegion]
    ) async throws(ImagingError) -> [FrameMeasurement] {
        let path = content.file.path
        let rules = pipeline.rules
        return try await lanes.measure(
            frames: pixels.frames,
            scratch: { () throws(ImagingError) -> FrameScratch in try FrameScratch(path: path, pixels: pixels) },
            { (frame: Int, scratch: inout FrameScratch) throws(ImagingError) -> FrameMeasurement in
                try scratch.measure(frame: frame, in: placed, rules: rules)
            }
        )
    }

    private func groups(
        of content: InstanceContent,
        image: InstanceFacts.Image,
        pixels: PixelDescription,
        placed: [PlacedRegion],
        frames: [FrameMeasurement]
    ) -> [StudyResult.MeasurementGroup] {
        let facts = content.facts
        let isColour = pixels.photometric != .monochrome1 && pixels.photometric != .monochrome2
        let isMultiFrame = pixels.frames > 1 || SOPClassRole.referencesNameFrames(facts.sopClassUID)
        return placed.enumerated().map { index, region in
            let reduction = RegionReduction(
                placed: region,
                frames: frames.map { $0.regions[index] },
                pixels: pixels,
                image: image,
                rules: pipeline.rules,
                isColour: isColour
            )
            return StudyResult.MeasurementGroup(
                trackingUID: Self.trackingUID(of: region, facts: facts),
                sopInstanceUID: facts.sopInstanceUID,
                sopClassUID: facts.sopClassUID,
                frames: isMultiFrame ? Array(1...pixels.frames) : nil,
                roi: StudyResult.RegionOfInterest(
                    name: region.rule.name,
                    source: "pipeline",
                    regionIndex: region.region.index,
                    outline: region.outline.points.flatMap { [$0.x, $0.y] },
                    pixels: region.mask.count
                ),
                anatomy: Self.anatomy(region.rule.anatomy, image: image),
                measurements: reduction.measurements()
            )
        }
    }

    private static func anatomy(_ code: AnatomyCode?, image: InstanceFacts.Image) -> InstanceFacts.Code? {
        if let code { return InstanceFacts.Code(value: code.value, scheme: code.scheme, meaning: code.meaning) }
        guard let code = image.anatomicRegion, code.isLegal else { return nil }
        return code
    }

    private static func trackingUID(of placed: PlacedRegion, facts: InstanceFacts) -> DICOMUID {
        let region = placed.region.index.map { String($0) } ?? "image"
        let name =
            "tracking|\(facts.studyInstanceUID)|\(facts.sopInstanceUID)|\(region)|\(placed.rule.name)"
        return DICOMUID(UUID(namespace: .sonoquant, name: name))
    }
}
