/// The ledger's own name for a study, `S000012`: it says nothing of the patient and is safe in paths and logs.
package struct StudyKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The row of the study in the ledger, from 1.
    package let number: Int64

    package init(number: Int64) {
        self.number = number
    }

    /// Reads `S000012`, in either case and with or without the zeros; nil when it is anything else.
    package init?(_ text: String) {
        guard let first = text.first, first == "S" || first == "s", text.utf8.count <= 20,
            text.dropFirst().utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(text.dropFirst()), number > 0
        else { return nil }
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        return "S" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension StudyKey: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let key = StudyKey(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a study key")
            )
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
