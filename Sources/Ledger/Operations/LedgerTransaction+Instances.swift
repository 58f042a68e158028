internal import GRDB
package import Identifiers

/// What the ledger made of an instance.
package enum InstanceAdmission: Hashable, Sendable {
    /// It belongs to this study now.
    case added(StudyKey)
    /// It is kept beside its study, under the SOP Instance UID of a report of ours, and changes nothing.
    case addedAside(StudyKey)
    /// The study had these bytes already.
    case duplicate(of: ArrivalNumber, StudyKey)
}

extension InstanceRecord {
    init(_ row: Row) throws(LedgerError) {
        self.init(
            number: row["number"],
            study: StudyKey(number: row["study"]),
            sopInstanceUID: try StoredUID.uid(row["sop_instance_uid"]),
            sopClassUID: try StoredUID.uid(row["sop_class_uid"]),
            seriesInstanceUID: try StoredUID.uid(row["series_uid"]),
            transferSyntaxUID: row["transfer_syntax"],
            digest: try StoredUID.digest(row["sha256"]),
            size: row["size"],
            archiveName: row["archive_name"],
            facts: row["facts"],
            arrival: ArrivalNumber(number: row["arrival"]),
            revision: row["revision"],
            isSetAside: row["set_aside"] != 0
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// Every instance of a study, set aside or not, by SOP Instance UID, then digest: the order of arrival never shows.
    package func instances(of study: StudyKey) throws -> [InstanceRecord] {
        let sql = "SELECT * FROM instances WHERE study = ? ORDER BY sop_instance_uid, sha256"
        return try Row.fetchAll(database, sql: sql, arguments: [study.number]).map { try InstanceRecord($0) }
    }
}

extension LedgerReading where Self: ~Copyable {
    /// The different accession numbers and study dates of a study's instances that count, each sorted. Absent values don't.
    package func orderFacts(of study: StudyKey) throws -> (accessions: [String], dates: [String]) {
        (try values("accession", of: study), try values("study_date", of: study))
    }

    /// Whether a study's instances that count name one patient at most. Absent values contradict nothing.
    package func namesOnePatient(_ study: StudyKey) throws -> Bool {
        try values("patient_id", of: study).count <= 1 && values("issuer", of: study).count <= 1
    }

    /// The different values of a column in the instances that count; the column is a name of ours, never text from outside.
    func values(_ column: String, of study: StudyKey) throws -> [String] {
        // One step in an index for each value: every arrival asks, and a study may have thousands of instances.
        let sql = "SELECT MIN(\(column)) FROM instances WHERE study = ? AND set_aside = 0 AND \(column) > ?"
        var values: [String] = []
        let statement = try database.cachedStatement(sql: sql)
        while let next = try String.fetchOne(statement, arguments: [study.number, values.last ?? ""]) {
            values.append(next)
        }
        return values
    }
}

extension LedgerTransaction {
    /// The key of a study that may have no instance yet: it is needed for the archive's path before the bytes are there.
    package func reserveKey(studyInstanceUID: DICOMUID) throws -> StudyKey {
        let sql = "SELECT number FROM study_keys WHERE study_instance_uid = ?"
        if let number = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [studyInstanceUID.value]) {
            return StudyKey(number: number)
        }
        try database.perform("INSERT INTO study_keys (study_instance_uid) VALUES (?)", [studyInstanceUID.value])
        return StudyKey(number: database.lastInsertedRowID)
    }

    /// Adds an instance that is durably in the archive to its study; makes the study where it is the first.
    ///
    /// A further instance opens a new revision when the present one is past assembly; one that names another patient puts
    /// the study on hold. One under the SOP Instance UID of a report of ours is kept and set aside from the start: an archive that
    /// changes our reports and sends them back would else have us write another, for ever.
    package func admit(_ received: ReceivedInstance, arrival: ArrivalNumber) throws -> InstanceAdmission {
        let key = try reserveKey(studyInstanceUID: received.studyInstanceUID)
        if let first = try firstArrival(of: received.digest, in: key) {
            return .duplicate(of: first, key)
        }
        var revision = 1
        let isAside = try ownReport(received.sopInstanceUID) != nil
        if try database.firstRow("SELECT 1 FROM studies WHERE number = ?", [key.number]) == nil {
            try database.perform(
                """
                INSERT INTO studies (number, study_instance_uid, revision, state, state_name, since, last_arrival_at)
                VALUES (?, ?, 1, ?, ?, ?, ?)
                """,
                [
                    key.number, received.studyInstanceUID.value, try StoredJSON.text(StudyState.receiving),
                    StudyState.receiving.name, nowText, nowText,
                ]
            )
            try audit(by: .program, "created", study: key, revision: 1, arrival: arrival)
        } else {
            revision = isAside ? try study(key).revision : try reopen(key, arrival: arrival)
        }
        try database.perform(
            """
            INSERT INTO instances (study, sop_instance_uid, sop_class_uid, series_uid, transfer_syntax, patient_id, issuer,
                accession, study_date, sha256, size, archive_name, facts, arrival, revision, set_aside)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                key.number, received.sopInstanceUID.value, received.sopClassUID.value, received.seriesInstanceUID.value,
                received.transferSyntaxUID, received.patientID, received.issuerOfPatientID, received.accession,
                received.studyDate, received.digest.hexadecimal, received.size, received.archiveName, received.facts,
                arrival.number, revision, isAside ? 1 : 0,
            ]
        )
        if isAside {
            try audit(by: .program, "setAside", study: key, arrival: arrival, digest: received.digest)
            return .addedAside(key)
        }
        try identify(key, arrival: arrival)
        return .added(key)
    }

    /// Takes an instance out of its study's analysis, or puts it back; its bytes stay in the archive.
    ///
    /// A revision that is past assembly is opened anew.
    package func setAside(_ instance: Int64, _ isSetAside: Bool = true, by actor: Actor) throws {
        guard
            let row = try Row.fetchOne(database, sql: "SELECT * FROM instances WHERE number = ?", arguments: [instance])
        else { throw LedgerError(.unknown, "there is no such instance") }
        let record = try InstanceRecord(row)
        guard record.isSetAside != isSetAside else { return }
        try database.execute(
            sql: "UPDATE instances SET set_aside = ? WHERE number = ?",
            arguments: [isSetAside ? 1 : 0, instance]
        )
        try audit(
            by: actor,
            isSetAside ? "setAside" : "putBack",
            study: record.study,
            arrival: record.arrival,
            digest: record.digest
        )
        _ = try reopen(record.study, arrival: nil)
        try identify(record.study, arrival: record.arrival)
    }

    /// Lets a study take instances again: as it is while it is being assembled, else as the next revision, which is returned.
    private func reopen(_ key: StudyKey, arrival: ArrivalNumber?) throws -> Int {
        let current = try study(key)
        if arrival != nil {
            try database.perform("UPDATE studies SET last_arrival_at = ? WHERE number = ?", [nowText, key.number])
        }
        if current.state.isPastAssembly {
            try database.execute(
                sql: "UPDATE studies SET revision = revision + 1 WHERE number = ?",
                arguments: [key.number]
            )
            try set(key, assembling(current.state), attempts: 0)
            try audit(
                by: .program,
                "reopened",
                study: key,
                revision: current.revision + 1,
                arrival: arrival,
                detail: ["from": current.state.name]
            )
            return current.revision + 1
        }
        if current.state != .receiving, !current.state.isHeldByPerson {
            try set(key, .receiving, attempts: 0)
            try audit(
                by: .program,
                "moved",
                study: key,
                revision: current.revision,
                arrival: arrival,
                detail: ["from": current.state.name, "to": StudyState.receiving.name]
            )
        }
        return current.revision
    }

    /// A study that takes instances again; a person's hold stays, whatever comes.
    private func assembling(_ state: StudyState) -> StudyState {
        if case .held(.byPerson(let words), _) = state { .held(.byPerson(words), at: .assembly) } else { .receiving }
    }

    /// Takes patient and order from the instances that count, and holds the study when they name different patients.
    ///
    /// Absent values contradict nothing. The answer is a function of the set of instances, not of their order.
    private func identify(_ key: StudyKey, arrival: ArrivalNumber) throws {
        let patients = try values("patient_id", of: key)
        let issuers = try values("issuer", of: key)
        let (accessions, dates) = try orderFacts(of: key)
        try database.perform(
            "UPDATE studies SET patient_id = ?, issuer = ?, accession = ?, study_date = ? WHERE number = ?",
            [patients.first, issuers.first, accessions.first, dates.first, key.number]
        )
        guard patients.count > 1 || issuers.count > 1 else { return }
        let current = try study(key)
        // A person's hold stays; `release` looks at the patients again.
        guard !current.state.isHeldByPerson else { return }
        let held = StudyState.held(.patientMismatch, at: .assembly)
        try move(
            key,
            revision: current.revision,
            from: current.state,
            to: held,
            by: .program,
            detail: ["arrival": arrival.description]
        )
    }
}
