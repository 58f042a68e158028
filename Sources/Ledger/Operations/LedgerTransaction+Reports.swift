internal import GRDB
package import Identifiers

extension ReportRecord {
    init(_ row: Row) throws(LedgerError) {
        guard let kind = Kind(rawValue: row["kind"]) else {
            throw LedgerError(.damaged, "the ledger holds a report of no known kind: restore it from its backup")
        }
        self.init(
            study: StudyKey(number: row["study"]),
            revision: row["revision"],
            kind: kind,
            sopInstanceUID: try StoredUID.uid(row["sop_instance_uid"]),
            seriesInstanceUID: try StoredUID.uid(row["series_instance_uid"]),
            digest: try StoredUID.digest(row["sha256"]),
            folder: row["folder"],
            madeAt: try StoredTime.date(row["made_at"])
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// The last result of a study's revision; nil where it has none.
    package func result(of study: StudyKey, revision: Int) throws -> ResultRecord? {
        let sql = "SELECT * FROM results WHERE study = ? AND revision = ? ORDER BY number DESC LIMIT 1"
        return try Row.fetchOne(database, sql: sql, arguments: [study.number, revision]).map { row in
            ResultRecord(
                study: study,
                revision: revision,
                digest: try StoredUID.digest(row["digest"]),
                pipeline: row["pipeline"]
            )
        }
    }

    /// Every report of a study, oldest first.
    package func reports(of study: StudyKey) throws -> [ReportRecord] {
        let sql = "SELECT * FROM reports WHERE study = ? ORDER BY number"
        return try Row.fetchAll(database, sql: sql, arguments: [study.number]).map { try ReportRecord($0) }
    }

    /// The report of a study that was written last: the predecessor of the next one.
    package func latestReport(of study: StudyKey) throws -> ReportRecord? {
        let sql = "SELECT * FROM reports WHERE study = ? ORDER BY number DESC LIMIT 1"
        return try Row.fetchOne(database, sql: sql, arguments: [study.number]).map { try ReportRecord($0) }
    }

    /// The report that this program wrote under a SOP Instance UID; nil where it wrote none. The UID alone doesn't make a file
    /// that report.
    package func ownReport(_ sopInstanceUID: DICOMUID) throws -> ReportRecord? {
        let sql = "SELECT * FROM reports WHERE sop_instance_uid = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [sopInstanceUID.value]) else { return nil }
        return try ReportRecord(row)
    }
}

extension LedgerTransaction {
    /// Keeps a result. The same one again changes nothing.
    package func recordResult(_ result: ResultRecord) throws {
        if let last = try self.result(of: result.study, revision: result.revision), last == result { return }
        try database.execute(
            sql: "INSERT INTO results (study, revision, digest, pipeline, recorded_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                result.study.number, result.revision, result.digest.hexadecimal, result.pipeline, nowText,
            ]
        )
        try audit(
            by: .program,
            "analysed",
            study: result.study,
            revision: result.revision,
            digest: result.digest,
            detail: ["pipeline": result.pipeline]
        )
    }

    /// Keeps a report. The same one again changes nothing.
    ///
    /// - Throws: `LedgerError` of `conflict` when another content bears its SOP Instance UID.
    package func recordReport(_ report: ReportRecord) throws {
        let sql = "SELECT * FROM reports WHERE sop_instance_uid = ?"
        if let row = try Row.fetchOne(database, sql: sql, arguments: [report.sopInstanceUID.value]) {
            guard try ReportRecord(row).digest == report.digest else {
                throw LedgerError(.conflict, "study \(report.study) has another report of that SOP Instance UID")
            }
            return
        }
        try database.execute(
            sql: """
                INSERT INTO reports (study, revision, kind, sop_instance_uid, series_instance_uid, sha256, folder, made_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                report.study.number, report.revision, report.kind.rawValue, report.sopInstanceUID.value,
                report.seriesInstanceUID.value, report.digest.hexadecimal, report.folder,
                StoredTime.text(report.madeAt),
            ]
        )
        try audit(
            by: .program,
            "reported",
            study: report.study,
            revision: report.revision,
            digest: report.digest,
            detail: ["kind": report.kind.rawValue]
        )
    }
}
