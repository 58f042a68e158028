internal import GRDB
package import Identifiers

extension ArrivalOutcome {
    init(_ row: Row, name: String) throws(LedgerError) {
        let reason: String = row["reason"] ?? ""
        let study = (row["study"] as Int64?).map { StudyKey(number: $0) }
        let first = (row["duplicate_of"] as Int64?).map { ArrivalNumber(number: $0) }
        switch (name, study, first) {
        case ("archived", let study?, _): self = .archived(study)
        case ("duplicate", let study?, let first?): self = .duplicate(of: first, study)
        case ("keptNotMeasured", let study?, _): self = .keptNotMeasured(study, reason: reason)
        case ("skipped", _, _): self = .skipped(reason: reason)
        case ("unpacked", _, _):
            self = .unpacked(everyFileKept: row["reason_code"] == Self.everyFileKeptCode, reason: reason)
        case ("quarantined", _, _): self = .quarantined(code: row["reason_code"] ?? "", reason: reason)
        case ("discarded", _, _): self = .discarded(code: row["reason_code"] ?? "", reason: reason)
        case ("unreadable", _, _): self = .unreadable(reason: reason)
        case ("unsettled", _, _): self = .unsettled(reason: reason)
        default: throw LedgerError(.damaged, "the ledger holds an arrival without a legal outcome: restore its backup")
        }
    }
}

extension ArrivalRecord {
    init(_ row: Row) throws(LedgerError) {
        self.init(
            number: ArrivalNumber(number: row["number"]),
            inbox: row["inbox"],
            relativePath: row["relative_path"],
            identity: FileIdentity(
                size: row["size"],
                modifiedNanoseconds: row["mtime_ns"],
                inode: UInt64(bitPattern: row["inode"] as Int64)
            ),
            digest: try (row["sha256"] as String?).map { (text) throws(LedgerError) in try StoredUID.digest(text) },
            outcome: try (row["outcome"] as String?).map { (name) throws(LedgerError) in
                try ArrivalOutcome(row, name: name)
            },
            study: (row["study"] as Int64?).map { StudyKey(number: $0) }
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// One arrival.
    ///
    /// - Throws: `LedgerError` of `unknown`.
    package func arrival(_ number: ArrivalNumber) throws -> ArrivalRecord {
        let sql = "SELECT * FROM arrivals WHERE number = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [number.number]) else {
            throw LedgerError(.unknown, "there is no arrival \(number)")
        }
        return try ArrivalRecord(row)
    }

    /// The last arrival at a path of an inbox, whatever its identity.
    package func lastArrival(inbox: String, relativePath: String) throws -> ArrivalRecord? {
        let sql = "SELECT * FROM arrivals WHERE inbox = ? AND relative_path = ? ORDER BY number DESC LIMIT 1"
        return try database.firstRow(sql, [inbox, relativePath]).map { try ArrivalRecord($0) }
    }

    /// The last arrival at each path that begins with `prefix`, a text that ends with a slash, in the order in which they came.
    package func lastArrivals(inbox: String, below prefix: String) throws -> [ArrivalRecord] {
        // Every path that begins with the slash sorts before the same text that ends with the character behind it.
        let end = prefix.dropLast() + "0"
        let sql = """
            SELECT * FROM arrivals WHERE number IN (SELECT MAX(number) FROM arrivals
                WHERE inbox = ? AND relative_path > ? AND relative_path < ? GROUP BY relative_path) ORDER BY number
            """
        return try Row.fetchAll(database, sql: sql, arguments: [inbox, prefix, String(end)])
            .map { try ArrivalRecord($0) }
    }

    /// The arrival that first brought these bytes into quarantine or the archive; nil when none did.
    package func firstArrival(of digest: ContentDigest, in study: StudyKey) throws -> ArrivalNumber? {
        let sql = "SELECT arrival FROM instances WHERE study = ? AND sha256 = ?"
        return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [study.number, digest.hexadecimal])
            .map { ArrivalNumber(number: $0) }
    }
}

extension LedgerTransaction {
    /// Gives a file its number, or the number that an unfinished earlier run gave to this path.
    package func openArrival(inbox: String, relativePath: String, identity: FileIdentity) throws -> ArrivalNumber {
        let inode = Int64(bitPattern: identity.inode)
        if let last = try lastArrival(inbox: inbox, relativePath: relativePath), last.outcome?.isFinal != true {
            try database.execute(
                sql:
                    "UPDATE arrivals SET size = ?, mtime_ns = ?, inode = ?, outcome = NULL, reason = NULL WHERE number = ?",
                arguments: [identity.size, identity.modifiedNanoseconds, inode, last.number.number]
            )
            return last.number
        }
        try database.perform(
            "INSERT INTO arrivals (inbox, relative_path, size, mtime_ns, inode, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
            [inbox, relativePath, identity.size, identity.modifiedNanoseconds, inode, nowText]
        )
        return ArrivalNumber(number: database.lastInsertedRowID)
    }

    /// Says what became of a file.
    ///
    /// - Parameters:
    ///   - number: the arrival.
    ///   - outcome: what became of it.
    ///   - digest: of its bytes, where they were read.
    /// - Throws: `LedgerError` of `unknown`.
    package func settleArrival(_ number: ArrivalNumber, _ outcome: ArrivalOutcome, digest: ContentDigest?) throws {
        try database.perform(
            """
            UPDATE arrivals SET outcome = ?, reason_code = ?, reason = ?, duplicate_of = ?, study = COALESCE(?, study),
                sha256 = COALESCE(?, sha256), settled_at = ? WHERE number = ?
            """,
            [
                outcome.name, outcome.code, outcome.reason, outcome.original?.number, outcome.study?.number,
                digest?.hexadecimal, nowText, number.number,
            ]
        )
        guard database.changesCount == 1 else { throw LedgerError(.unknown, "there is no arrival \(number)") }
        guard outcome.isFinal else { return }
        var detail = ["outcome": outcome.name]
        detail["code"] = outcome.code
        try audit(by: .program, "settled", study: outcome.study, arrival: number, digest: digest, detail: detail)
    }
}
