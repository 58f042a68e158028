/// Why an archive is not unpacked. It says nothing of the names in it (law 7).
package struct ArchiveRefusal: Error, Hashable, Codable, Sendable {
    /// The kind of trouble; the code of the quarantine's reason.
    package enum Code: String, Codable, Sendable {
        /// Truncated, damaged, or compressed but no tar.
        case brokenArchive
        /// Some or all of it needs a password.
        case encryptedArchive
        /// It goes over a bound.
        case archiveTooLarge
    }

    /// The kind of trouble.
    package let code: Code
    /// What is wrong and what to do, in words.
    package let explanation: String

    package init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }
}
