package import Foundation

/// One object that a peer asks to be kept (PS3.4 J.3.2).
package struct CommitmentObject: Hashable, Codable, Sendable {
    /// (0008,1150).
    package let sopClassUID: String
    /// (0008,1155).
    package let sopInstanceUID: String

    package init(sopClassUID: String, sopInstanceUID: String) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
    }
}

/// What can be said of one object of a request.
package enum CommitmentFinding: Hashable, Sendable {
    /// Its row is committed.
    case kept
    /// We don't have it.
    case unknown
    /// We have it as an instance of another class.
    case otherClass
    /// Its row is there, and its bytes are not, or are others.
    case damaged

    /// (0008,1197) as PS3.3 C.14.1.1 lists it; nil for an object that is kept.
    package var failureReason: Int? {
        switch self {
        case .kept: nil
        case .unknown: 0x0112
        case .otherClass: 0x0119
        case .damaged: 0x0110
        }
    }
}

/// A storage commitment that a peer asked for (PS3.4 annex J).
package struct CommitmentRecord: Hashable, Sendable {
    /// How far it has come.
    package enum State: String, Sendable {
        /// The peer has no answer yet.
        case pending
        /// The peer took the answer.
        case delivered
        /// The peer couldn't be reached; nothing is tried any more.
        case dead
    }

    /// The row.
    package let number: Int64
    /// (0008,1195).
    package let transactionUID: String
    /// The AE title that asked.
    package let peer: String
    /// What it asked about.
    package let objects: [CommitmentObject]
    /// How far it has come.
    package let state: State
    /// How often the answer was sent in vain.
    package let attempts: Int
    /// When it was asked for.
    package let requestedAt: Date
    /// When it was delivered or given up.
    package let endedAt: Date?
    /// Why the last attempt failed, in words.
    package let trouble: String?
}
