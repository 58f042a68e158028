internal import Foundation
internal import GRDB
package import Identifiers

extension LedgerReading where Self: ~Copyable {
    /// The signed reading of a revision; nil while it waits for one.
    package func interpretation(of study: StudyKey, revision: Int) throws -> InterpretationRecord? {
        let sql = "SELECT * FROM interpretations WHERE study = ? AND revision = ?"
        return try Row.fetchOne(database, sql: sql, arguments: [study.number, revision]).map { row in
            InterpretationRecord(
                study: study,
                revision: revision,
                account: row["account"],
                host: row["host"],
                npi: row["npi"],
                name: row["name"],
                organisation: row["organisation"],
                taxonomy: row["taxonomy"],
                impression: row["impression"],
                signedAt: try StoredTime.date(row["signed_at"]),
                shown: try StoredJSON.value([ContentDigest].self, row["shown"])
            )
        }
    }

    /// The order facts of an accession number; nil where none were given.
    package func order(accession: String) throws -> OrderRecord? {
        let sql = "SELECT * FROM orders WHERE accession = ?"
        return try Row.fetchOne(database, sql: sql, arguments: [accession]).map { row in
            OrderRecord(accession: accession, digest: try StoredUID.digest(row["sha256"]), json: row["json"])
        }
    }
}

extension LedgerTransaction {
    /// Keeps a signed reading. The same one again changes nothing.
    ///
    /// - Throws: `LedgerError` of `conflict` when the revision has another one.
    package func recordInterpretation(_ reading: InterpretationRecord) throws {
        if let existing = try interpretation(of: reading.study, revision: reading.revision) {
            guard existing.npi == reading.npi, existing.impression == reading.impression,
                existing.shown == reading.shown
            else {
                throw LedgerError(.conflict, "study \(reading.study) is signed already at revision \(reading.revision)")
            }
            return
        }
        try database.execute(
            sql: """
                INSERT INTO interpretations (study, revision, account, host, npi, name, organisation, taxonomy, impression,
                    signed_at, shown, recorded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                reading.study.number, reading.revision, reading.account, reading.host, reading.npi, reading.name,
                reading.organisation, reading.taxonomy, reading.impression, StoredTime.text(reading.signedAt),
                try StoredJSON.text(reading.shown), nowText,
            ]
        )
        let signer = Actor.account(name: reading.account, host: reading.host)
        let impression = ContentDigest(of: Data(reading.impression.utf8))
        for digest in reading.shown {
            try audit(by: signer, "wasShown", study: reading.study, revision: reading.revision, digest: digest)
        }
        try audit(
            by: signer,
            "interpreted",
            study: reading.study,
            revision: reading.revision,
            digest: impression,
            detail: ["npi": reading.npi, "signedAt": StoredTime.text(reading.signedAt)]
        )
    }

    /// Keeps an order's facts; newer ones take the place of older ones, the same ones change nothing.
    ///
    /// - Returns: whether anything changed.
    @discardableResult
    package func recordOrder(_ order: OrderRecord) throws -> Bool {
        if let existing = try self.order(accession: order.accession), existing.digest == order.digest { return false }
        try database.execute(
            sql: """
                INSERT INTO orders (accession, sha256, json, taken_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (accession) DO UPDATE SET sha256 = excluded.sha256, json = excluded.json,
                    taken_at = excluded.taken_at
                """,
            arguments: [order.accession, order.digest.hexadecimal, order.json, nowText]
        )
        try audit(by: .program, "tookOrder", digest: order.digest)
        return true
    }
}
