internal import Foundation
internal import Identifiers
internal import Ledger
internal import ServiceHealth

/// Which study is worked on next: the one that has waited longest, measurements and charges each in their own lane, so that a
/// signature never waits for somebody's cine. A study in trouble rests before it is tried again.
struct StageQueue: Sendable {
    /// Who takes the study.
    enum Lane: CaseIterable, Sendable {
        case analysis, charge
    }

    /// The names of the states that hold studies for which there may be something to do.
    static let stateNames: Set<String> = ["complete", "analysing", "interpreted", "held"]

    /// When a charge is decided: a signature now, before all those that an order may have freed.
    private struct Turn: Comparable, Sendable {
        let isHeld: Bool
        let since: Date

        init(_ study: StudyRecord) {
            isHeld = if case .held = study.state { true } else { false }
            since = study.since
        }

        static func < (left: Self, right: Self) -> Bool {
            left.isHeld == right.isHeld ? left.since < right.since : right.isHeld
        }
    }

    private struct Rest: Sendable {
        var study: StudyRecord
        var backoff: Backoff
        var isOver = false
    }

    private var analyses = Agenda<StudyKey, Date>()
    private var charges = Agenda<StudyKey, Turn>()
    private var waiting: [StudyKey: StudyRecord] = [:]
    private var running: Set<StudyKey> = []
    private var rests: [StudyKey: Rest] = [:]
    private var ends = Agenda<StudyKey, ContinuousClock.Instant>()

    private static let firstRest = Duration.seconds(30)
    private static let longestRest = Duration.seconds(3600)

    /// Where a study waits; nil where it waits for nothing that the line can do.
    static func lane(of state: StudyState) -> Lane? {
        switch state {
        case .complete, .analysing: .analysis
        case .held(.byPerson, _): nil
        case .interpreted, .held(_, at: .charge): .charge
        case .receiving, .reported, .charged, .notCharged, .rejected, .held, .failed: nil
        }
    }

    /// Takes a study on, unless there is nothing to do for it or it rests.
    mutating func add(_ study: StudyRecord) {
        guard let lane = Self.lane(of: study.state) else { return remove(study.key) }
        if let rest = rests[study.key], !rest.isOver, rest.study.revision == study.revision { return }
        waiting[study.key] = study
        switch lane {
        case .analysis:
            charges.remove(study.key)
            if !running.contains(study.key) { analyses.set(study.key, at: study.since) }
        case .charge:
            analyses.remove(study.key)
            if !running.contains(study.key) { charges.set(study.key, at: Turn(study)) }
        }
    }

    /// Learns from the ledger's changes how a study stands. What a stage is doing itself is no news, and a charge that is held
    /// needs other facts than its own change.
    mutating func note(_ study: StudyRecord) {
        switch study.state {
        case .complete, .interpreted: add(study)
        case .analysing, .held(_, at: .charge): break
        case .receiving, .reported, .charged, .notCharged, .rejected, .held, .failed: remove(study.key)
        }
    }

    /// The next study of a lane; it is running until `ended` or `failed`.
    mutating func next(_ lane: Lane) -> StudyRecord? {
        let key: StudyKey?
        switch lane {
        case .analysis: key = analyses.popFirst()
        case .charge: key = charges.popFirst()
        }
        guard let key, let study = waiting.removeValue(forKey: key) else { return nil }
        running.insert(key)
        return study
    }

    /// A study has gone as far as it goes.
    mutating func ended(_ key: StudyKey) {
        running.remove(key)
        rests[key] = nil
        ends.remove(key)
        if let study = waiting[key] { add(study) }
    }

    /// A study can't go on by itself: it is tried again later, each time after a longer rest.
    mutating func failed(_ study: StudyRecord, at now: ContinuousClock.Instant) {
        running.remove(study.key)
        var rest =
            rests[study.key] ?? Rest(study: study, backoff: Backoff(first: Self.firstRest, longest: Self.longestRest))
        rest.study = study
        rest.isOver = false
        ends.set(study.key, at: now + rest.backoff.next())
        rests[study.key] = rest
        let newer = waiting[study.key]
        remove(study.key)
        // What was tried is not what came meanwhile.
        if let newer, newer.revision != study.revision { add(newer) }
    }

    /// A study could not be tried because of what stands in the way of all.
    mutating func returned(_ study: StudyRecord) {
        running.remove(study.key)
        add(waiting[study.key] ?? study)
    }

    /// The keys whose rest is over; they are taken on as the caller finds them.
    mutating func rested(at now: ContinuousClock.Instant) -> [StudyKey] {
        var keys: [StudyKey] = []
        while let key = ends.popDue(at: now) {
            rests[key]?.isOver = true
            keys.append(key)
        }
        return keys
    }

    private mutating func remove(_ key: StudyKey) {
        waiting[key] = nil
        analyses.remove(key)
        charges.remove(key)
    }
}
