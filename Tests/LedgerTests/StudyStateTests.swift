import Foundation
import Ledger
import Testing

@Suite("The table of states")
struct StudyStateTests {
    private static let failure = FailureReason(explanation: "x", attempts: 3)
    private static let all: [StudyState] =
        [
            .receiving, .complete, .analysing, .reported, .interpreted, .charged, .notCharged(.noTissueMetric),
            .rejected(RejectReason(explanation: "x")),
        ]
        + Stage.allCases.flatMap { [.held(.patientMismatch, at: $0), .failed(failure, at: $0)] }

    /// DESIGN.md's line, written out: what follows what.
    private static let legal: [String: Set<String>] = [
        "receiving": ["complete", "held@assembly"],
        "complete": ["analysing", "receiving", "notCharged", "held@assembly"],
        "analysing": [
            "analysing", "reported", "notCharged", "complete", "held@analysis", "failed@analysis", "failed@report",
        ],
        "reported": ["interpreted", "rejected"],
        "interpreted": ["charged", "notCharged", "held@charge", "failed@charge"],
        "held@assembly": ["receiving", "complete"],
        "held@analysis": ["complete"],
        "held@charge": ["interpreted"],
        "failed@analysis": ["complete"],
        "failed@report": ["complete"],
        "failed@charge": ["interpreted"],
    ]

    private static func label(_ state: StudyState) -> String {
        switch state {
        case .held(_, let stage): "held@\(stage.rawValue)"
        case .failed(_, let stage): "failed@\(stage.rawValue)"
        default: state.name
        }
    }

    @Test("every pair of states is legal or not as the table says", arguments: all)
    func pairs(from: StudyState) {
        for to in Self.all {
            let isLegal = Self.legal[Self.label(from), default: []].contains(Self.label(to))
            #expect(from.mayBecome(to) == isLegal, "\(Self.label(from)) to \(Self.label(to))")
        }
    }

    @Test("nothing follows a charge, a refusal or a study without one within a revision")
    func ends() {
        for end in [StudyState.charged, .notCharged(.noTissueMetric), .rejected(RejectReason(explanation: "x"))] {
            #expect(!Self.all.contains { end.mayBecome($0) })
        }
    }

    @Test("a state comes back from JSON as it was", arguments: all)
    func json(state: StudyState) throws {
        let json = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(StudyState.self, from: json) == state)
    }

    @Test("the ledger's form of a state is frozen")
    func frozenForm() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(StudyState.held(.missingFacts(["order"]), at: .charge))
        #expect(
            String(decoding: json, as: UTF8.self) == #"{"held":{"_0":{"missingFacts":{"_0":["order"]}},"at":"charge"}}"#
        )
    }
}
