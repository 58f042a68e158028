package import Identifiers
internal import Intake
package import Ledger
internal import SystemCalls

/// What a person does with files in quarantine.
package struct QuarantineDesk: Sendable {
    private let state: StateDirectory
    private let ledger: Ledger

    package init(_ state: StateDirectory, ledger: Ledger) {
        self.state = state
        self.ledger = ledger
    }

    /// Files in quarantine after a number, a page at a time; none at the end.
    package func page(after number: Int64, limit: Int) async throws -> [QuarantinedRow] {
        try await ledger.read { try $0.quarantinedRows(after: number, limit: limit) }
    }

    /// One file that is, or was, in quarantine.
    ///
    /// - Throws: `ServiceError` of `badInput` where that arrival never was.
    package func row(_ number: ArrivalNumber) async throws -> QuarantinedRow {
        guard let row = try await ledger.read({ try $0.arrivalRow(number) }), row.arrival.outcome?.code != nil else {
            throw ServiceError(
                .badInput,
                "arrival \(number) is not in quarantine: sonoquant quarantine list shows those that are"
            )
        }
        return row
    }

    /// Removes a file from quarantine for good. What an interrupted command left is removed too.
    ///
    /// - Parameters:
    ///   - number: the arrival.
    ///   - actor: who decided.
    ///   - reason: why, for the audit trail.
    /// - Returns: false when only a leftover was removed, or nothing was there.
    /// - Throws: `ServiceError` of `badInput` where that arrival isn't in quarantine; the disk's and ledger's errors.
    package func discard(_ number: ArrivalNumber, by actor: Actor, because reason: String) async throws -> Bool {
        guard let row = try await ledger.read({ try $0.arrivalRow(number) }) else {
            throw ServiceError(.badInput, "there is no arrival \(number)")
        }
        let quarantine = Quarantine(folder: state.quarantine)
        switch row.arrival.outcome {
        case .quarantined:
            // The row first: bytes without a row are a leftover, a row without its bytes would be a loss.
            try await ledger.write { try $0.discardArrival(number, by: actor, because: reason) }
            FaultPoint.reached(.afterCommit)
            try quarantine.remove(number)
            return true
        case let outcome? where outcome.isFinal:
            try quarantine.remove(number)
            return false
        default:
            throw ServiceError(.badInput, "arrival \(number) is being taken in: look again after the next run")
        }
    }

    /// Takes a file in quarantine once more, with the program and the limits of now.
    ///
    /// - Parameters:
    ///   - number: the arrival.
    ///   - actor: who asks.
    ///   - installation: the same state directory, with its limits.
    /// - Returns: what became of it.
    /// - Throws: `ServiceError` of `locked` while a run or the service is at work, of `badInput` where the arrival isn't in
    ///   quarantine; what the intake throws.
    package func restore(_ number: ArrivalNumber, by actor: Actor, in installation: Installation) async throws
        -> ArrivalOutcome
    {
        let current = try await row(number).arrival.outcome
        guard let lock = try FileLock.take(state.lock) else {
            throw ServiceError(
                .locked,
                "a run or the service is at work in this state directory, and takes all files in: stop it for a moment, "
                    + "or try again later"
            )
        }
        defer { _ = lock }
        guard case .quarantined = current else {
            throw ServiceError(.badInput, "arrival \(number) is not in quarantine, but \(current?.name ?? "open")")
        }
        return try await FolderIntake(installation).takeAgain(number, by: actor)
    }
}
