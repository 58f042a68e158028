internal import Analysis
package import Billing
internal import Configuration
internal import Foundation
package import Identifiers
internal import Imaging
package import Ledger
internal import Logging

/// Signed readings become charge events. The decision, the event's bytes and the study's state are one transaction; the file
/// in the outbox follows, and is written anew from the ledger where a run was interrupted.
package struct ChargeDesk: Sendable {
    private let installation: Installation
    private let orders: OrderBook

    package init(_ installation: Installation, orders: OrderBook) {
        self.installation = installation
        self.orders = orders
    }

    /// Decides on a study if it waits for that, and writes what the outbox lacks.
    ///
    /// - Returns: the study as it stands then.
    package func settle(_ key: StudyKey) async throws -> StudyRecord {
        let study = try await installation.ledger.read { try $0.study(key) }
        switch study.state {
        case .held(.byPerson, _): break
        case .interpreted, .held(_, at: .charge):
            try await installation.unlessChangedMeanwhile(key) { try await decide(study) }
        case .receiving, .complete, .analysing, .reported, .charged, .notCharged, .rejected, .held, .failed: break
        }
        try await flush()
        return try await installation.ledger.read { try $0.study(key) }
    }

    /// Decides on one study that is interpreted, or held at its charge.
    package func decide(_ study: StudyRecord) async throws {
        let key = study.key
        let result = try await installation.ledger.read { try $0.result(of: key, revision: study.revision) }
            .map { try ResultStore(folder: installation.state.results).result($0.digest) }
        let rules = ChargeRules(configuration: installation.configuration)
        let archive = installation.state.archive
        let orders = orders
        let next = try await installation.ledger.write { ledger in
            let evidence = try ChargeEvidence(study, result: result, archive: archive, in: ledger)
            let order = try study.accession.map { try Self.match($0, orders, in: ledger) } ?? .none
            var live = try ledger.charges(of: key).filter(\.isLive)
            if let result, result.pipeline.service == nil, live.isEmpty {
                return try Self.end(study, as: .notCharged(.notOrdered("its pipeline supports no service")), in: ledger)
            }
            var decision = try rules.decide(evidence, order: order, live: live.map(Self.liveCharge))
            if case .emit(let event) = decision {
                // Only an event in the making tells for which patient and day other studies matter.
                live += try ledger.otherLiveCharges(
                    than: key,
                    patientKey: event.data.patientKey,
                    dateOfService: "\(event.data.dateOfService)"
                )
                if let accession = study.accession {
                    live += try ledger.otherLiveCharges(than: key, accession: accession)
                }
                decision = try rules.decide(evidence, order: order, live: live.map(Self.liveCharge))
            }
            if case .order(let order) = order { try ledger.recordOrder(OrderRecord(order)) }
            let next = StudyState(decision)
            if case .emit(let event) = decision { try ledger.recordCharge(ChargeRecord(event, of: key)) }
            return try Self.end(study, as: next, detail: decision.auditDetail, in: ledger)
        }
        if next != study.state { installation.noteMove(to: next) }
        installation.logger.info("charge decided", metadata: ["study": "\(key)", "state": "\(next.name)"])
    }

    /// Moves a study that waits for its charge to where the decision puts it; nothing where it stands there already.
    private static func end(
        _ study: StudyRecord,
        as next: StudyState,
        detail: [String: String] = [:],
        in ledger: borrowing LedgerTransaction
    ) throws -> StudyState {
        guard next != study.state else { return next }
        var from = study.state
        if from != .interpreted {
            _ = try ledger.move(study.key, revision: study.revision, from: from, to: .interpreted, by: .program)
            from = .interpreted
        }
        return try ledger.move(
            study.key,
            revision: study.revision,
            from: from,
            to: next,
            by: .program,
            detail: detail
        ).state
    }

    /// Writes every event that the ledger holds and the outbox not yet. One that can't be written stops no other.
    ///
    /// - Throws: `OutboxError` of the first that can't be written, after all the others are.
    package func flush() async throws {
        guard try await !installation.ledger.read({ try $0.chargesToWrite() }).isEmpty else { return }
        let lock = try await installation.state.deskLocked()
        // Asked again: while we waited another command wrote some, and the consumer may have taken them away since.
        let waiting = try await installation.ledger.read { try $0.chargesToWrite() }
        let outbox = try Outbox(folder: installation.state.outbox, destination: installation.configuration.destination)
        var failure: OutboxError?
        for charge in waiting {
            do throws(OutboxError) {
                _ = try outbox.put(ChargeIdentifier(charge.eventID), charge.bytes)
            } catch {
                installation.logger.error("event not in outbox", metadata: ["reason": "\(error)"])
                failure = failure ?? error
                continue
            }
            try await installation.ledger.write { try $0.markOutboxWritten(charge.eventID) }
            installation.logger.info("event in outbox", metadata: ["event": "\(charge.eventID.lowercased)"])
        }
        _ = lock
        if let failure { throw failure }
    }

    /// What this run's files say of an accession number, else what the ledger kept.
    private static func match(
        _ accession: String,
        _ orders: OrderBook,
        in ledger: borrowing LedgerTransaction
    ) throws -> OrderBook.Match {
        let found = orders.match(accession: accession)
        // A file that can't be used may be this order's newer version: what it says, say a cancellation, is not known.
        guard found == .none, orders.problems.isEmpty, let kept = try ledger.order(accession: accession) else {
            return found
        }
        return .order(try Order(reading: Data(kept.json.utf8), file: "the order in the ledger"))
    }

    private static func liveCharge(_ record: ChargeRecord) throws -> LiveCharge {
        try ChargeEvent(decoding: record.bytes).live
    }
}

extension StudyState {
    /// Where a decision puts a study.
    fileprivate init(_ decision: ChargeDecision) {
        self =
            switch decision {
            case .emit, .alreadyCharged, .addendum: .charged
            case .hold(let facts): .held(.missingFacts(facts), at: .charge)
            case .needsDecision(let questions): .held(.needsDecision(questions), at: .charge)
            case .noCharge(.noTissueMetric): .notCharged(.noTissueMetric)
            case .noCharge(.notOrdered): .notCharged(.notOrdered("the order is for another service"))
            }
    }
}

extension ChargeDecision {
    /// What the audit trail says beside the new state.
    fileprivate var auditDetail: [String: String] {
        switch self {
        case .emit(let event): ["event": event.id.text]
        case .alreadyCharged(let event): ["event": event.text, "because": "this interpretation is charged already"]
        case .addendum(let event): ["event": event.text, "because": "the addendum changes no billed fact"]
        case .hold, .needsDecision, .noCharge: [:]
        }
    }
}

extension ChargeRecord {
    /// An event that becomes the live one of its charge.
    fileprivate init(_ event: ChargeEvent, of study: StudyKey) throws {
        self.init(
            chargeID: event.data.chargeId.uuid,
            eventID: event.id.uuid,
            study: study,
            revision: event.data.revision,
            action: event.data.action.rawValue,
            service: BilledService.quantitativeUltrasound.rawValue,
            component: event.data.service.component.rawValue,
            code: "\(event.data.service.code)",
            patientKey: event.data.patientKey,
            dateOfService: "\(event.data.dateOfService)",
            supersedes: event.data.supersedes?.uuid,
            bytes: try event.encoded(),
            isLive: true
        )
    }
}

extension ChargeData {
    /// The patient as the ledger compares patients of charges.
    fileprivate var patientKey: String { "\(patient.assigner)\u{1F}\(patient.id)" }
}

extension OrderRecord {
    /// An order that a charge was decided with.
    fileprivate init(_ order: Order) {
        self.init(accession: order.accession, digest: order.digest, json: order.json)
    }
}
