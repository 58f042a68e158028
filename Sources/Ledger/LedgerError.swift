/// Why the ledger refused. It names studies by key and arrivals by number, nothing else (law 7).
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of refusal.
    package enum Code: String, Sendable {
        /// A newer program has migrated the file.
        case newerSchema
        /// A row can't be read.
        case damaged
        /// No study, arrival or instance of that name.
        case unknown
        /// More than one study fits.
        case ambiguous
        /// The study has moved on since it was read.
        case changedMeanwhile
        /// `StudyState.mayBecome` forbids the move.
        case illegalMove
        /// Another record stands where only one may.
        case conflict
        /// The disk is full.
        case diskFull
        /// The file can't be opened, read or written.
        case storage
        /// Another process kept the file too long.
        case busy
    }

    /// The kind of refusal.
    package let code: Code
    /// What happened and what to do.
    package let explanation: String

    package init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    package var description: String { explanation }
}
