internal import Identifiers

extension DataSetAttribute {
    static let graphicData = Self(0x0070_0022, "GraphicData")
    static let graphicType = Self(0x0070_0023, "GraphicType")
    fileprivate static let measurementUnitsCodeSequence = Self(0x0040_08EA, "MeasurementUnitsCodeSequence")
    fileprivate static let relationshipType = Self(0x0040_A010, "RelationshipType")
    fileprivate static let valueType = Self(0x0040_A040, "ValueType")
    fileprivate static let conceptNameCodeSequence = Self(0x0040_A043, "ConceptNameCodeSequence")
    fileprivate static let uidValue = Self(0x0040_A124, "UID")
    fileprivate static let textValue = Self(0x0040_A160, "TextValue")
    fileprivate static let floatingPointValue = Self(0x0040_A161, "FloatingPointValue")
    fileprivate static let conceptCodeSequence = Self(0x0040_A168, "ConceptCodeSequence")
    fileprivate static let measuredValueSequence = Self(0x0040_A300, "MeasuredValueSequence")
    fileprivate static let numericValueQualifierCodeSequence = Self(0x0040_A301, "NumericValueQualifierCodeSequence")
    fileprivate static let numericValue = Self(0x0040_A30A, "NumericValue")
    fileprivate static let contentSequence = Self(0x0040_A730, "ContentSequence")
    fileprivate static let referencedContentItemIdentifier = Self(0x0040_DB73, "ReferencedContentItemIdentifier")
    fileprivate static let pixelOriginInterpretation = Self(0x0048_0301, "PixelOriginInterpretation")
}

/// A content item of a structured report that another system wrote (PS3.3 C.17.3), as it stands there: nothing of it is required.
struct ContentNode {
    enum Value {
        /// Of a kind that isn't read, or absent.
        case none
        case text(String)
        case code(InstanceFacts.Code)
        case uid(DICOMUID)
        /// Nil where the report gives none, with its reason.
        case number(Double?, unit: InstanceFacts.Code?, qualifier: InstanceFacts.Code?)
        /// Graphic Type, x0, y0, x1, y1, …, and whether they count pixels of a frame, not of a whole slide.
        case coordinates(type: String, points: [Double], areOfFrame: Bool)
        /// Nil where the reference can't be read.
        case image(ReferencedImage?)
        /// The place of another item: positions from 1, the root's first (PS3.3 C.17.3.2.5).
        case reference([Int])
    }

    var relationship: String
    var concept: InstanceFacts.Code?
    var value: Value
    var children: [ContentNode] = []
}

/// The content of a structured report.
struct ContentTree {
    let root: ContentNode
    /// Whether content items were left out, beyond the limit.
    let isCut: Bool

    /// - Parameters:
    ///   - dataSet: a report, whose bytes may be hostile: its depth has been bounded when it was opened.
    ///   - limit: how many content items are read.
    /// - Throws: when a value is over the data set's own limits.
    init(_ dataSet: borrowing DataSet, limit: Int) throws(ImagingError) {
        var left = limit - 1
        root = try Self.node(dataSet, [], &left)
        isCut = left < 0
    }

    /// The item that a reference names.
    func item(at place: [Int]) -> ContentNode? {
        guard place.first == 1 else { return nil }
        var node = root
        for position in place.dropFirst() {
            guard node.children.indices.contains(position - 1) else { return nil }
            node = node.children[position - 1]
        }
        return node
    }

    /// The item that stands at a place of the tree: the node itself, unless it is a reference.
    func resolved(_ node: ContentNode) -> ContentNode? {
        if case .reference(let place) = node.value { item(at: place) } else { node }
    }

    /// The images that spatial coordinates are selected from.
    func images(selectedBy coordinates: ContentNode) -> [ReferencedImage] {
        ReferencedImage.merged(
            coordinates.children.compactMap { child in
                guard child.relationship == "SELECTED FROM", case .image(let image) = resolved(child)?.value else {
                    return nil
                }
                return image
            }
        )
    }

    private static func node(
        _ dataSet: borrowing DataSet,
        _ path: [DataSetStep],
        _ left: inout Int
    ) throws(ImagingError) -> ContentNode {
        var node = ContentNode(
            relationship: try dataSet.text(.relationshipType, in: path) ?? "",
            concept: try InstanceFacts.Code(dataSet, in: path + [DataSetStep(.conceptNameCodeSequence)]),
            value: try value(dataSet, path)
        )
        for item in 0..<(try dataSet.itemCount(.contentSequence, in: path)) {
            left -= 1
            guard left >= 0 else { break }
            node.children.append(try Self.node(dataSet, path + [DataSetStep(.contentSequence, item: item)], &left))
        }
        return node
    }

    private static func value(_ dataSet: borrowing DataSet, _ path: [DataSetStep]) throws(ImagingError)
        -> ContentNode.Value
    {
        switch try dataSet.text(.valueType, in: path) {
        case "TEXT": return try dataSet.text(.textValue, in: path).map { .text($0) } ?? .none
        case "CODE":
            let code = try InstanceFacts.Code(dataSet, in: path + [DataSetStep(.conceptCodeSequence)])
            return code.map { .code($0) } ?? .none
        case "UIDREF":
            return try dataSet.text(.uidValue, in: path).flatMap { DICOMUID($0) }.map { .uid($0) } ?? .none
        case "NUM": return try number(dataSet, path)
        case "SCOORD":
            let interpretation = try dataSet.text(.pixelOriginInterpretation, in: path)
            return .coordinates(
                type: try dataSet.text(.graphicType, in: path) ?? "",
                points: try dataSet.numbers(.graphicData, in: path) ?? [],
                areOfFrame: interpretation != "VOLUME"
            )
        case "IMAGE":
            return .image(
                try dataSet.referencedImage(in: path + [DataSetStep(.referencedSOPSequence)], limit: 1 << 16)
            )
        case nil:
            let place: [Int]? = try dataSet.integers(.referencedContentItemIdentifier, in: path)
            return place.map { .reference($0) } ?? .none
        default: return .none
        }
    }

    private static func number(_ dataSet: borrowing DataSet, _ path: [DataSetStep]) throws(ImagingError)
        -> ContentNode.Value
    {
        let measured = path + [DataSetStep(.measuredValueSequence)]
        // The binary value, where it is there, has no rounding (PS3.3 C.18.1).
        var value = try dataSet.number(.floatingPointValue, in: measured)
        if value == nil { value = try dataSet.number(.numericValue, in: measured) }
        return .number(
            value,
            unit: try InstanceFacts.Code(dataSet, in: measured + [DataSetStep(.measurementUnitsCodeSequence)]),
            qualifier: try InstanceFacts.Code(dataSet, in: path + [DataSetStep(.numericValueQualifierCodeSequence)])
        )
    }
}

extension InstanceFacts.Code {
    /// Whether it is one of these (value, scheme), whatever its meaning says.
    func isOne(of codes: [(value: String, scheme: String)]) -> Bool {
        codes.contains { $0.value == value && $0.scheme == scheme }
    }

    var isTrackingIdentifier: Bool { isOne(of: [("112039", "DCM")]) }
    var isTrackingUniqueIdentifier: Bool { isOne(of: [("112040", "DCM")]) }
    var isFinding: Bool { isOne(of: [("121071", "DCM")]) }
    /// Older reports have SNOMED's retired form (PS3.16 annex L).
    var isFindingSite: Bool { isOne(of: [("363698007", "SCT"), ("G-C0E3", "SRT")]) }
}

/// What the items around a value say of it: each from the nearest place that says it, the item itself, its siblings, its parent's
/// siblings and so on.
struct ContentContext {
    var tracking: String?
    var trackingUID: DICOMUID?
    var finding: InstanceFacts.Code?
    var site: InstanceFacts.Code?
    /// Concept names of what contains it, the outermost first.
    var path: [InstanceFacts.Code] = []

    /// The context of the children of `node`, which itself stands in this one.
    func inside(_ node: ContentNode) -> ContentContext {
        var context = self
        var found = ContentContext()
        for child in node.children {
            guard let concept = child.concept else { continue }
            switch child.value {
            case .text(let text) where concept.isTrackingIdentifier: found.tracking = found.tracking ?? text
            case .uid(let uid) where concept.isTrackingUniqueIdentifier: found.trackingUID = found.trackingUID ?? uid
            case .code(let code) where concept.isFinding: found.finding = found.finding ?? code
            case .code(let code) where concept.isFindingSite: found.site = found.site ?? code
            default: continue
            }
        }
        context.tracking = found.tracking ?? tracking
        context.trackingUID = found.trackingUID ?? trackingUID
        context.finding = found.finding ?? finding
        context.site = found.site ?? site
        if let concept = node.concept { context.path.append(concept) }
        return context
    }
}
