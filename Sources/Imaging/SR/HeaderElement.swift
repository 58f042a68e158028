/// An element of a report's header.
package enum HeaderElement: Hashable, Sendable {
    /// The tag, group × 65536 + element, and the value; "" for an empty type 2 element.
    case value(UInt32, String)
    /// The tag and the items, each with its elements. No item writes the sequence empty.
    case sequence(UInt32, [[HeaderElement]])
}

extension HeaderElement {
    /// Every value in it.
    var texts: [String] {
        switch self {
        case .value(_, let text): [text]
        case .sequence(_, let items): items.flatMap { $0.flatMap(\.texts) }
        }
    }

    /// A code sequence with one item; empty for nil.
    package static func code(_ tag: UInt32, _ code: CodedConcept?) -> HeaderElement {
        guard let code else { return .sequence(tag, []) }
        return .sequence(
            tag,
            [[.value(0x0008_0100, code.value), .value(0x0008_0102, code.scheme), .value(0x0008_0104, code.meaning)]]
        )
    }
}
