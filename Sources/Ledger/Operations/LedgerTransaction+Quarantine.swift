internal import GRDB
package import Identifiers

extension QuarantineRecord {
    fileprivate init(_ row: Row) throws(LedgerError) {
        self.init(
            arrival: ArrivalNumber(number: row["number"]),
            code: row["reason_code"] ?? "",
            reason: row["reason"] ?? "",
            size: row["size"],
            digest: try (row["sha256"] as String?).map { (text) throws(LedgerError) in try StoredUID.digest(text) },
            since: try StoredTime.date(row["settled_at"] ?? row["seen_at"]),
            inbox: row["inbox"],
            relativePath: row["relative_path"],
            study: (row["study"] as Int64?).map { StudyKey(number: $0) }
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// The files in quarantine, the newest first.
    ///
    /// - Parameters:
    ///   - number: only those before this arrival; nil for all.
    ///   - limit: how many at most; ask again from the last one.
    /// - Returns: the files.
    /// - Throws: `LedgerError` of `damaged`, or SQLite's own errors.
    package func quarantined(before number: ArrivalNumber? = nil, limit: Int = 100) throws -> [QuarantineRecord] {
        let sql = "SELECT * FROM arrivals WHERE outcome = 'quarantined' AND number < ? ORDER BY number DESC LIMIT ?"
        return try Row.fetchAll(database, sql: sql, arguments: [number?.number ?? Int64.max, limit])
            .map { try QuarantineRecord($0) }
    }

    /// One file in quarantine.
    ///
    /// - Throws: `LedgerError` of `unknown` when no arrival of that number is there.
    package func quarantined(_ number: ArrivalNumber) throws -> QuarantineRecord {
        let sql = "SELECT * FROM arrivals WHERE outcome = 'quarantined' AND number = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [number.number]) else {
            throw LedgerError(
                .unknown,
                "arrival \(number) is not in quarantine: sonoquant quarantine list shows what is"
            )
        }
        return try QuarantineRecord(row)
    }
}
