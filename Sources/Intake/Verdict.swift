internal import Identifiers
package import Imaging

/// Where a file goes by what its worker found. A function of the finding alone.
enum Verdict: Hashable, Sendable {
    /// To the archive; with a reason where no decoder here reads its pixels.
    case keep(InstanceFacts, notMeasured: String?)
    /// Nothing of ours.
    case skip(String)
    case quarantine(Quarantine.Reason)

    init(_ inspection: Inspection) {
        switch inspection {
        case .skipped(let word): self = .skip(word)
        case .refused(let error): self = .quarantine(.init(error))
        case .readerLost(let how): self = .quarantine(.init(code: "readerLost", explanation: how))
        case .instance(let facts) where SOPClassRole(facts.sopClassUID) == .foreign:
            self = .keep(facts, notMeasured: "not ultrasound: \(ForeignSOPClass.name(of: facts.sopClassUID))")
        case .instance(let facts):
            guard SOPClassRole(facts.sopClassUID) == .ultrasound, let fault = facts.image?.pixelsFault else {
                self = .keep(facts, notMeasured: nil)
                return
            }
            // No damage: whole instances that another program can show. All else can't be measured by anybody.
            self =
                fault.code == .unsupportedTransferSyntax
                ? .keep(facts, notMeasured: fault.explanation) : .quarantine(.init(fault))
        }
    }
}

extension Quarantine.Reason {
    /// Of a fault that the reader or the decoder found.
    package init(_ error: ImagingError) {
        self.init(code: error.code.rawValue, explanation: error.explanation)
    }
}
