package import Identifiers

/// A content item of a structured report, with its descendants (PS3.3 C.17.3).
package struct ContentItem: Hashable, Sendable {
    /// How an item relates to its parent (PS3.3 C.17.3.2.4).
    package enum Relationship: Hashable, Sendable {
        /// CONTAINS, HAS OBS CONTEXT, HAS ACQ CONTEXT, HAS CONCEPT MOD, HAS PROPERTIES, SELECTED FROM.
        case contains, hasObservationContext, hasAcquisitionContext, hasConceptModifier, hasProperties, selectedFrom
    }

    /// The value, by its type (PS3.3 C.17.3.2.1).
    package enum Value: Hashable, Sendable {
        /// Of a template of PS3.16, where it has one: "1410".
        case container(template: String?)
        /// A TEXT.
        case text(String)
        /// A CODE.
        case code(CodedConcept)
        /// A DS, and its UCUM unit.
        case number(String, unit: CodedConcept)
        /// A UIDREF.
        case uid(DICOMUID)
        /// A PNAME.
        case personName(String)
        /// x0, y0, x1, y1, … in image coordinates (PS3.3 C.18.6).
        case polyline([Float])
        /// Frames from 1; empty for all, or for an instance that is no multi-frame image.
        case image(sopClassUID: DICOMUID, sopInstanceUID: DICOMUID, frames: [Int32])
        /// A COMPOSITE: an object that is no image.
        case composite(sopClassUID: DICOMUID, sopInstanceUID: DICOMUID)
    }

    /// To the parent. The root's is not written.
    package let relationship: Relationship
    /// The concept name; nil where the template allows none.
    package let concept: CodedConcept?
    /// The value.
    package let value: Value
    /// In the order of the document.
    package let children: [ContentItem]

    package init(
        _ relationship: Relationship,
        _ concept: CodedConcept?,
        _ value: Value,
        children: [ContentItem] = []
    ) {
        self.relationship = relationship
        self.concept = concept
        self.value = value
        self.children = children
    }

    /// The text of this item and those below that may hold other characters than ASCII.
    var texts: [String] {
        var texts = [concept?.meaning].compactMap(\.self)
        switch value {
        case .text(let text), .personName(let text): texts.append(text)
        case .code(let code), .number(_, unit: let code): texts.append(code.meaning)
        case .container, .uid, .polyline, .image, .composite: break
        }
        return texts + children.flatMap(\.texts)
    }

    /// The schemes of every code in this item and below.
    package var codingSchemes: Set<String> {
        var schemes = Set([concept?.scheme].compactMap(\.self))
        switch value {
        case .code(let code), .number(_, unit: let code): schemes.insert(code.scheme)
        case .container, .text, .uid, .personName, .polyline, .image, .composite: break
        }
        return children.reduce(into: schemes) { $0.formUnion($1.codingSchemes) }
    }
}
