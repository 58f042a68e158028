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
        + Stage.allCases.flatMap {
            [
                .held(.patientMismatch, at: $0), .held(.missingInstances(have: 1, expected: 2), at: $0),
                .held(.byPerson("x"), at: $0), .failed(failure, at: $0),
            ]
        }

    /// DESIGN.md's line, written out: what follows what.
    private static let legal: [String: Set<String>] = [
        "receiving": ["complete", "held@assembly", "person@assembly"],
        "complete": ["analysing", "receiving", "notCharged", "held@assembly", "person@assembly"],
        "analysing": [
            "analysing", "reported", "notCharged", "complete", "held@analysis", "person@analysis", "failed@analysis",
            "failed@report",
        ],
        "reported": ["interpreted", "rejected", "person@report"],
        "interpreted": ["charged", "notCharged", "held@charge", "person@charge", "failed@charge"],
        "held@assembly": ["receiving", "complete"],
        "held@analysis": ["complete"],
        "held@charge": ["interpreted", "person@charge"],
        "person@assembly": ["receiving", "complete"],
        "person@analysis": ["complete"],
        "person@report": ["reported"],
        "person@charge": ["interpreted"],
        "failed@analysis": ["complete"],
        "failed@report": ["complete"],
        "failed@charge": ["interpreted"],
    ]

    private static func label(_ state: StudyState) -> String {
        switch state {
        case .held(.byPerson, let stage): "person@\(stage.rawValue)"
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

    @Test("a person's hold of any state ends where the study was on the line")
    func holdAndRelease() throws {
        let back: [String: StudyState] = [
            "receiving": .complete, "complete": .complete, "analysing": .complete, "reported": .reported,
            "interpreted": .interpreted, "held@charge": .interpreted,
        ]
        for state in Self.all {
            let label = Self.label(state)
            guard let held = state.heldByPerson("asked by the clinic") else {
                #expect(back[label] == nil, "\(label)")
                continue
            }
            #expect(state.mayBecome(held), "\(label)")
            let released = try #require(held.released)
            #expect(released == back[label], "\(label)")
            #expect(held.mayBecome(released), "\(label)")
        }
    }

    @Test("a release or retry is a legal move wherever there is one", arguments: all)
    func commandsAreMoves(state: StudyState) {
        for next in [state.released, state.retried] {
            if let next { #expect(state.mayBecome(next)) }
        }
    }

    @Test("what a person's word can't mend isn't released by it")
    func notReleased() {
        #expect(StudyState.held(.patientMismatch, at: .assembly).released == nil)
        #expect(StudyState.held(.conflictingInstances([1, 2]), at: .analysis).released == nil)
        #expect(StudyState.held(.missingFacts(["order"]), at: .charge).released == nil)
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
