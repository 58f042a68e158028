internal import Configuration
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Logging
package import ServiceHealth
internal import ServiceLifecycle

/// Moves studies on as soon as they have all their instances.
package struct AssemblyLoop: Service, Sendable {
    private let installation: Installation
    private let conditions: Conditions
    private let ended: EndedStudies

    /// Studies of one read or one transaction: others must not wait long.
    private static let groupSize = 200

    /// - Parameters:
    ///   - installation: with the configuration's `assembly`.
    ///   - conditions: hears of trouble with the ledger.
    ///   - ended: what the other parts know to have ended.
    package init(_ installation: Installation, conditions: Conditions, ended: EndedStudies) {
        self.installation = installation
        self.conditions = conditions
        self.ended = ended
    }

    /// Runs until the service stops. Trouble with the ledger is told and tried again.
    package func run() async throws {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                try await assemble { backoff.reset() }
            } catch is CancellationError {
                return
            } catch {
                let words = "studies can't be completed: \(error)"
                if conditions.raise("assembly", words) {
                    installation.logger.error("assembly in trouble", metadata: ["reason": "\(error)"])
                }
                await Pause.until(.now + backoff.next())
            }
        }
    }

    private func assemble(wentWell: () -> Void) async throws {
        var assembly = StudyAssembly(installation.configuration.serve.assembly)
        // Before the studies are read: what changes meanwhile is told again.
        var feed = try await LedgerFeed(installation.ledger)
        let receiving = try await installation.ledger.read {
            try $0.studies(inStates: [StudyState.receiving.name]).map(\.key)
        }
        for facts in try await facts(of: receiving) { assembly.takeUp(facts, at: .now, date: installation.now()) }
        installation.logger.info("studies are assembled", metadata: ["open": "\(assembly.count)"])
        while !Task.isShuttingDownGracefully {
            // Taken first: who said so had committed the instances before.
            let endedNow = ended.takeAll()
            while case let touched = try await feed.next(), !touched.isEmpty {
                for facts in try await facts(of: touched) { assembly.note(facts, at: .now) }
            }
            var actions = assembly.due(at: .now)
            for key in endedNow {
                if let action = assembly.end(key, at: .now) { actions.append(action) }
            }
            try await perform(actions)
            wentWell()
            conditions.clear("assembly")
            try await Task.sleep(for: LedgerFeed.interval)
        }
    }

    private func facts(of keys: [StudyKey]) async throws -> [AssemblyFacts] {
        var facts: [AssemblyFacts] = []
        for start in stride(from: 0, to: keys.count, by: Self.groupSize) {
            let group = keys[start..<min(start + Self.groupSize, keys.count)]
            facts += try await installation.ledger.read { ledger in
                try group.map { try ledger.assemblyFacts(of: $0) }
            }
        }
        return facts
    }

    private func perform(_ actions: [StudyAssembly.Action]) async throws {
        for start in stride(from: 0, to: actions.count, by: Self.groupSize) {
            let group = actions[start..<min(start + Self.groupSize, actions.count)]
            let moved = try await installation.ledger.write { ledger in
                try group.compactMap { action -> StudyRecord? in
                    let facts = action.facts
                    let study = try ledger.study(facts.key)
                    // What came or was decided in the meantime is in the feed.
                    guard study.state == facts.state, study.revision == facts.revision,
                        study.lastArrival == facts.lastArrival
                    else { return nil }
                    return try ledger.move(
                        study.key,
                        revision: study.revision,
                        from: study.state,
                        to: action.state,
                        by: .program
                    )
                }
            }
            for study in moved {
                installation.noteMove(to: study.state)
                installation.logger.info(
                    "study assembled",
                    metadata: ["study": "\(study.key)", "state": "\(study.state.name)"]
                )
            }
        }
    }
}
