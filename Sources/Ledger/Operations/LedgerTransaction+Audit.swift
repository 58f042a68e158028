internal import Crypto
internal import GRDB
package import Identifiers

extension AuditEntry {
    init(_ row: Row) throws(LedgerError) {
        self.init(
            number: row["number"],
            at: try StoredTime.date(row["at"]),
            who: row["who"],
            what: row["what"],
            study: (row["study"] as Int64?).map { StudyKey(number: $0) },
            revision: row["revision"],
            arrival: (row["arrival"] as Int64?).map { ArrivalNumber(number: $0) },
            digest: try (row["digest"] as String?).map { (text) throws(LedgerError) in try StoredUID.digest(text) },
            detail: try StoredJSON.value([String: String].self, row["detail"]),
            hash: row["hash"]
        )
    }
}

/// The links of the audit trail: each line's hash covers the one before.
enum AuditChain {
    /// The hash before the first line.
    static let beginning = String(repeating: "0", count: 64)

    /// SHA-256 over the fields, each as its length, a colon and its UTF-8 bytes; `-` for an absent one.
    static func hash(_ fields: [String?]) -> String {
        var bytes: [UInt8] = []
        for field in fields {
            guard let field else {
                bytes.append(UInt8(ascii: "-"))
                continue
            }
            bytes.append(contentsOf: "\(field.utf8.count):".utf8)
            bytes.append(contentsOf: field.utf8)
        }
        return ContentDigest(of: bytes).hexadecimal
    }

    static func hash(of row: Row) -> String {
        hash([
            row["previous"], String(row["number"] as Int64), row["at"], row["who"], row["what"],
            (row["study"] as Int64?).map(String.init), (row["revision"] as Int64?).map(String.init),
            (row["arrival"] as Int64?).map(String.init), row["digest"], row["detail"],
        ])
    }
}

extension LedgerReading where Self: ~Copyable {
    /// A study's trail, oldest first.
    package func auditTrail(of study: StudyKey) throws -> [AuditEntry] {
        let sql = "SELECT * FROM audit WHERE study = ? ORDER BY number"
        return try Row.fetchAll(database, sql: sql, arguments: [study.number]).map { try AuditEntry($0) }
    }

    /// The first line whose hash doesn't fit, or that follows a missing one; nil when the trail is whole.
    ///
    /// Lines cut off at the end don't show: keep the last hash elsewhere to see that.
    package func firstBrokenAuditLine() throws -> Int64? {
        var previous = AuditChain.beginning
        var next: Int64 = 1
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY number")
        while let row = try rows.next() {
            guard row["number"] == next, row["previous"] == previous, row["hash"] == AuditChain.hash(of: row) else {
                return next
            }
            previous = row["hash"]
            next += 1
        }
        return nil
    }

    /// The hash of the trail's last line.
    package func lastAuditHash() throws -> String {
        try String.fetchOne(database, sql: "SELECT hash FROM audit ORDER BY number DESC LIMIT 1")
            ?? AuditChain.beginning
    }
}

extension LedgerTransaction {
    /// Adds a line to the audit trail.
    ///
    /// - Parameters:
    ///   - actor: who did it.
    ///   - what: a word of a fixed vocabulary.
    ///   - study: the study, where there is one.
    ///   - revision: its revision.
    ///   - arrival: the file, where there is one.
    ///   - digest: of the thing that was made, shown or signed.
    ///   - detail: further facts, without patient data.
    /// - Throws: SQLite's own errors.
    package func audit(
        by actor: Actor,
        _ what: String,
        study: StudyKey? = nil,
        revision: Int? = nil,
        arrival: ArrivalNumber? = nil,
        digest: ContentDigest? = nil,
        detail: [String: String] = [:]
    ) throws {
        let last = try database.firstRow("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", [])
        let number = (last?["number"] as Int64? ?? 0) + 1
        let previous = last?["hash"] as String? ?? AuditChain.beginning
        let details = try StoredJSON.text(detail)
        let hash = AuditChain.hash([
            previous, String(number), nowText, actor.description, what, (study?.number).map { String($0) },
            revision.map { String($0) }, (arrival?.number).map { String($0) }, digest?.hexadecimal, details,
        ])
        try database.perform(
            """
            INSERT INTO audit (number, at, who, what, study, revision, arrival, digest, detail, previous, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                number, nowText, actor.description, what, study?.number, revision, arrival?.number, digest?.hexadecimal,
                details, previous, hash,
            ]
        )
    }
}
