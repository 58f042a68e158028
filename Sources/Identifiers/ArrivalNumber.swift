/// The number that a file gets when it is first seen, from 1. Logs and quarantine name a file by it alone.
package struct ArrivalNumber: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The row of the arrival in the ledger.
    package let number: Int64

    package init(number: Int64) {
        self.number = number
    }

    /// Reads the digits; nil when it is anything else.
    package init?(_ text: String) {
        guard let number = Int64(text), number > 0 else { return nil }
        self.number = number
    }

    package var description: String { String(number) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    package init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
