package import Foundation
internal import GRDB
package import Identifiers

extension ChargeRecord {
    init(_ row: Row) throws(LedgerError) {
        self.init(
            chargeID: try StoredUID.uuid(row["charge_id"]),
            eventID: try StoredUID.uuid(row["event_id"]),
            study: StudyKey(number: row["study"]),
            revision: row["revision"],
            action: row["action"],
            service: row["service"],
            component: row["component"],
            code: row["code"],
            patientKey: row["patient_key"],
            dateOfService: row["date_of_service"],
            supersedes: try (row["supersedes"] as String?).map { (text) throws(LedgerError) in try StoredUID.uuid(text)
            },
            bytes: row["bytes"],
            isLive: row["is_live"] != 0
        )
    }
}

extension LedgerReading where Self: ~Copyable {
    /// The event that stands for a study's service and component; nil where none does (law 5).
    package func liveCharge(of study: StudyKey, service: String, component: String) throws -> ChargeRecord? {
        let sql = "SELECT * FROM charges WHERE study = ? AND service = ? AND component = ? AND is_live = 1"
        return try Row.fetchOne(database, sql: sql, arguments: [study.number, service, component])
            .map { try ChargeRecord($0) }
    }

    /// Every event of a study, oldest first.
    package func charges(of study: StudyKey) throws -> [ChargeRecord] {
        let sql = "SELECT * FROM charges WHERE study = ? ORDER BY number"
        return try Row.fetchAll(database, sql: sql, arguments: [study.number]).map { try ChargeRecord($0) }
    }

    /// The standing events of the same patient and day in other studies: these need a person's decision.
    package func otherLiveCharges(than study: StudyKey, patientKey: String, dateOfService: String) throws
        -> [ChargeRecord]
    {
        let sql = """
            SELECT * FROM charges WHERE patient_key = ? AND date_of_service = ? AND is_live = 1 AND study <> ? ORDER BY number
            """
        return try Row.fetchAll(database, sql: sql, arguments: [patientKey, dateOfService, study.number])
            .map { try ChargeRecord($0) }
    }

    /// The standing events of other studies with this accession number: one order is billed once unless a person says more.
    package func otherLiveCharges(than study: StudyKey, accession: String) throws -> [ChargeRecord] {
        let sql = """
            SELECT charges.* FROM charges JOIN studies ON studies.number = charges.study
            WHERE studies.accession = ? AND is_live = 1 AND study <> ? ORDER BY charges.number
            """
        return try Row.fetchAll(database, sql: sql, arguments: [accession, study.number]).map { try ChargeRecord($0) }
    }

    /// The events that the ledger holds and the outbox perhaps not yet, oldest first.
    package func chargesToWrite() throws -> [ChargeRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM charges WHERE outbox_written_at IS NULL ORDER BY number")
            .map { try ChargeRecord($0) }
    }
}

extension LedgerTransaction {
    /// Keeps an event; the one that it supersedes stands no longer. The same event again changes nothing.
    ///
    /// - Throws: `LedgerError` of `conflict` when the event's identifier is taken by other bytes, when another event stands
    ///   for the same study, service and component, or when the superseded one doesn't stand.
    package func recordCharge(_ charge: ChargeRecord, by actor: Actor = .program) throws {
        let event = charge.eventID.lowercased
        if let row = try Row.fetchOne(database, sql: "SELECT * FROM charges WHERE event_id = ?", arguments: [event]) {
            guard try ChargeRecord(row).bytes == charge.bytes else {
                throw LedgerError(.conflict, "study \(charge.study) has other bytes under the event \(event)")
            }
            return
        }
        if let superseded = charge.supersedes {
            try database.execute(
                sql:
                    "UPDATE charges SET is_live = 0 WHERE event_id = ? AND charge_id = ? AND study = ? AND is_live = 1",
                arguments: [superseded.lowercased, charge.chargeID.lowercased, charge.study.number]
            )
            guard database.changesCount == 1 else {
                throw LedgerError(
                    .conflict,
                    "the event that \(event) supersedes does not stand in study \(charge.study)"
                )
            }
        }
        let standing = try liveCharge(of: charge.study, service: charge.service, component: charge.component)
        guard !charge.isLive || standing == nil else {
            throw LedgerError(.conflict, "study \(charge.study) has a standing event for that service and component")
        }
        try database.execute(
            sql: """
                INSERT INTO charges (charge_id, event_id, study, revision, action, service, component, code, patient_key,
                    date_of_service, supersedes, bytes, sha256, is_live, recorded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                charge.chargeID.lowercased, event, charge.study.number, charge.revision, charge.action, charge.service,
                charge.component, charge.code, charge.patientKey, charge.dateOfService, charge.supersedes?.lowercased,
                charge.bytes, charge.digest.hexadecimal, charge.isLive ? 1 : 0, nowText,
            ]
        )
        try audit(
            by: actor,
            "charged",
            study: charge.study,
            digest: charge.digest,
            detail: ["event": event, "action": charge.action, "code": charge.code, "component": charge.component]
        )
    }

    /// Marks an event's file as durable in the outbox.
    package func markOutboxWritten(_ event: UUID) throws {
        try database.execute(
            sql: "UPDATE charges SET outbox_written_at = ? WHERE event_id = ? AND outbox_written_at IS NULL",
            arguments: [nowText, event.lowercased]
        )
    }
}
