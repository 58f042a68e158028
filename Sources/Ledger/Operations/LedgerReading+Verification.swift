package import Foundation
internal import GRDB
package import Identifiers

/// A row that names bytes on disk, as the columns have it: what is checked isn't trusted.
package struct KeptFileRow: Hashable, Sendable {
    /// The row's number.
    package let number: Int64
    /// The study that it belongs to.
    package let study: StudyKey
    /// The path under the archive, or the folder under the reports; for a result its digest.
    package let name: String
    /// SHA-256 of the bytes, 64 hexadecimal digits when it is right.
    package let sha256: String
    /// Bytes; nil where the ledger doesn't keep it.
    package let size: Int64?
}

/// An event as the outbox should have it.
package struct EventRow: Hashable, Sendable {
    /// The row's number.
    package let number: Int64
    /// The study that is charged.
    package let study: StudyKey
    /// The event's identifier, in lower case.
    package let event: String
    /// The event itself.
    package let bytes: Data
    /// SHA-256 of the bytes, as the ledger has it.
    package let sha256: String
    /// Whether the file was durable in the outbox once.
    package let wasWritten: Bool
}

/// A file in quarantine, as lists show it. The path may carry patient data: it is for terminals and `--json`, never for logs.
package struct QuarantinedRow: Hashable, Sendable {
    /// The arrival, as the ledger has it.
    package let arrival: ArrivalRecord
    /// When its outcome was written.
    package let since: Date?
}

extension LedgerReading where Self: ~Copyable {
    /// Instances in the order of their rows, a page at a time.
    ///
    /// - Parameters:
    ///   - number: the row after which the page begins.
    ///   - limit: rows of a page.
    ///   - study: only this study's; nil for all.
    /// - Returns: the page; empty at the end.
    /// - Throws: SQLite's own errors.
    package func archivedFiles(after number: Int64, limit: Int, of study: StudyKey? = nil) throws -> [KeptFileRow] {
        try keptFiles("archive_name", "size", in: "instances", after: number, limit: limit, of: study)
    }

    /// Reports alike; `name` is the folder of `report.dcm`.
    package func reportFiles(after number: Int64, limit: Int, of study: StudyKey? = nil) throws -> [KeptFileRow] {
        try keptFiles("folder", "NULL", in: "reports", after: number, limit: limit, of: study)
    }

    /// Results alike; `name` and `sha256` are the digest that names the folder.
    package func resultFolders(after number: Int64, limit: Int, of study: StudyKey? = nil) throws -> [KeptFileRow] {
        try keptFiles("digest", "NULL", in: "results", sha256: "digest", after: number, limit: limit, of: study)
    }

    /// Whether a row names this file of the archive.
    package func isArchived(_ digest: ContentDigest, in study: StudyKey) throws -> Bool {
        try exists("SELECT 1 FROM instances WHERE study = ? AND sha256 = ?", [study.number, digest.hexadecimal])
    }

    /// Arrivals in quarantine in the order of their numbers, a page at a time.
    package func quarantinedRows(after number: Int64, limit: Int) throws -> [QuarantinedRow] {
        let sql = "SELECT * FROM arrivals WHERE outcome = 'quarantined' AND number > ? ORDER BY number LIMIT ?"
        return try Row.fetchAll(database, sql: sql, arguments: [number, limit]).map { row in
            QuarantinedRow(
                arrival: try ArrivalRecord(row),
                since: try (row["settled_at"] as String?).map { try StoredTime.date($0) }
            )
        }
    }

    /// One arrival with the time of its outcome; nil where there is none.
    package func arrivalRow(_ number: ArrivalNumber) throws -> QuarantinedRow? {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM arrivals WHERE number = ?", arguments: [number.number])
        return try row.map { row in
            QuarantinedRow(
                arrival: try ArrivalRecord(row),
                since: try (row["settled_at"] as String?).map { try StoredTime.date($0) }
            )
        }
    }

    /// Arrivals that are said to be in a study which has no such bytes, from a number on. A duplicate may be one of its data set
    /// alone (decision record 0011): then the first's bytes are there, and what stood before it where that came from outside.
    package func arrivalsWithoutInstance(after number: Int64, limit: Int) throws -> [ArrivalNumber] {
        let sql = """
            SELECT number FROM arrivals a WHERE outcome IN ('archived', 'keptNotMeasured', 'duplicate') AND number > ?
                AND NOT EXISTS (SELECT 1 FROM instances i WHERE i.study = a.study AND i.sha256 = a.sha256)
                AND NOT (outcome = 'duplicate' AND (head IS NOT NULL OR inbox LIKE 'c-store:%') AND EXISTS (
                    SELECT 1 FROM instances i JOIN arrivals first ON first.number = a.duplicate_of
                    WHERE i.study = a.study AND i.sha256 = first.sha256))
            ORDER BY number LIMIT ?
            """
        return try Int64.fetchAll(database, sql: sql, arguments: [number, limit]).map { ArrivalNumber(number: $0) }
    }

    /// Events in the order of their rows, a page at a time.
    package func events(after number: Int64, limit: Int, of study: StudyKey? = nil) throws -> [EventRow] {
        let sql = """
            SELECT number, study, event_id, bytes, sha256, outbox_written_at FROM charges
            WHERE number > ? AND (? IS NULL OR study = ?) ORDER BY number LIMIT ?
            """
        return try Row.fetchAll(database, sql: sql, arguments: [number, study?.number, study?.number, limit])
            .map { Self.event($0) }
    }

    /// The event of that identifier; nil where the ledger has none.
    package func event(_ identifier: String) throws -> EventRow? {
        let sql = """
            SELECT number, study, event_id, bytes, sha256, outbox_written_at FROM charges WHERE event_id = ?
            """
        return try Row.fetchOne(database, sql: sql, arguments: [identifier]).map { Self.event($0) }
    }

    /// The studies that have more than one standing event for one service and component (law 5).
    package func studiesChargedTwice(limit: Int) throws -> [StudyKey] {
        let sql = """
            SELECT study FROM charges WHERE is_live = 1 GROUP BY study, service, component HAVING COUNT(*) > 1 LIMIT ?
            """
        return try Int64.fetchAll(database, sql: sql, arguments: [limit]).map { StudyKey(number: $0) }
    }

    /// The names of the tables of counts that differ from a recount.
    package func wrongCounts() throws -> [String] {
        let recounts = [
            (
                "study_counts", "state_name, hold",
                "SELECT state_name, hold, COUNT(*) FROM studies GROUP BY state_name, hold"
            ),
            (
                "arrival_counts", "outcome",
                "SELECT outcome, COUNT(*) FROM arrivals WHERE outcome IS NOT NULL GROUP BY outcome"
            ),
        ]
        return try recounts.filter { table, columns, recount in
            let kept = "SELECT \(columns), n FROM \(table) WHERE n <> 0"
            return try exists("SELECT 1 FROM (\(kept) EXCEPT \(recount)) LIMIT 1")
                || exists("SELECT 1 FROM (\(recount) EXCEPT \(kept)) LIMIT 1")
        }.map(\.0)
    }

    /// Whether SQLite finds its pages and indexes whole and every reference met. It reads the whole file.
    package func isWhole() throws -> Bool {
        try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok"
            && Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil
    }

    private static func event(_ row: Row) -> EventRow {
        EventRow(
            number: row["number"],
            study: StudyKey(number: row["study"]),
            event: row["event_id"],
            bytes: row["bytes"],
            sha256: row["sha256"],
            wasWritten: row["outbox_written_at"] as String? != nil
        )
    }

    private func exists(_ sql: String, _ arguments: StatementArguments = []) throws -> Bool {
        try Row.fetchOne(database, sql: sql, arguments: arguments) != nil
    }

    /// The columns are names of ours, never text from outside.
    private func keptFiles(
        _ name: String,
        _ size: String,
        in table: String,
        sha256: String = "sha256",
        after number: Int64,
        limit: Int,
        of study: StudyKey?
    ) throws -> [KeptFileRow] {
        // A condition that may be absent would cost the index.
        let ofStudy = study == nil ? "" : "AND study = :study"
        let sql = """
            SELECT number, study, \(name) AS name, \(sha256) AS sha256, \(size) AS size FROM \(table)
            WHERE number > :number \(ofStudy) ORDER BY number LIMIT :limit
            """
        var arguments: StatementArguments = ["number": number, "limit": limit]
        if let study { arguments += ["study": study.number] }
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            KeptFileRow(
                number: row["number"],
                study: StudyKey(number: row["study"]),
                name: row["name"],
                sha256: row["sha256"],
                size: row["size"]
            )
        }
    }
}
