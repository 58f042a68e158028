internal import Foundation
internal import Ledger
internal import Logging
internal import Reception
internal import ServiceHealth
internal import ServiceLifecycle

/// Storage Commitment (PS3.4 annex J): requests are kept in the ledger before they are answered, results are delivered until the
/// peer takes them or is given up. What is vouched for is what the ledger holds when the result is made.
actor CommitmentDesk {
    /// One commitment on its way.
    private struct Attempt {
        var backoff = Backoff(first: .seconds(5), longest: .seconds(900))
        /// When it is due again; nil while the child has it.
        var due: ContinuousClock.Instant? = .now
    }

    private let ledger: Ledger
    private let conditions: Conditions
    private let logger: Logger
    private var attempts: [Int64: Attempt] = [:]

    /// Results that the child has at a time; each may hold a thread there.
    private static let mostAtOnce = 4
    /// Tries before a peer is given up: some three hours.
    private static let mostAttempts = 20

    init(ledger: Ledger, conditions: Conditions, logger: Logger) {
        self.ledger = ledger
        self.conditions = conditions
        self.logger = logger
    }

    /// Keeps a request.
    ///
    /// - Returns: false when the ledger can't take it; the peer is told and asks again.
    func keep(_ request: CommitmentRequest) async -> Bool {
        do {
            let objects = request.objects.map {
                CommitmentObject(sopClassUID: $0.sopClassUID, sopInstanceUID: $0.sopInstanceUID)
            }
            try await ledger.write {
                _ = try $0.recordCommitment(
                    transactionUID: request.transactionUID,
                    peer: request.peer,
                    objects: objects
                )
            }
            return true
        } catch {
            logger.error("commitment not kept", metadata: ["reason": "\(error)"])
            return false
        }
    }

    /// Hears how a delivery went.
    func ended(_ number: Int64, trouble: String?) async {
        do {
            guard let trouble else {
                attempts[number] = nil
                try await ledger.write { try $0.commitmentDelivered(number) }
                return
            }
            var attempt = attempts[number] ?? Attempt()
            attempt.due = .now + attempt.backoff.next()
            let isLast = try await ledger.read { try $0.commitment(number) }.attempts + 1 >= Self.mostAttempts
            attempts[number] = isLast ? nil : attempt
            try await ledger.write {
                if isLast {
                    try $0.commitmentGivenUp(number, trouble: trouble)
                } else {
                    try $0.commitmentNotTaken(number, trouble: trouble)
                }
            }
            conditions.raise("commitment", "a storage commitment result doesn't reach its peer: \(trouble)")
        } catch {
            // It stays pending in the ledger, and comes up again.
            attempts[number]?.due = .now + .seconds(60)
            logger.error("commitment not settled", metadata: ["reason": "\(error)"])
        }
    }

    /// The child is gone with what it had.
    func lostChild() {
        for number in attempts.keys where attempts[number]?.due == nil { attempts[number]?.due = .now }
    }

    /// Delivers what is due until the service stops.
    ///
    /// - Parameter deliver: hands a result to the child; false when there is none.
    func run(_ deliver: @Sendable (CommitmentResult) -> Bool) async {
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                let pending = try await ledger.read { try $0.pendingCommitments() }
                if pending.isEmpty { conditions.clear("commitment") }
                for record in pending {
                    guard attempts.values.count(where: { $0.due == nil }) < Self.mostAtOnce else { break }
                    let attempt = attempts[record.number] ?? Attempt()
                    guard let due = attempt.due, due <= .now else { continue }
                    attempts[record.number] = attempt
                    let findings = try await ledger.read { try $0.commitmentFindings(record.objects) }
                    attempts[record.number]?.due =
                        deliver(CommitmentResult(record, findings)) ? nil : .now + .seconds(5)
                }
            } catch {
                logger.error("commitments not read", metadata: ["reason": "\(error)"])
            }
            await Pause.until(.now + .milliseconds(500))
        }
    }
}

extension CommitmentResult {
    fileprivate init(_ record: CommitmentRecord, _ findings: [CommitmentFinding]) {
        self.init(
            number: record.number,
            transactionUID: record.transactionUID,
            peer: record.peer,
            committed: [],
            failed: []
        )
        for (object, finding) in zip(record.objects, findings) {
            let reference = ReferencedObject(sopClassUID: object.sopClassUID, sopInstanceUID: object.sopInstanceUID)
            if let reason = finding.failureReason {
                failed.append(Failure(object: reference, reason: reason))
            } else {
                committed.append(reference)
            }
        }
    }
}
