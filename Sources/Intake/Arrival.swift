package import Identifiers
package import Ledger

/// What a run has to say of one file. The path may carry patient data: it is for terminals and `--json`, never for logs.
package struct Arrival: Hashable, Sendable {
    /// The ledger's number for the file.
    package let number: ArrivalNumber
    /// Under the inbox.
    package let relativePath: String
    /// What became of the file.
    package let outcome: ArrivalOutcome
    /// Whether this run settled it; false for a file that was known.
    package let isNew: Bool
    /// What became of the files of an archive; empty for all else.
    package let members: [Arrival]
}

extension Arrival: Encodable {
    private enum Key: String, CodingKey {
        case arrival, path, outcome, study, duplicateOf, code, reason, new, members
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(number, forKey: .arrival)
        try container.encode(relativePath, forKey: .path)
        try container.encode(outcome.name, forKey: .outcome)
        try container.encodeIfPresent(outcome.study, forKey: .study)
        try container.encodeIfPresent(outcome.original, forKey: .duplicateOf)
        try container.encodeIfPresent(outcome.code, forKey: .code)
        try container.encodeIfPresent(outcome.reason, forKey: .reason)
        try container.encode(isNew, forKey: .new)
        if !members.isEmpty { try container.encode(members, forKey: .members) }
    }
}
