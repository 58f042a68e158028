package import Configuration
package import Foundation
package import Identifiers
package import Ledger

/// Decides when a study that receives instances has all of them. Facts and monotonic instants in, actions out: no clock, no
/// file. Being wrong is harmless, because a late instance opens the study again.
package struct StudyAssembly: Sendable {
    /// What is to become of a study, as long as it stands as `facts` say.
    package struct Action: Hashable, Sendable {
        /// The study as it was when this was decided.
        package let facts: AssemblyFacts
        /// `complete`, or `held` at assembly.
        package let state: StudyState
    }

    private struct Open: Sendable {
        var facts: AssemblyFacts
        /// When this process saw that the last instance had come: a step of the wall clock changes nothing of it.
        var lastSeen: ContinuousClock.Instant
    }

    private let configuration: ServeConfiguration.Assembly
    private var open: [StudyKey: Open] = [:]
    private var agenda = Agenda<StudyKey, ContinuousClock.Instant>()

    /// The quiet that is waited for after a modality or an archive said that the study has ended, without saying of what: the
    /// last instances may still be on their way.
    private static let quietAfterEnd = Duration.seconds(5)

    /// - Parameter configuration: how long to wait.
    package init(_ configuration: ServeConfiguration.Assembly) {
        self.configuration = configuration
    }

    /// Studies that are being assembled.
    package var count: Int { open.count }

    /// When `due` is to be asked next; nil when nothing waits.
    package var next: ContinuousClock.Instant? {
        mutating get { agenda.next }
    }

    /// Takes up a study that an earlier run left open. Wall time that has passed since its last instance counts where it is
    /// plausible; a clock that was set, or a long stop, starts the quiet anew.
    ///
    /// - Parameters:
    ///   - facts: of the study.
    ///   - now: by the monotonic clock.
    ///   - date: by the wall clock.
    package mutating func takeUp(_ facts: AssemblyFacts, at now: ContinuousClock.Instant, date: Date) {
        let passed = Duration.seconds(date.timeIntervalSince(facts.lastArrival))
        let isPlausible = passed >= .zero && passed <= wait(for: facts)
        note(facts, seen: isPlausible ? now - passed : now)
    }

    /// Learns how a study stands now.
    ///
    /// - Parameters:
    ///   - facts: of the study, receiving or not.
    ///   - now: by the monotonic clock.
    package mutating func note(_ facts: AssemblyFacts, at now: ContinuousClock.Instant) {
        if let known = open[facts.key], known.facts.lastArrival == facts.lastArrival,
            known.facts.instances == facts.instances, known.facts.revision == facts.revision
        {
            note(facts, seen: known.facts.endedAt == facts.endedAt ? known.lastSeen : now)
        } else {
            note(facts, seen: now)
        }
    }

    /// Learns that somebody who knows says that a study has ended: a marker file, a batch whose folder is whole.
    package mutating func end(_ key: StudyKey, at now: ContinuousClock.Instant) -> Action? {
        guard let study = open[key] else { return nil }
        forget(key)
        return Action(facts: study.facts, state: .complete)
    }

    /// What is to be done now. The studies are forgotten: when the ledger refuses, its next change tells of them again.
    package mutating func due(at now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        while let key = agenda.popDue(at: now) {
            guard let facts = open.removeValue(forKey: key)?.facts else { continue }
            if let expected = facts.announced, facts.missing > 0 {
                let reason = HoldReason.missingInstances(have: expected - facts.missing, expected: expected)
                actions.append(Action(facts: facts, state: .held(reason, at: .assembly)))
            } else {
                actions.append(Action(facts: facts, state: .complete))
            }
        }
        return actions
    }

    private mutating func note(_ facts: AssemblyFacts, seen: ContinuousClock.Instant) {
        guard facts.state == .receiving else { return forget(facts.key) }
        open[facts.key] = Open(facts: facts, lastSeen: seen)
        agenda.set(facts.key, at: seen + wait(for: facts))
    }

    private mutating func forget(_ key: StudyKey) {
        open[key] = nil
        agenda.remove(key)
    }

    /// How long after its last instance a study is ripe.
    private func wait(for facts: AssemblyFacts) -> Duration {
        if facts.announced != nil {
            return facts.missing == 0 ? .zero : .seconds(configuration.missingSeconds)
        }
        let quiet = Duration.seconds(configuration.quietSeconds)
        // An end that was told before the last instance came says nothing of what else may come.
        if let endedAt = facts.endedAt, endedAt >= facts.lastArrival { return min(quiet, Self.quietAfterEnd) }
        return quiet
    }
}
