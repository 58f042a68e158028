internal import Identifiers
internal import Ledger

/// What changed in the ledger, whoever changed it: one cheap question where nothing did.
struct LedgerFeed: Sendable {
    /// How often a loop asks.
    static let interval = Duration.milliseconds(200)

    private let ledger: Ledger
    private var last: Int64

    /// Begins after the last change.
    init(_ ledger: Ledger) async throws {
        self.ledger = ledger
        last = try await ledger.read { try $0.lastAuditNumber() }
    }

    /// The studies that were touched since the last question, at most a thousand changes at a time; empty when there is no
    /// more.
    mutating func next() async throws -> [StudyKey] {
        while true {
            let after = last
            let (keys, last) = try await ledger.read { try $0.studiesTouched(after: after) }
            self.last = last
            if !keys.isEmpty || last == after { return keys }
        }
    }
}
