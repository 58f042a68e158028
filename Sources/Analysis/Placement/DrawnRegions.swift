internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile

/// What segmentations, structured reports and presentation states of a study draw on its images.
struct DrawnRegions: Sendable {
    /// The most regions, corners and runs of a study together (law 8), and the most sentences about what can't be used.
    private static let (mostRegions, mostParts, mostFaults) = (65_536, 8 << 20, 256)

    private let labels: Set<String>
    private var regions: [DICOMUID: [SourceRegion]] = [:]
    private var count = 0
    private var parts = 0
    /// What can't be used, in words.
    private(set) var faults: [String] = []

    /// - Parameter labels: what is looked for; what bears another label is not kept.
    init(labels: [String]) {
        self.labels = Set(labels.map { $0.lowercased() })
    }

    /// Takes what an object of the study draws.
    mutating func add(_ content: InstanceContent) {
        let found: SourceRegions
        do throws(ImagingError) {
            found = try SourceRegions(path: content.file.path)
        } catch {
            complain("an object that may draw regions can't be read: \(error.explanation)")
            return
        }
        for region in found.regions where labels.contains(region.label?.lowercased() ?? "") {
            let size = region.shape.partCount
            guard count < Self.mostRegions, parts + size <= Self.mostParts else {
                complain(
                    "the objects of the study draw more than \(Self.mostRegions) regions or \(Self.mostParts) corners and runs"
                )
                return
            }
            (count, parts) = (count + 1, parts + size)
            regions[region.imageUID, default: []].append(region)
        }
        for fault in found.faults { complain(fault) }
    }

    private mutating func complain(_ fault: String) {
        if faults.count < Self.mostFaults, faults.last != fault { faults.append(fault) }
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

extension SourceRegion.Shape {
    /// How much memory it takes, in corners or runs.
    fileprivate var partCount: Int {
        switch self {
        case .polygon(let coordinates): coordinates.count / 2
        case .mask(let mask): mask.runs.count
        case .point: 1
        }
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
