/// A short text whose shape is checked once, where it enters; from then on the type says that it holds.
package protocol ShapedText: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The shape in words, to follow "must be".
    static var shape: String { get }

    /// The text as written.
    var text: String { get }

    /// Nil when `text` is not of the shape.
    init?(_ text: String)
}

extension ShapedText {
    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be \(Self.shape)")
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension UInt8 {
    /// 0 to 9 in ASCII; no other script's digits.
    package var isASCIIDigit: Bool { (48...57).contains(self) }

    /// A to Z in ASCII.
    package var isASCIICapital: Bool { (65...90).contains(self) }

    /// a to z in ASCII.
    package var isASCIISmall: Bool { (97...122).contains(self) }
}
