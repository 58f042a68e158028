package import Foundation
package import Identifiers

/// A study as the ledger knows it. It carries patient data: never log it whole.
package struct StudyRecord: Hashable, Sendable {
    /// Our own name for it.
    package let key: StudyKey
    /// (0020,000D).
    package let studyInstanceUID: DICOMUID
    /// (0010,0020), as the instances that are not set aside agree.
    package let patientID: String?
    /// (0010,0021), alike.
    package let issuerOfPatientID: String?
    /// (0008,0050), the least of its instances'.
    package let accession: String?
    /// (0008,0020), the least of its instances'.
    package let studyDate: String?
    /// From 1; a late instance makes the next.
    package let revision: Int
    /// Where the revision stands.
    package let state: StudyState
    /// How often the present stage was tried.
    package let attempts: Int
    /// When it came into this state.
    package let since: Date
    /// When its last instance came.
    package let lastArrival: Date
}

extension StudyState {
    /// The names of all states, in the order of the line.
    package static let names = [
        "receiving", "complete", "analysing", "reported", "interpreted", "charged", "notCharged", "rejected", "held",
        "failed",
    ]

    /// The case's name, without what it carries: the ledger's search column, and what lists show.
    package var name: String {
        switch self {
        case .receiving: "receiving"
        case .complete: "complete"
        case .analysing: "analysing"
        case .reported: "reported"
        case .interpreted: "interpreted"
        case .charged: "charged"
        case .notCharged: "notCharged"
        case .rejected: "rejected"
        case .held: "held"
        case .failed: "failed"
        }
    }

    /// Whether the set of instances is closed in this state, so that a further one opens a new revision.
    package var isPastAssembly: Bool {
        switch self {
        case .receiving, .complete, .held(_, at: .assembly), .failed(_, at: .assembly): false
        case .analysing, .reported, .interpreted, .charged, .notCharged, .rejected, .held, .failed: true
        }
    }
}
