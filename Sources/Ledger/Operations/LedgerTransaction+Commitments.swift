package import Foundation
internal import GRDB
internal import Identifiers

extension CommitmentRecord {
    fileprivate init(_ row: Row) throws(LedgerError) {
        guard let state = State(rawValue: row["state"]) else {
            throw LedgerError(.damaged, "the ledger holds a commitment in no legal state: restore it from its backup")
        }
        self.init(
            number: row["number"],
            transactionUID: row["transaction_uid"],
            peer: row["peer"],
            objects: try StoredJSON.value([CommitmentObject].self, row["objects"]),
            state: state,
            attempts: row["attempts"],
            requestedAt: try StoredTime.date(row["requested_at"]),
            endedAt: try (row["ended_at"] as String?).map { (text) throws(LedgerError) in try StoredTime.date(text) },
            trouble: row["trouble"]
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// Says of each object whether its instance is kept, in their order.
    ///
    /// An instance that a person set aside is kept; a file in quarantine, or one that was skipped, is not.
    package func commitmentFindings(_ objects: [CommitmentObject]) throws -> [CommitmentFinding] {
        let look = try database.makeStatement(
            sql: "SELECT DISTINCT sop_class_uid FROM instances WHERE sop_instance_uid = ?"
        )
        return try objects.map { object in
            let classes = try String.fetchAll(look, arguments: [object.sopInstanceUID])
            if classes.contains(object.sopClassUID) { return .kept }
            return classes.isEmpty ? .unknown : .otherClass
        }
    }

    /// One commitment.
    ///
    /// - Throws: `LedgerError` of `unknown`.
    package func commitment(_ number: Int64) throws -> CommitmentRecord {
        let sql = "SELECT * FROM commitments WHERE number = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [number]) else {
            throw LedgerError(.unknown, "there is no commitment \(number)")
        }
        return try CommitmentRecord(row)
    }

    /// The instances that objects of a request name by instance and class, object by object: whose bytes are to be looked at.
    ///
    /// - Parameter objects: what is asked about.
    /// - Returns: for each object its rows, several where contents differ; none for what isn't kept.
    /// - Throws: SQLite's own errors.
    package func commitmentFiles(_ objects: some Sequence<CommitmentObject>) throws -> [[KeptFileRow]] {
        let look = try database.makeStatement(
            sql: """
                SELECT number, study, archive_name, sha256, size FROM instances
                    WHERE sop_instance_uid = ? AND sop_class_uid = ? ORDER BY number
                """
        )
        return try objects.map { object in
            try Row.fetchAll(look, arguments: [object.sopInstanceUID, object.sopClassUID]).map { row in
                KeptFileRow(
                    number: row["number"],
                    study: StudyKey(number: row["study"]),
                    name: row["archive_name"],
                    sha256: row["sha256"],
                    size: row["size"]
                )
            }
        }
    }

    /// The numbers of the commitments whose peers have no answer yet, the oldest first.
    ///
    /// - Parameters:
    ///   - number: only those after this one; 0 for all.
    ///   - limit: how many at most.
    /// - Returns: the numbers.
    /// - Throws: SQLite's own errors.
    package func pendingCommitments(after number: Int64 = 0, limit: Int = 1000) throws -> [Int64] {
        let sql = "SELECT number FROM commitments WHERE state = 'pending' AND number > ? ORDER BY number LIMIT ?"
        return try Int64.fetchAll(database, sql: sql, arguments: [number, limit])
    }

    /// How many commitments wait for their peers since when, and how many were given up since `date`.
    package func commitmentsNotDelivered(
        deadSince date: Date
    ) throws -> (pending: Int, oldestPending: Date?, dead: Int) {
        let pending = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM commitments WHERE state = 'pending'")
        let oldest = try String.fetchOne(
            database,
            sql: "SELECT requested_at FROM commitments WHERE state = 'pending' ORDER BY number LIMIT 1"
        )
        let dead = try Int.fetchOne(
            database,
            sql: "SELECT COUNT(*) FROM commitments WHERE state = 'dead' AND ended_at >= ?",
            arguments: [StoredTime.text(date)]
        )
        return (pending ?? 0, try oldest.map { try StoredTime.date($0) }, dead ?? 0)
    }
}

extension LedgerTransaction {
    /// Keeps a request, so that its answer survives a crash. The same request again while it is pending is the same one.
    ///
    /// - Parameters:
    ///   - transactionUID: (0008,1195).
    ///   - peer: the AE title that asks.
    ///   - objects: what it asks about.
    /// - Returns: the commitment's number.
    /// - Throws: SQLite's own errors.
    package func recordCommitment(
        transactionUID: String,
        peer: String,
        objects: [CommitmentObject]
    ) throws -> Int64 {
        let text = try StoredJSON.text(objects)
        let known = try Int64.fetchOne(
            database,
            sql: """
                SELECT number FROM commitments
                    WHERE transaction_uid = ? AND peer = ? AND state = 'pending' AND objects = ?
                """,
            arguments: [transactionUID, peer, text]
        )
        if let known { return known }
        try database.execute(
            sql: """
                INSERT INTO commitments (transaction_uid, peer, objects, state, requested_at)
                VALUES (?, ?, ?, 'pending', ?)
                """,
            arguments: [transactionUID, peer, text, nowText]
        )
        let number = database.lastInsertedRowID
        try audit(
            by: .program,
            "commitmentAsked",
            detail: ["commitment": String(number), "objects": String(objects.count)]
        )
        return number
    }

    /// Counts an attempt that failed; the commitment stays pending.
    package func commitmentNotTaken(_ number: Int64, trouble: String) throws {
        try change(number, "attempts = attempts + 1, trouble = ?", [trouble])
    }

    /// Says that the peer took the answer.
    package func commitmentDelivered(_ number: Int64) throws {
        try change(number, "state = 'delivered', ended_at = ?, trouble = NULL", [nowText])
        try audit(by: .program, "commitmentDelivered", detail: ["commitment": String(number)])
    }

    /// Gives an answer up; the peer keeps its copies, so nothing is lost.
    package func commitmentGivenUp(_ number: Int64, trouble: String) throws {
        try change(number, "state = 'dead', ended_at = ?, attempts = attempts + 1, trouble = ?", [nowText, trouble])
        try audit(by: .program, "commitmentGivenUp", detail: ["commitment": String(number)])
    }

    /// Changes a pending commitment; the columns are text of ours.
    private func change(_ number: Int64, _ columns: String, _ values: [String]) throws {
        try database.execute(
            sql: "UPDATE commitments SET \(columns) WHERE number = ? AND state = 'pending'",
            arguments: StatementArguments(values) + [number]
        )
        guard database.changesCount == 1 else {
            throw LedgerError(.changedMeanwhile, "commitment \(number) is not pending any more")
        }
    }
}
