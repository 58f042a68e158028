package import Foundation
package import Identifiers

/// Who did something.
package enum Actor: Hashable, Sendable, CustomStringConvertible {
    /// The line itself.
    case program
    /// A person, by the system's account.
    case account(name: String, host: String)

    package var description: String {
        switch self {
        case .program: "sonoquant"
        case .account(let name, let host): "\(name)@\(host)"
        }
    }
}

/// One line of the audit trail: who did what, when, to what. Without patient data.
package struct AuditEntry: Hashable, Sendable {
    /// From 1, without gaps.
    package let number: Int64
    /// To the millisecond.
    package let at: Date
    /// `sonoquant` or `account@host`.
    package let who: String
    /// A word of a fixed vocabulary: `moved`, `reopened`, `interpreted`…
    package let what: String
    /// Nil for what concerns no study.
    package let study: StudyKey?
    /// Of the study, from 1; nil where none is meant.
    package let revision: Int?
    /// Nil for what concerns no file.
    package let arrival: ArrivalNumber?
    /// Of the thing that was made, shown or signed.
    package let digest: ContentDigest?
    /// Further facts, without patient data.
    package let detail: [String: String]
    /// SHA-256 over the previous hash and this line: a changed line breaks the chain from there on.
    package let hash: String
}
