package import Foundation
package import Identifiers

/// A file in quarantine as the ledger knows it. The path may carry patient data: it is for terminals, never for logs.
package struct QuarantineRecord: Hashable, Sendable {
    /// The folder in the quarantine bears its number.
    package let arrival: ArrivalNumber
    /// The stable code of the reason.
    package let code: String
    /// The reason in words.
    package let reason: String
    /// Bytes.
    package let size: Int64
    /// Of the bytes; nil where they were never read.
    package let digest: ContentDigest?
    /// When it was put there.
    package let since: Date
    /// The way in: an inbox's absolute path, or what the receiver calls itself.
    package let inbox: String
    /// Under the inbox; bytes that are no printable UTF-8 are written `\xHH`.
    package let relativePath: String
    /// The study whose analysis found it damaged; its bytes are in the archive as well then.
    package let study: StudyKey?
}
