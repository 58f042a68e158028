package import Identifiers

/// The regions of interest that one object of another system holds, and in words what of it can't be used.
package struct SourceRegions: Hashable, Sendable {
    /// In the order of the object.
    package let regions: [SourceRegion]
    /// Why something in it gives no region: clauses without attribute values (law 7), at most `SourceLimits.faults`.
    package let faults: [String]

    /// What kinds of object hold regions.
    private enum Kind {
        case segmentation, presentationState, structuredReport

        init?(_ sopClass: DICOMUID) {
            let storage = "1.2.840.10008.5.1.4.1.1."
            guard sopClass.value.hasPrefix(storage) else { return nil }
            let suffix = sopClass.value.dropFirst(storage.count)
            switch suffix {
            case "66.4", "66.7": self = .segmentation
            case "11.1", "11.2", "11.3": self = .presentationState
            // A key object selection (88.59) draws nothing.
            case _ where suffix.hasPrefix("88.") && suffix != "88.59": self = .structuredReport
            default: return nil
            }
        }
    }

    /// Whether objects of a class may hold regions: Segmentation, Label Map Segmentation, Grayscale, Color and Pseudo-Color
    /// Softcopy Presentation State, structured reports.
    package static func mayStand(in sopClass: DICOMUID) -> Bool { Kind(sopClass) != nil }

    /// Reads an object whose bytes may be hostile.
    ///
    /// - Parameters:
    ///   - path: a DICOM file of a class that `mayStand(in:)` names.
    ///   - limits: how much is taken.
    /// - Throws: when the file can't be read, or is of another class. What is wrong with a part of it is told in `faults`.
    package init(path: String, limits: SourceLimits = .standard) throws(ImagingError) {
        let dataSet = try DataSet(path: path)
        guard let kind = Kind(try dataSet.sopClassUID()) else {
            throw ImagingError(.illegalAttribute, "an object of this SOP Class holds no regions of interest")
        }
        var collector = RegionCollector(objectUID: try dataSet.sopInstanceUID(), limits: limits)
        switch kind {
        case .segmentation: try SegmentationReader(dataSet, limits: limits).read(dataSet, into: &collector)
        case .presentationState: try PresentationReader(dataSet, limits: limits).read(dataSet, into: &collector)
        case .structuredReport: collector.collect(try ContentTree(dataSet, limit: limits.contentItems))
        }
        regions = collector.regions
        faults = collector.faults
    }
}

/// Regions as they are found, within the limits.
struct RegionCollector {
    let objectUID: DICOMUID
    let limits: SourceLimits
    private(set) var regions: [SourceRegion] = []
    private(set) var faults: [String] = []
    private var points = 0
    private var runs = 0

    init(objectUID: DICOMUID, limits: SourceLimits) {
        self.objectUID = objectUID
        self.limits = limits
    }

    /// Whether another region may come.
    var isFull: Bool { regions.count >= limits.regions }

    /// Runs that may still come.
    var runsLeft: Int { limits.runs - runs }

    mutating func fault(_ clause: String) {
        guard faults.count < limits.faults, !faults.contains(clause) else { return }
        faults.append(clause)
    }

    /// Adds a region for each image that it was drawn on.
    mutating func add(
        _ shape: SourceRegion.Shape,
        on images: [ReferencedImage],
        origin: SourceRegion.Origin,
        label: String?,
        finding: InstanceFacts.Code? = nil,
        site: InstanceFacts.Code? = nil,
        remark: String? = nil
    ) {
        let line = label.map { DICOMText.line($0.trimmingPrefix { $0.isWhitespace }.description) }
        for image in images {
            guard !isFull else { return fault("it holds more than \(limits.regions) regions; the rest is not read") }
            switch shape {
            case .polygon(let coordinates): points += coordinates.count / 2
            case .mask(let mask): runs += mask.runs.count
            case .point: points += 1
            }
            guard points <= limits.points else {
                return fault("its outlines have more than \(limits.points) points; the rest is not read")
            }
            guard runs <= limits.runs else {
                return fault("its masks have more than \(limits.runs) runs of pixels; the rest is not read")
            }
            regions.append(
                SourceRegion(
                    objectUID: objectUID,
                    origin: origin,
                    label: line?.isEmpty == false ? line : nil,
                    imageUID: image.imageUID,
                    frames: image.frames,
                    shape: shape,
                    finding: finding,
                    site: site,
                    remark: remark
                )
            )
        }
    }
}
