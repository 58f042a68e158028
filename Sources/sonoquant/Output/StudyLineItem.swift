internal import Foundation
internal import Identifiers
internal import Ledger

/// One study as lists show it: where it stands and what it waits for. Without patient data.
struct StudyLineItem: Encodable {
    let study: StudyKey
    let revision: Int
    let state: String
    let since: Date
    /// What has to happen next, each in a sentence that says how.
    let waitsFor: [String]
    /// Whether something went wrong that the line can't mend, and that is more than a missing fact or signature.
    let needsPerson: Bool

    init(_ record: StudyRecord, in ledger: borrowing some LedgerReading & ~Copyable) throws {
        study = record.key
        revision = record.revision
        state = record.state.name
        since = record.since
        let isWithoutCharge =
            switch record.state {
            case .rejected, .notCharged: true
            case .receiving, .complete, .analysing, .reported, .interpreted, .charged, .held, .failed: false
            }
        if isWithoutCharge, try ledger.charges(of: record.key).contains(where: \.isLive) {
            waitsFor = [
                "a person: an event of an earlier revision is out, and revision \(record.revision) supports none "
                    + "(\(record.state.name)); have the biller void it"
            ]
            needsPerson = true
        } else {
            (waitsFor, needsPerson) = Self.next(record)
        }
    }

    /// One line of text for the last column.
    var remark: String { waitsFor.joined(separator: "; ") }

    private static func next(_ record: StudyRecord) -> (waitsFor: [String], needsPerson: Bool) {
        let key = record.key
        switch record.state {
        case .receiving, .complete, .analysing:
            return (["the next step: sonoquant serve goes on by itself, or run sonoquant batch"], false)
        case .reported:
            return (["a physician's signature: sonoquant interpret \(key) --revision \(record.revision)"], false)
        case .interpreted:
            return (["the charge rule: sonoquant serve goes on by itself, or run sonoquant batch"], false)
        case .charged:
            return ([], false)
        case .notCharged(.nothingToMeasure(let reasons)):
            return (["nothing, it has nothing to measure: \(reasons.joined(separator: "; "))"], false)
        case .notCharged(.noTissueMetric):
            return (["nothing, no valid metric of a declared tissue region characterises tissue: no 0689T"], false)
        case .notCharged(.notOrdered(let what)):
            return (["nothing, not billed: \(what)"], false)
        case .notCharged(.decided(let why)):
            return (["nothing, a person decided that it isn't billed: \(why)"], false)
        case .rejected:
            return (["nothing, a physician rejected the analysis"], false)
        case .held(.missingFacts(let facts), _):
            return (facts, false)
        case .held(.patientMismatch, _):
            return (
                ["a person: its instances name different patients; sonoquant show \(key), then sonoquant set-aside"],
                true
            )
        case .held(.conflictingInstances(let arrivals), _):
            let numbers = arrivals.map(String.init).joined(separator: ", ")
            return (
                [
                    "a person: arrivals \(numbers) bear one SOP Instance UID with different content; "
                        + "sonoquant set-aside \(key) --arrival NUMBER for the wrong one"
                ], true
            )
        case .held(.missingInstances(let have, let expected), _):
            return (
                [
                    "a person: \(have) of \(expected) announced instances came; have the rest sent again, or: "
                        + "sonoquant release \(key) to go on without them"
                ], true
            )
        case .held(.byPerson(let words), _):
            // Nothing went wrong: somebody wants it so.
            return (["a person, who holds it (\(words.printable)): sonoquant release \(key)"], false)
        case .held(.needsDecision(let questions), _):
            return (
                questions.map { "a person's decision: \($0)" }
                    + ["mend that, or: sonoquant decide \(key) --no-charge REASON"], true
            )
        case .failed(let reason, _):
            return (
                ["a person: \(reason.explanation) (\(reason.attempts) tries); then sonoquant retry \(key)"], true
            )
        }
    }
}
