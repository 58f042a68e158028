internal import Foundation
internal import Ledger
internal import Logging
internal import Reception
internal import ServiceHealth
internal import ServiceLifecycle

/// Storage Commitment (PS3.4 annex J): requests are kept in the ledger before they are answered, results are delivered until the
/// peer takes them or is given up. What is vouched for is what ledger and archive hold when the result is made.
actor CommitmentDesk {
    /// One commitment on its way.
    private struct Attempt {
        var backoff = Backoff(first: .seconds(5), longest: .seconds(900))
        /// When it is due again; nil while the child has it.
        var due: ContinuousClock.Instant? = .now
    }

    private let ledger: Ledger
    private let evidence: CommitmentEvidence
    private let reachable: Set<String>
    private let now: @Sendable () -> Date
    private let conditions: Conditions
    private let logger: Logger
    private var attempts: [Int64: Attempt] = [:]

    /// Results that the child has at a time; each may hold a thread there.
    private static let mostAtOnce = 4
    /// Tries before a peer is given up: some three hours.
    private static let mostAttempts = 20

    /// How long a result is kept for a peer.
    private static let longestSeconds: TimeInterval = 7 * 86_400
    private static let part = "commitment"
    private static let bytesPart = "commitment-bytes"

    /// - Parameters:
    ///   - ledger: keeps requests.
    ///   - archive: the archive's folder.
    ///   - reachable: AE titles whose host and port are configured; a result that misses its association is given up for others.
    ///   - now: the clock.
    ///   - conditions: hears of results that don't reach their peers, and of bytes that are not as they came.
    ///   - logger: hears commitments' numbers.
    init(
        ledger: Ledger,
        archive: URL,
        reachable: Set<String>,
        now: @escaping @Sendable () -> Date,
        conditions: Conditions,
        logger: Logger
    ) {
        self.ledger = ledger
        evidence = CommitmentEvidence(ledger: ledger, archive: archive)
        self.reachable = reachable
        self.now = now
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

    /// Hears how a delivery went. What is remembered changes only after the ledger has it: until then nobody sends it again.
    func ended(_ number: Int64, trouble: String?) async {
        do {
            guard let trouble else {
                try await ledger.write { try $0.commitmentDelivered(number) }
                attempts[number] = nil
                return
            }
            let record = try await ledger.read { try $0.commitment(number) }
            if !reachable.contains(record.peer) {
                try await giveUp(number, "\(trouble); its peer has no host and port under serve.receiver.peers")
            } else if record.attempts + 1 >= Self.mostAttempts {
                try await giveUp(number, trouble)
            } else {
                try await ledger.write { try $0.commitmentNotTaken(number, trouble: trouble) }
                var attempt = attempts[number] ?? Attempt()
                attempt.due = .now + attempt.backoff.next()
                attempts[number] = attempt
                conditions.raise(Self.part, "a storage commitment result doesn't reach its peer: \(trouble)")
            }
        } catch {
            // It stays pending in the ledger, and comes up again.
            attempts[number]?.due = .now + .seconds(60)
            logger.error("commitment not settled", metadata: ["reason": "\(error)"])
        }
    }

    private func giveUp(_ number: Int64, _ trouble: String) async throws {
        try await ledger.write { try $0.commitmentGivenUp(number, trouble: trouble) }
        attempts[number] = nil
        conditions.raise(Self.part, "a storage commitment result was given up: \(trouble)")
        logger.warning("commitment given up", metadata: ["commitment": "\(number)"])
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
                try await deliverDue(deliver)
            } catch is CancellationError {
                return
            } catch {
                logger.error("commitments not read", metadata: ["reason": "\(error)"])
            }
            await Pause.until(.now + .milliseconds(500))
        }
    }

    /// Hands over what is due, however many others wait.
    func deliverDue(_ deliver: @Sendable (CommitmentResult) -> Bool) async throws {
        var last: Int64 = 0
        while true {
            let after = last
            let pending = try await ledger.read { try $0.pendingCommitments(after: after) }
            guard let end = pending.last else { break }
            last = end
            for number in pending {
                guard attempts.values.count(where: { $0.due == nil }) < Self.mostAtOnce else { return }
                guard let due = (attempts[number] ?? Attempt()).due, due <= .now else { continue }
                try await look(at: number, deliver)
            }
        }
        if last == 0 { conditions.clear(Self.part) }
    }

    private func look(at number: Int64, _ deliver: @Sendable (CommitmentResult) -> Bool) async throws {
        // Read anew: it may have ended since the list was.
        let record = try await ledger.read { try $0.commitment(number) }
        guard record.state == .pending else { return }
        guard now().timeIntervalSince(record.requestedAt) < Self.longestSeconds else {
            return try await giveUp(number, "nobody could be told for seven days")
        }
        let findings = try await evidence.findings(record.objects)
        let damaged = findings.count { $0 == .damaged }
        if damaged > 0 {
            conditions.raise(
                Self.bytesPart,
                "a peer asked about instances whose archived bytes are gone or others: run sonoquant verify"
            )
            logger.error("archived bytes not as they came", metadata: ["instances": "\(damaged)"])
        }
        var attempt = attempts[number] ?? Attempt()
        attempt.due = nil
        attempts[number] = attempt
        if !deliver(CommitmentResult(record, findings)) { attempts[number]?.due = .now + .seconds(5) }
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
