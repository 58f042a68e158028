internal import GRDB
package import Identifiers

extension LedgerReading where Self: ~Copyable {
    /// What was announced of a study, over all sources.
    package func expectedInstances(of studyUID: DICOMUID) throws -> ExpectedInstances {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT instances, received_at FROM announcements WHERE study_instance_uid = ? ORDER BY received_at",
            arguments: [studyUID.value]
        )
        var announced: Set<String> = []
        var ended: String?
        for row in rows {
            let instances = try StoredJSON.value([String].self, row["instances"])
            announced.formUnion(instances)
            if instances.isEmpty { ended = row["received_at"] }
        }
        return ExpectedInstances(
            announced: announced.isEmpty ? nil : announced,
            endedAt: try ended.map { try StoredTime.date($0) }
        )
    }

    /// What decides whether a study is complete.
    ///
    /// - Throws: `LedgerError` of `unknown`.
    package func assemblyFacts(of key: StudyKey) throws -> AssemblyFacts {
        let study = try study(key)
        let expected = try expectedInstances(of: study.studyInstanceUID)
        let count = try Int.fetchOne(
            database,
            sql: "SELECT COUNT(*) FROM instances WHERE study = ? AND set_aside = 0",
            arguments: [key.number]
        )
        // One that a person set aside has come all the same.
        let look = try database.makeStatement(
            sql: "SELECT 1 FROM instances WHERE sop_instance_uid = ? AND study = ? LIMIT 1"
        )
        var missing = 0
        for uid in expected.announced ?? [] where try Int.fetchOne(look, arguments: [uid, key.number]) == nil {
            missing += 1
        }
        return AssemblyFacts(
            key: key,
            revision: study.revision,
            state: study.state,
            since: study.since,
            lastArrival: study.lastArrival,
            instances: count ?? 0,
            announced: expected.announced?.count,
            missing: missing,
            endedAt: expected.endedAt
        )
    }
}

extension LedgerTransaction {
    /// Keeps what a source says of a study, in place of what it said before. The study need not have come.
    ///
    /// - Parameters:
    ///   - studyInstanceUID: (0020,000D).
    ///   - source: who says so, a word and an identifier: `mpps 1.2.3`, `ian 1.2.4`, `dicomdir 17`, `marker 18`.
    ///   - instances: every SOP Instance UID that it names; empty when it only says that the study has ended.
    /// - Throws: SQLite's own errors.
    package func recordAnnouncement(studyInstanceUID: DICOMUID, source: String, instances: [String]) throws {
        try database.execute(
            sql: """
                INSERT INTO announcements (study_instance_uid, source, instances, received_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (study_instance_uid, source)
                    DO UPDATE SET instances = excluded.instances, received_at = excluded.received_at
                """,
            arguments: [studyInstanceUID.value, source, try StoredJSON.text(Set(instances).sorted()), nowText]
        )
        let number = try Int64.fetchOne(
            database,
            sql: "SELECT number FROM studies WHERE study_instance_uid = ?",
            arguments: [studyInstanceUID.value]
        )
        let kind = source.prefix { $0.isASCII && $0.isLetter }
        try audit(
            by: .program,
            "announced",
            study: number.map { StudyKey(number: $0) },
            detail: ["by": String(kind), "instances": String(instances.count)]
        )
    }
}
