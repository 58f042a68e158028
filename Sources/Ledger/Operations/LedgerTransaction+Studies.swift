internal import GRDB
package import Identifiers

extension StudyRecord {
    init(_ row: Row) throws(LedgerError) {
        self.init(
            key: StudyKey(number: row["number"]),
            studyInstanceUID: try StoredUID.uid(row["study_instance_uid"]),
            patientID: row["patient_id"],
            issuerOfPatientID: row["issuer"],
            accession: row["accession"],
            studyDate: row["study_date"],
            revision: row["revision"],
            state: try StoredJSON.value(StudyState.self, row["state"]),
            attempts: row["attempts"],
            since: try StoredTime.date(row["since"]),
            lastArrival: try StoredTime.date(row["last_arrival_at"])
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// The studies in the order of their keys.
    ///
    /// - Parameter names: names of states (`StudyState.name`) to which the answer is limited; nil for all.
    /// - Returns: the studies.
    /// - Throws: `LedgerError` of `damaged`, or SQLite's own errors.
    package func studies(inStates names: Set<String>? = nil) throws -> [StudyRecord] {
        let rows: [Row]
        if let names {
            let marks = databaseQuestionMarks(count: names.count)
            rows = try Row.fetchAll(
                database,
                sql: "SELECT * FROM studies WHERE state_name IN (\(marks)) ORDER BY number",
                arguments: StatementArguments(names.sorted())
            )
        } else {
            rows = try Row.fetchAll(database, sql: "SELECT * FROM studies ORDER BY number")
        }
        return try rows.map { try StudyRecord($0) }
    }

    /// One study.
    ///
    /// - Throws: `LedgerError` of `unknown`.
    package func study(_ key: StudyKey) throws -> StudyRecord {
        let row = try database.firstRow("SELECT * FROM studies WHERE number = ?", [key.number])
        guard let row else { throw LedgerError(.unknown, "there is no study \(key): sonoquant studies lists them") }
        return try StudyRecord(row)
    }

    /// The study that a person names by key, Study Instance UID, or accession number where only one study has it.
    ///
    /// - Throws: `LedgerError` of `unknown` or `ambiguous`; it doesn't repeat the text.
    package func study(named text: String) throws -> StudyRecord {
        if let key = StudyKey(text), let found = try known(key) { return found }
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM studies WHERE study_instance_uid = ? OR accession = ? ORDER BY number LIMIT 2",
            arguments: [text, text]
        )
        guard let first = rows.first else {
            throw LedgerError(.unknown, "no study has that key, UID or accession number: sonoquant studies lists them")
        }
        guard rows.count == 1 else {
            throw LedgerError(.ambiguous, "several studies have that accession number: name one by its key")
        }
        return try StudyRecord(first)
    }

    private func known(_ key: StudyKey) throws -> StudyRecord? {
        try Row.fetchOne(database, sql: "SELECT * FROM studies WHERE number = ?", arguments: [key.number])
            .map { try StudyRecord($0) }
    }
}

extension LedgerTransaction {
    /// Moves a study from one state to the next, with a line of audit.
    ///
    /// - Parameters:
    ///   - key: the study.
    ///   - revision: the revision that the caller worked on.
    ///   - from: the state that the caller saw.
    ///   - to: the next state.
    ///   - actor: who did it.
    ///   - detail: further facts for the audit, without patient data.
    ///   - digest: of what was made.
    /// - Returns: the study as it now stands.
    /// - Throws: `LedgerError` of `changedMeanwhile` when revision or state are others by now, of `illegalMove` when the
    ///   table of states forbids it.
    @discardableResult
    package borrowing func move(
        _ key: StudyKey,
        revision: Int,
        from: StudyState,
        to: StudyState,
        by actor: Actor,
        detail: [String: String] = [:],
        digest: ContentDigest? = nil
    ) throws -> StudyRecord {
        let current = try study(key)
        guard current.revision == revision, current.state == from else {
            throw LedgerError(
                .changedMeanwhile,
                "study \(key) is \(current.state.name) at revision \(current.revision) by now: look at it again"
            )
        }
        guard from.mayBecome(to) else {
            throw LedgerError(.illegalMove, "study \(key) can't go from \(from.name) to \(to.name)")
        }
        // A stage that starts again has been tried once more; a new stage starts at nought.
        let isRetry = from == .analysing && to == .complete || from == .analysing && to == .analysing
        try set(key, to, attempts: isRetry ? current.attempts + 1 : keptAttempts(current, to))
        var facts = detail
        facts["from"] = from.name
        facts["to"] = to.name
        facts["state"] = try StoredJSON.text(to)
        try audit(by: actor, "moved", study: key, revision: revision, digest: digest, detail: facts)
        return try study(key)
    }

    /// Writes a state as it is, without asking the table: for a move that was checked, and a new revision.
    func set(_ key: StudyKey, _ state: StudyState, attempts: Int) throws {
        try database.execute(
            sql: "UPDATE studies SET state = ?, state_name = ?, hold = ?, attempts = ?, since = ? WHERE number = ?",
            arguments: [try StoredJSON.text(state), state.name, state.holdName, attempts, nowText, key.number]
        )
    }

    private func keptAttempts(_ study: StudyRecord, _ next: StudyState) -> Int {
        switch next {
        case .analysing, .failed: study.attempts
        case .receiving, .complete, .reported, .interpreted, .charged, .notCharged, .rejected, .held: 0
        }
    }
}
