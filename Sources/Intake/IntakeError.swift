/// Why the intake as a whole can't go on. A file's own trouble is its outcome instead.
package struct IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    package enum Code: String, Sendable {
        /// The inbox can't be opened.
        case inboxUnreadable
        /// The inbox is the state directory, or lies in it.
        case inboxIsState
        /// The state directory's disk is full, or its quota used up.
        case diskFull
        /// The state directory can't be written.
        case stateNotWritable
        /// A file in quarantine hasn't the bytes that came, or is gone.
        case quarantineDamaged
        /// `sonoquant inspect` ends before it is ready.
        case workerDoesNotStart
    }

    /// The kind of trouble, for callers that switch.
    package let code: Code
    /// What happened and what to do.
    package let explanation: String

    package init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    package var description: String { explanation }
}
