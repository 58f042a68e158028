package import Foundation

/// A DICOM Unique Identifier: 1 to 64 characters, components of digits (PS3.5 section 9.1). Leading zeros, which the section
/// forbids, are taken: real devices write them, and a reference has to name the instance as it is.
package struct DICOMUID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The identifier as text.
    package let value: String

    /// Nil when `text` breaks that rule.
    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count) else { return nil }
        for component in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard !component.isEmpty, component.allSatisfy({ (48...57).contains($0) }) else { return nil }
        }
        value = text
    }

    /// The UID of a UUID: `2.25.` and its value in decimal (PS3.5 annex B.2).
    package init(_ uuid: UUID) {
        var digits: [UInt8] = []
        var number = uuid.bytes
        while number.contains(where: { $0 != 0 }) {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | Int(number[index])
                number[index] = UInt8(value / 10)
                remainder = value % 10
            }
            digits.append(UInt8(48 + remainder))
        }
        value = "2.25." + (digits.isEmpty ? "0" : String(decoding: digits.reversed(), as: UTF8.self))
    }

    package var description: String { value }

    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension DICOMUID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let uid = DICOMUID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a DICOM UID")
            )
        }
        self = uid
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
