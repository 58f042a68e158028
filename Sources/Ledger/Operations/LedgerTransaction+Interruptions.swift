package import Identifiers

extension LedgerTransaction {
    /// Puts a study whose analysis was stopped in good order back, which counts as no try.
    ///
    /// - Parameters:
    ///   - key: the study.
    ///   - revision: the revision that was analysed.
    /// - Returns: whether it was put back; not when somebody else moved it meanwhile.
    /// - Throws: `LedgerError` of `unknown`, or SQLite's own errors.
    package borrowing func putBack(_ key: StudyKey, revision: Int) throws -> Bool {
        let current = try study(key)
        guard current.revision == revision, current.state == .analysing else { return false }
        try move(key, revision: revision, from: .analysing, to: .complete, by: .program, detail: ["because": "stopped"])
        try set(key, .complete, attempts: current.attempts)
        return true
    }

    /// Counts a try of each study whose analysis was cut off by the end of the program, and gives those up that were in the
    /// making too often: one of them may be what ends the program.
    ///
    /// - Parameter most: how often a study may be begun.
    /// - Returns: the studies that were interrupted, as they stand now.
    /// - Throws: `LedgerError`, or SQLite's own errors.
    package borrowing func countInterruptions(most: Int) throws -> [StudyRecord] {
        var interrupted: [StudyRecord] = []
        for study in try studies(inStates: [StudyState.analysing.name]) {
            let attempts = study.attempts + 1
            let reason = FailureReason(
                explanation:
                    "the program ended \(attempts) times while it was analysed; the log and the system's journal "
                    + "may say why",
                attempts: attempts
            )
            interrupted.append(
                try move(
                    study.key,
                    revision: study.revision,
                    from: .analysing,
                    to: attempts > most ? .failed(reason, at: .analysis) : .analysing,
                    by: .program,
                    detail: ["because": "interrupted"]
                )
            )
        }
        return interrupted
    }
}
