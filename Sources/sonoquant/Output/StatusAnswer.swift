internal import ArgumentParser
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Service

/// How it goes, as `status` shows it. Without patient data. Nothing here costs more as the studies grow in number.
struct StatusAnswer: Encodable {
    /// Who is at work.
    struct Service: Encodable {
        /// `serving`, `silent`, `gone`, `another`, `nobody`.
        let presence: String
        /// What the service told of itself last; nil where there is none.
        let snapshot: ServiceSnapshot?
    }

    /// Studies in one state.
    struct State: Encodable {
        let state: String
        let count: Int
        /// Since when the one that is longest there.
        let oldestSince: Date?
    }

    /// Files that are being taken now.
    struct Open: Encodable {
        let count: Int
        let oldestSince: Date?
    }

    /// The first studies of several.
    struct Listed: Encodable {
        let first: [StudyLineItem]
        /// How many there are beyond those.
        let more: Int
    }

    /// One file in quarantine; its path is left out, since it may name a patient.
    struct Quarantined: Encodable {
        let arrival: ArrivalNumber
        let code: String
        let reason: String
        let since: Date
    }

    /// What could not be read.
    struct Quarantine: Encodable {
        let count: Int
        let newest: [Quarantined]
    }

    /// Storage commitments whose peers have no answer.
    struct Commitments: Encodable {
        let pending: Int
        let oldestSince: Date?
        /// Given up within the last week.
        let givenUp: Int
    }

    /// How many studies a list shows.
    static let longestList = 10
    /// How long a commitment that was given up asks for a person, seconds.
    private static let rememberedSeconds: TimeInterval = 7 * 86_400
    /// Holds that something went wrong for, what can harm most first.
    private static let personalHolds = [
        "patientMismatch", "conflictingInstances", "missingInstances", "needsDecision",
    ]

    let at: Date
    let service: Service
    /// Files since the ledger began, by outcome.
    let files: [String: Int]
    let beingTaken: Open
    let studies: [State]
    let needsPerson: Listed
    let waitsForFacts: Listed
    let heldByPerson: Listed
    let quarantine: Quarantine
    let commitments: Commitments
    let freeBytes: Int64?
    let exitCode: Int32
    /// Kept for the words; the JSON names it.
    let presence: ServicePresence

    private enum CodingKeys: CodingKey {
        case at, service, files, beingTaken, studies, needsPerson, waitsForFacts, heldByPerson, quarantine, commitments,
            freeBytes, exitCode
    }

    init(
        _ presence: ServicePresence,
        _ state: StateDirectory,
        now: Date,
        in ledger: borrowing some LedgerReading & ~Copyable
    ) throws {
        at = now
        self.presence = presence
        service = Service(presence)
        files = Dictionary(
            uniqueKeysWithValues: try ledger.arrivalCounts().map {
                ($0.key == "keptNotMeasured" ? "kept" : $0.key, $0.value)
            }
        )
        let open = try ledger.openArrivals()
        beingTaken = Open(count: open.count, oldestSince: open.oldest)
        let (counts, oldest, holds) = (try ledger.studyCounts(), try ledger.oldestSince(), try ledger.holdCounts())
        studies = StudyState.names.compactMap { name in
            counts[name].map { State(state: name, count: $0, oldestSince: oldest[name]) }
        }
        var urgent = try ledger.oldestStudies(inState: "failed", limit: Self.longestList)
        for reason in Self.personalHolds where urgent.count < Self.longestList {
            urgent += try ledger.oldestStudies(heldFor: reason, limit: Self.longestList - urgent.count)
        }
        let void = try ledger.studiesToVoid(limit: Self.longestList + 1)
        for key in void where urgent.count < Self.longestList { urgent.append(try ledger.study(key)) }
        let total =
            counts["failed", default: 0] + Self.personalHolds.reduce(0) { $0 + holds[$1, default: 0] } + void.count
        needsPerson = Listed(
            first: try urgent.map { try StudyLineItem($0, in: ledger) },
            more: total - urgent.count
        )
        waitsForFacts = try Listed("missingFacts", holds, in: ledger)
        heldByPerson = try Listed("byPerson", holds, in: ledger)
        quarantine = Quarantine(
            count: files["quarantined", default: 0],
            newest: try ledger.quarantined(limit: 3).map {
                Quarantined(arrival: $0.arrival, code: $0.code, reason: $0.reason, since: $0.since)
            }
        )
        let waiting = try ledger.commitmentsNotDelivered(deadSince: now.addingTimeInterval(-Self.rememberedSeconds))
        commitments = Commitments(pending: waiting.pending, oldestSince: waiting.oldestPending, givenUp: waiting.dead)
        // No answer is shown as such: it has no bearing on what the ledger says.
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: state.root.path)
        freeBytes = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
        let isTroubled = total > 0 || quarantine.count > 0 || waiting.dead > 0 || presence.needsPerson
        exitCode = isTroubled ? ExitStatus.partialFailure.rawValue : 0
    }
}

extension StatusAnswer.Service {
    init(_ presence: ServicePresence) {
        switch presence {
        case .serving(let snapshot): self.init(presence: "serving", snapshot: snapshot)
        case .silent(let snapshot): self.init(presence: "silent", snapshot: snapshot)
        case .gone(let snapshot, _): self.init(presence: "gone", snapshot: snapshot)
        case .another: self.init(presence: "another", snapshot: nil)
        case .nobody: self.init(presence: "nobody", snapshot: nil)
        }
    }
}

extension StatusAnswer.Listed {
    init(
        _ reason: String,
        _ holds: [String: Int],
        in ledger: borrowing some LedgerReading & ~Copyable
    ) throws {
        first = try ledger.oldestStudies(heldFor: reason, limit: StatusAnswer.longestList)
            .map { try StudyLineItem($0, in: ledger) }
        more = holds[reason, default: 0] - first.count
    }
}

extension ServicePresence {
    /// Whether somebody should look at the service itself.
    fileprivate var needsPerson: Bool {
        switch self {
        case .serving(let snapshot): !snapshot.conditions.isEmpty
        case .silent, .gone: true
        case .another, .nobody: false
        }
    }
}
