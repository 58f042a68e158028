package import Identifiers

/// A number in a structured report of another system, such as a scanner's own measurements.
package struct ReportedMeasurement: Hashable, Sendable {
    /// What was measured.
    package let concept: InstanceFacts.Code
    /// In `unit`; nil where the report gives none.
    package let value: Double?
    /// Measurement Units (0040,08EA), mostly UCUM.
    package let unit: InstanceFacts.Code?
    /// Why there is no value, by Numeric Value Qualifier (0040,A301).
    package let qualifier: InstanceFacts.Code?
    /// Which statistic it is: Derivation (121401, DCM).
    package let derivation: InstanceFacts.Code?
    /// How it was measured: Measurement Method (370129005, SCT).
    package let method: InstanceFacts.Code?
    /// Concept names of the containers above it, the document's title first.
    package let path: [InstanceFacts.Code]
    /// Tracking Identifier (112039, DCM), as one legal line.
    package let label: String?
    /// Tracking Unique Identifier (112040, DCM).
    package let tracking: DICOMUID?
    /// Finding Site (363698007, SCT).
    package let site: InstanceFacts.Code?
    /// The images that it was inferred or selected from; empty where the report names none.
    package let images: [ReferencedImage]
}

/// Every number of a structured report, whatever its template.
package struct ReportedMeasurements: Hashable, Sendable {
    /// The report.
    package let objectUID: DICOMUID
    /// In the order of the document.
    package let measurements: [ReportedMeasurement]
    /// Why something in it gives no measurement: clauses without attribute values (law 7).
    package let faults: [String]

    /// Reads a report whose bytes may be hostile.
    ///
    /// - Parameters:
    ///   - path: a DICOM file.
    ///   - limits: how much is taken.
    /// - Throws: when the file can't be read or is no structured report.
    package init(path: String, limits: SourceLimits = .standard) throws(ImagingError) {
        let dataSet = try DataSet(path: path)
        guard try dataSet.sopClassUID().value.hasPrefix("1.2.840.10008.5.1.4.1.1.88.") else {
            throw ImagingError(.illegalAttribute, "an object of this SOP Class is no structured report")
        }
        let tree = try ContentTree(dataSet, limit: limits.contentItems)
        var reader = MeasurementReader(tree: tree)
        reader.read(tree.root, in: ContentContext())
        objectUID = try dataSet.sopInstanceUID()
        measurements = reader.measurements
        var faults: [String] = []
        if reader.nameless > 0 { faults.append("\(reader.nameless) numbers of the report have no concept name") }
        if tree.isCut {
            faults.append("the report has more than \(limits.contentItems) content items; the rest is not read")
        }
        self.faults = faults
    }
}

private struct MeasurementReader {
    let tree: ContentTree
    var measurements: [ReportedMeasurement] = []
    var nameless = 0

    init(tree: ContentTree) { self.tree = tree }

    mutating func read(_ node: ContentNode, in context: ContentContext) {
        let inner = context.inside(node)
        if case .number(let value, let unit, let qualifier) = node.value {
            if let concept = node.concept {
                let label = inner.tracking.map { DICOMText.line($0) }
                measurements.append(
                    ReportedMeasurement(
                        concept: concept,
                        value: value,
                        unit: unit,
                        qualifier: qualifier,
                        derivation: node.code { $0.isOne(of: [("121401", "DCM")]) },
                        method: node.code { $0.isOne(of: [("370129005", "SCT"), ("G-C036", "SRT")]) },
                        path: context.path,
                        label: label,
                        tracking: inner.trackingUID,
                        site: inner.site,
                        images: ReferencedImage.merged(node.children.flatMap { images($0) })
                    )
                )
            } else {
                nameless += 1
            }
        }
        for child in node.children { read(child, in: inner) }
    }

    /// Images that a child of a number names: itself, or through the coordinates that are selected from them.
    private func images(_ child: ContentNode) -> [ReferencedImage] {
        guard let node = tree.resolved(child) else { return [] }
        switch node.value {
        case .image(let image): return image.map { [$0] } ?? []
        case .coordinates: return tree.images(selectedBy: node)
        default: return []
        }
    }
}

extension ContentNode {
    /// The value of the first child with a code as its value and such a concept name.
    fileprivate func code(_ isMeant: (InstanceFacts.Code) -> Bool) -> InstanceFacts.Code? {
        for child in children {
            if let concept = child.concept, isMeant(concept), case .code(let code) = child.value { return code }
        }
        return nil
    }
}
