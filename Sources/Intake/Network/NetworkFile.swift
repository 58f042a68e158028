internal import Foundation
internal import Identifiers
internal import Imaging
internal import Reception

/// A received file and what a worker found in it.
struct NetworkFile: Sendable {
    /// What is to become of it, before the ledger is asked.
    enum Decision: Sendable {
        case keep(InstanceFacts, notMeasured: String?)
        case quarantine(Quarantine.Reason, CommitAnswer)
    }

    let received: ReceivedFile
    let url: URL
    let decision: Decision

    /// Data set and request must agree in class and instance (PS3.4 section B.2.3: A900 otherwise).
    init(_ received: ReceivedFile, at url: URL, _ inspection: Inspection) {
        self.received = received
        self.url = url
        switch Verdict(inspection) {
        case .keep(let facts, let notMeasured):
            if facts.sopClassUID.value != received.sopClassUID {
                decision = Self.mismatch("the data set's SOP Class is not the request's")
            } else if facts.sopInstanceUID.value != received.sopInstanceUID {
                decision = Self.mismatch("the data set's SOP Instance UID is not the request's")
            } else {
                decision = .keep(facts, notMeasured: notMeasured)
            }
        case .skip(let word):
            // The request's class was accepted, and the data set's is none that is kept.
            decision = Self.mismatch("the data set is \(word)")
        case .quarantine(let reason): decision = .quarantine(reason, .notUnderstood(reason.explanation))
        }
    }

    /// The ledger's inbox of the file.
    var source: String { SpoolRecovery.source + received.peer }

    private static func mismatch(_ words: String) -> Decision {
        .quarantine(Quarantine.Reason(code: "requestMismatch", explanation: words), .mismatch(words))
    }
}
