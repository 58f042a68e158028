/// A place on the line where a study can wait or fail, and to which it goes back.
package enum Stage: String, Codable, CaseIterable, Sendable {
    /// In the order of the line.
    case assembly, analysis, report, charge
}

/// Why a study waits for a person or a fact.
package enum HoldReason: Hashable, Codable, Sendable {
    /// Facts that the claim needs and nobody has given; each says what and where to give it.
    case missingFacts([String])
    /// Instances of one Study Instance UID name different patients.
    case patientMismatch
    /// Two contents under one SOP Instance UID whose pixels or measuring attributes differ; the arrival numbers.
    case conflictingInstances([Int64])
    /// A charge rule asks for a person's decision; what and why.
    case needsDecision([String])
    /// Instances that were announced have not come in the time allowed; how many are there, and how many should be.
    case missingInstances(have: Int, expected: Int)
    /// The administrator holds it; why, in their words. Nothing but a person's command ends this.
    case byPerson(String)

    /// The case's name, without what it carries: the ledger's search column.
    package var name: String {
        switch self {
        case .missingFacts: "missingFacts"
        case .patientMismatch: "patientMismatch"
        case .conflictingInstances: "conflictingInstances"
        case .needsDecision: "needsDecision"
        case .missingInstances: "missingInstances"
        case .byPerson: "byPerson"
        }
    }
}

/// Why the line gave a study up until `retry`.
package struct FailureReason: Hashable, Codable, Sendable {
    /// What happened, without patient data.
    package var explanation: String
    /// How often it was tried.
    package var attempts: Int

    package init(explanation: String, attempts: Int) {
        self.explanation = explanation
        self.attempts = attempts
    }
}

/// Why a study ends without a charge.
package enum NoChargeReason: Hashable, Codable, Sendable {
    /// It holds nothing that a pipeline measures; the reasons in words.
    case nothingToMeasure([String])
    /// It was interpreted, but no valid metric characterises tissue.
    case noTissueMetric
    /// The order says that another service was rendered, or none is to be billed.
    case notOrdered(String)
    /// A person decided that nothing is billed; why.
    case decided(String)
}

/// Why a physician refused the analysis.
package struct RejectReason: Hashable, Codable, Sendable {
    /// In the physician's words.
    package var explanation: String

    package init(explanation: String) {
        self.explanation = explanation
    }
}

/// Where a study's revision stands (DESIGN.md, "States of a study").
package enum StudyState: Hashable, Codable, Sendable {
    /// On the line, in its order: instances come, the set is closed, it is measured, reported, signed, charged.
    case receiving, complete, analysing, reported, interpreted, charged
    /// Ends of the line without a charge.
    case notCharged(NoChargeReason), rejected(RejectReason)
    /// Off the line at a stage: until a fact or a person's decision comes; until `retry`.
    case held(HoldReason, at: Stage), failed(FailureReason, at: Stage)

    /// Whether the ledger takes this move within one revision.
    package func mayBecome(_ next: StudyState) -> Bool {
        switch (self, next) {
        case (.receiving, .complete), (.receiving, .held(_, at: .assembly)): true
        case (.complete, .analysing), (.complete, .receiving), (.complete, .notCharged),
            (.complete, .held(_, at: .assembly)):
            true
        case (.analysing, .analysing), (.analysing, .reported), (.analysing, .notCharged), (.analysing, .complete),
            (.analysing, .held(_, at: .analysis)), (.analysing, .failed(_, at: .analysis)),
            (.analysing, .failed(_, at: .report)):
            true
        case (.reported, .interpreted), (.reported, .rejected), (.reported, .held(.byPerson, at: .report)): true
        case (.interpreted, .charged), (.interpreted, .notCharged), (.interpreted, .held(_, at: .charge)),
            (.interpreted, .failed(_, at: .charge)):
            true
        case (.held(_, at: .assembly), .receiving), (.held(_, at: .assembly), .complete): true
        case (.held(_, at: .analysis), .complete): true
        case (.held(.byPerson, at: .report), .reported): true
        case (.held(.byPerson, at: .charge), .held): false
        case (.held(_, at: .charge), .interpreted), (.held(_, at: .charge), .held(.byPerson, at: .charge)): true
        case (.failed(_, at: .analysis), .complete), (.failed(_, at: .report), .complete): true
        case (.failed(_, at: .charge), .interpreted): true
        case (.receiving, _), (.complete, _), (.analysing, _), (.reported, _), (.interpreted, _), (.charged, _),
            (.notCharged, _), (.rejected, _), (.held, _), (.failed, _):
            false
        }
    }
}
