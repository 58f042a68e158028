package import Foundation
package import Identifiers
package import Ledger

/// What an administrator does to studies by hand. Each is one short transaction with the account in the audit trail; it needs
/// no lock, and whoever runs the stages sees it in the ledger.
package struct AdministratorDesk: Sendable {
    /// How many failed studies one transaction puts back, so that intake is never kept waiting.
    private static let mostPerTransaction = 100

    private let ledger: Ledger
    private let actor: Actor
    private let now: @Sendable () -> Date

    package init(ledger: Ledger, account name: String, host: String, now: @escaping @Sendable () -> Date) {
        self.ledger = ledger
        actor = .account(name: name, host: host)
        self.now = now
    }

    /// Closes a study that is being received, goes on without instances that are missing, or ends a person's hold.
    ///
    /// - Parameter text: the study as a person names it.
    /// - Returns: the study as it stands then: held anew where its instances name different patients.
    /// - Throws: `ServiceError` of `wrongState`, `LedgerError`.
    package func release(_ text: String) async throws -> StudyRecord {
        let actor = actor
        return try await ledger.write { ledger in
            let study = try ledger.study(named: text)
            guard let next = study.state.released else {
                throw ServiceError(.wrongState, Self.whyNotReleased(study))
            }
            let released = try ledger.move(
                study.key,
                revision: study.revision,
                from: study.state,
                to: next,
                by: actor
            )
            // Instances may have come while a person held it.
            guard next == .complete, try !ledger.namesOnePatient(study.key) else { return released }
            return try ledger.move(
                study.key,
                revision: study.revision,
                from: next,
                to: .held(.patientMismatch, at: .assembly),
                by: .program
            )
        }
    }

    /// Stops a study where it is, until `release`.
    ///
    /// - Parameters:
    ///   - text: the study as a person names it.
    ///   - reason: why, without patient data.
    /// - Returns: the study as it stands then.
    /// - Throws: `ServiceError` of `wrongState`, `LedgerError`.
    package func hold(_ text: String, reason: String) async throws -> StudyRecord {
        let actor = actor
        return try await ledger.write { ledger in
            let study = try ledger.study(named: text)
            guard let held = study.state.heldByPerson(reason) else {
                throw ServiceError(.wrongState, Self.whyNotHeld(study))
            }
            return try ledger.move(study.key, revision: study.revision, from: study.state, to: held, by: actor)
        }
    }

    /// Puts a failed study back on the line.
    ///
    /// - Parameter text: the study as a person names it.
    /// - Returns: the study as it stands then.
    /// - Throws: `ServiceError` of `wrongState`, `LedgerError`.
    package func retry(_ text: String) async throws -> StudyRecord {
        let actor = actor
        return try await ledger.write { ledger in
            let study = try ledger.study(named: text)
            guard let next = study.state.retried else {
                throw ServiceError(.wrongState, "study \(study.key) has not failed; it is \(study.state.name)")
            }
            return try ledger.move(study.key, revision: study.revision, from: study.state, to: next, by: actor)
        }
    }

    /// Puts every study back on the line that has failed by now.
    ///
    /// - Returns: their keys, the one that failed first first.
    /// - Throws: `LedgerError`; what was put back before stays so.
    package func retryAllFailed() async throws -> [StudyKey] {
        let (actor, start) = (actor, now())
        var keys: [StudyKey] = []
        while true {
            let page = try await ledger.write { ledger in
                var page: [StudyKey] = []
                // One that fails again meanwhile is not tried again by this call.
                for study in try ledger.oldestStudies(inState: "failed", limit: Self.mostPerTransaction)
                where study.since <= start {
                    guard let next = study.state.retried else { continue }
                    try ledger.move(study.key, revision: study.revision, from: study.state, to: next, by: actor)
                    page.append(study.key)
                }
                return page
            }
            if page.isEmpty { return keys }
            keys += page
        }
    }

    private static func whyNotReleased(_ study: StudyRecord) -> String {
        let key = study.key
        return switch study.state {
        case .held(.patientMismatch, _):
            "study \(key) names different patients: sonoquant show \(key), then sonoquant set-aside for what is wrong"
        case .held(.conflictingInstances, _):
            "study \(key) has two contents of one instance: sonoquant set-aside \(key) --arrival NUMBER for the wrong one"
        case .held(.missingFacts, _):
            "study \(key) lacks facts that its claim needs: sonoquant show \(key) says which; it goes on when they come"
        case .held(.needsDecision, _):
            "study \(key) needs a decision on its charge: sonoquant show \(key), then sonoquant decide"
        case .failed: "study \(key) has failed: sonoquant retry \(key)"
        case .receiving, .complete, .analysing, .reported, .interpreted, .charged, .notCharged, .rejected, .held:
            "study \(key) is \(study.state.name): there is nothing to release"
        }
    }

    private static func whyNotHeld(_ study: StudyRecord) -> String {
        let key = study.key
        return switch study.state {
        case .held(.byPerson, _): "study \(key) is held by a person already: sonoquant release \(key) ends that"
        case .held, .failed: "study \(key) is \(study.state.name): it stands still until a person acts"
        case .charged, .notCharged, .rejected, .receiving, .complete, .analysing, .reported, .interpreted:
            "study \(key) is \(study.state.name): the line has ended for it"
        }
    }
}
