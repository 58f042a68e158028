package import SystemPackage

/// A call to the operating system that failed. The subject is an opaque name, never a path that carries patient data.
package struct SystemCallError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, for example `fsync`.
    package let call: String
    /// The thing it was tried on, as our own name for it.
    package let subject: String
    /// The system's reason.
    package let reason: Errno

    package init(call: String, subject: String, reason: Errno) {
        self.call = call
        self.subject = subject
        self.reason = reason
    }

    /// The failure that `errno` tells of.
    static func current(_ call: String, _ subject: String) -> Self {
        SystemCallError(call: call, subject: subject, reason: Errno(rawValue: lastErrorNumber()))
    }

    /// Whether the disk is full or the quota used up.
    package var isOutOfSpace: Bool { reason == .noSpace || reason == .diskQuotaExceeded }

    /// Whether nothing has that name.
    package var isAbsent: Bool { reason == .noSuchFileOrDirectory }

    /// Whether a link or a file stands where a folder, or a file of its own, was expected.
    package var isOtherKind: Bool { reason == .notDirectory || reason == .tooManySymbolicLinkLevels }

    package var description: String { "\(call) of \(subject) failed: \(reason)" }
}
