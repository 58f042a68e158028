/// Where a person's command puts a study: the table behind `hold`, `release` and `retry`.
extension StudyState {
    /// Whether only a person's command may move the study on.
    package var isHeldByPerson: Bool {
        if case .held(.byPerson, _) = self { true } else { false }
    }

    /// The study held by a person.
    ///
    /// - Parameter words: why, as the person says it.
    /// - Returns: nil where a hold has no meaning: the line has ended for the study, or it stands still already and no rule
    ///   of the line moves it on.
    package func heldByPerson(_ words: String) -> StudyState? {
        switch self {
        case .receiving, .complete: .held(.byPerson(words), at: .assembly)
        case .analysing: .held(.byPerson(words), at: .analysis)
        case .reported: .held(.byPerson(words), at: .report)
        case .interpreted: .held(.byPerson(words), at: .charge)
        case .held(.byPerson, _): nil
        // The line decides anew on these by itself as soon as a fact comes.
        case .held(_, at: .charge): .held(.byPerson(words), at: .charge)
        case .held, .failed, .charged, .notCharged, .rejected: nil
        }
    }

    /// The study let go by a person: closed as it is, or back to the stage at which it was held.
    ///
    /// Nil where a release would change nothing or hide a contradiction: other commands mend those.
    package var released: StudyState? {
        switch self {
        case .receiving: .complete
        case .held(.byPerson, at: .assembly), .held(.byPerson, at: .analysis): .complete
        case .held(.missingInstances, at: .assembly): .complete
        case .held(.byPerson, at: .report): .reported
        case .held(.byPerson, at: .charge): .interpreted
        case .held(.missingFacts, _), .held(.patientMismatch, _), .held(.conflictingInstances, _),
            .held(.needsDecision, _), .held(.missingInstances, _):
            nil
        case .complete, .analysing, .reported, .interpreted, .charged, .notCharged, .rejected, .failed: nil
        }
    }

    /// The failed study back on the line; nil where it has not failed.
    package var retried: StudyState? {
        switch self {
        case .failed(_, at: .charge): .interpreted
        case .failed(_, at: .analysis), .failed(_, at: .report): .complete
        case .receiving, .complete, .analysing, .reported, .interpreted, .charged, .notCharged, .rejected, .held,
            .failed(_, at: .assembly):
            nil
        }
    }

    /// The hold's reason by name; empty where the study isn't held.
    var holdName: String {
        if case .held(let reason, _) = self { reason.name } else { "" }
    }
}
