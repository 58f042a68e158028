internal import GRDB
package import Identifiers

extension LedgerTransaction {
    /// Says that a person had a file in quarantine removed. Its row, digest and the quarantine's reason stay.
    ///
    /// - Parameters:
    ///   - number: the arrival.
    ///   - actor: who decided.
    ///   - reason: why, without patient data; for the audit trail.
    /// - Throws: `LedgerError` of `unknown`, or of `changedMeanwhile` when it isn't in quarantine.
    package func discardArrival(_ number: ArrivalNumber, by actor: Actor, because reason: String) throws {
        let record = try quarantinedArrival(number)
        try database.execute(
            sql: "UPDATE arrivals SET outcome = 'discarded', settled_at = ? WHERE number = ?",
            arguments: [nowText, number.number]
        )
        var detail = ["because": reason]
        detail["code"] = record.outcome?.code
        try audit(
            by: actor,
            "discarded",
            study: record.study,
            arrival: number,
            digest: record.digest,
            detail: detail
        )
    }

    /// Settles an arrival that a person has had taken again from quarantine.
    ///
    /// - Parameters:
    ///   - number: the arrival.
    ///   - outcome: what became of it.
    ///   - actor: who asked.
    /// - Throws: as `discardArrival`.
    package func restoreArrival(_ number: ArrivalNumber, _ outcome: ArrivalOutcome, by actor: Actor) throws {
        let record = try quarantinedArrival(number)
        try audit(by: actor, "takenAgain", study: record.study, arrival: number, digest: record.digest)
        guard outcome != record.outcome else { return }
        try settleArrival(number, outcome, digest: nil)
    }

    private func quarantinedArrival(_ number: ArrivalNumber) throws -> ArrivalRecord {
        let record = try arrival(number)
        guard case .quarantined = record.outcome else {
            throw LedgerError(
                .changedMeanwhile,
                "arrival \(number) is not in quarantine, but \(record.outcome?.name ?? "being taken in")"
            )
        }
        return record
    }
}
