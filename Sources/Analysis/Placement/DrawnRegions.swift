internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile

/// What segmentations, structured reports and presentation states of a study draw on its images.
struct DrawnRegions: Sendable {
    private var regions: [DICOMUID: [SourceRegion]] = [:]
    /// What can't be used, in words.
    private(set) var faults: [String] = []

    init() {}

    /// Takes what an object of the study draws.
    mutating func add(_ content: InstanceContent) {
        let found: SourceRegions
        do throws(ImagingError) {
            found = try SourceRegions(path: content.file.path)
        } catch {
            faults.append("an object that may draw regions can't be read: \(error.explanation)")
            return
        }
        for region in found.regions { regions[region.imageUID, default: []].append(region) }
        faults += found.faults
    }

    /// What is drawn on an image under a label, by the first of the sources that draws it at all.
    func regions(labelled label: String, on image: DICOMUID, by sources: [DrawnSource]) -> [SourceRegion] {
        let labelled = (regions[image] ?? []).filter { $0.label?.lowercased() == label.lowercased() }
        for source in sources {
            let found = labelled.filter { $0.origin.source == source }
            if !found.isEmpty { return found }
        }
        return []
    }
}

extension SourceRegion.Origin {
    /// As a pipeline file names it.
    var source: DrawnSource {
        switch self {
        case .segmentation: .segmentation
        case .presentationState: .presentation
        case .structuredReport: .report
        }
    }

    /// For a reader.
    var words: String {
        switch self {
        case .segmentation(let segment): "segmentation, segment \(segment)"
        case .presentationState: "presentation state"
        case .structuredReport: "structured report"
        }
    }
}
