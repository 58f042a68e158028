import Billing
import Configuration
import Foundation
import Identifiers
import TestSupport
import Testing

@Suite("A charge's history")
struct ChargeHistoryTests {
    @Test("the same interpretation makes one event, ever", .tags(.law5))
    func replay() throws {
        let fixture = try ChargeFixture()
        let event = try fixture.event()
        #expect(try fixture.event().encoded() == event.encoded())
        #expect(try fixture.decide(live: [event.live]) == .alreadyCharged(by: event.id))
    }

    @Test("an addendum that changes no billed fact makes no event", .tags(.law5))
    func addendum() throws {
        var fixture = try ChargeFixture()
        let event = try fixture.event()
        try fixture.sign(at: "2026-11-22T10:00:00Z", report: "addendum")
        fixture.evidence.signature?.status = .corrected
        #expect(try fixture.decide(live: [event.live]) == .addendum(to: event.id))
    }

    @Test("a changed billed fact supersedes and never adds", .tags(.law5))
    func replace() throws {
        var fixture = try ChargeFixture()
        let first = try fixture.event()
        fixture.order["diagnoses"] = [["code": "K75.81"]]
        try fixture.sign(at: "2026-11-22T10:00:00Z", report: "second")
        let second = try fixture.event(live: [first.live])
        #expect(second.subject == first.subject)
        #expect(second.id != first.id)
        #expect(second.data.action == .replace)
        #expect(second.data.revision == 2)
        #expect(second.data.supersedes == first.id)
        #expect(second.type == "org.sonoquant.charge.replaced.v1")
        fixture.order["placeOfService"] = "49"
        let third = try fixture.event(live: [second.live, first.live])
        #expect(third.data.revision == 3)
        #expect(third.data.supersedes == second.id)
    }

    @Test("another study of the patient on the same day goes to a person; another day or patient doesn't", .tags(.law5))
    func sameDay() throws {
        let fixture = try ChargeFixture()
        let first = try fixture.event().live
        var other = try ChargeFixture(study: "1.2.826.0.1.3680043.10.2")
        guard case .needsDecision = try other.decide(live: [first]) else {
            Issue.record("was charged")
            return
        }
        other.evidence.accession = "ACC0043"
        other.order["accession"] = "ACC0043"
        other.evidence.studyDate = "20261119"
        #expect(try other.event(live: [first]).data.revision == 1)
        other.evidence.studyDate = "20261120"
        other.evidence.patientID = "9000124"
        other.order["patient"] = nil
        #expect(try other.event(live: [first]).data.revision == 1)
    }

    @Test("an order that is charged for one study goes to a person for another, whatever the day", .tags(.law5))
    func oneOrder() throws {
        let first = try ChargeFixture().event().live
        var other = try ChargeFixture(study: "1.2.826.0.1.3680043.10.2")
        other.evidence.studyDate = "20261119"
        #expect(
            try other.decide(live: [first])
                == .needsDecision(["this order is charged already for another study; decide whether both are billed"])
        )
    }

    @Test(
        "a study whose instances name different orders or days goes to a person",
        .tags(.law4),
        arguments: ["different accession numbers", "different study dates"]
    )
    func contradictions(words: String) throws {
        var fixture = try ChargeFixture()
        fixture.evidence.contradictions = [words]
        guard case .needsDecision(let questions) = try fixture.decide() else {
            Issue.record("was charged")
            return
        }
        #expect(questions.count == 1)
        #expect(questions.allSatisfy { $0.contains(words) })
    }

    @Test("a global charge excludes 26 and TC; 26 and TC go together", .tags(.law5))
    func components() throws {
        var fixture = try ChargeFixture()
        let global = try fixture.event().live
        fixture.configuration.site.component = .professional
        guard case .needsDecision = try fixture.decide(live: [global]) else {
            Issue.record("was charged twice")
            return
        }
        let professional = try fixture.event().live
        fixture.configuration.site.component = .technical
        #expect(try fixture.event(live: [professional]).subject != professional.chargeId)
    }

    @Test("the order of inputs changes no byte", .tags(.law5), arguments: 0..<16)
    func permutation(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var fixture = try ChargeFixture()
        let others = try (3..<6).map { number in
            var other = try ChargeFixture(study: "1.2.826.0.1.3680043.10.\(number)")
            other.evidence.studyDate = "2026110\(number)"
            other.order["accession"] = "ACC000\(number)"
            return try other.event().live
        }
        let first = try fixture.event().live
        fixture.order["payer"] = ["id": "PAYER02"]
        let expected = try fixture.event(live: [first] + others).encoded()
        fixture.evidence.tissueMetrics.shuffle(using: &generator)
        #expect(try fixture.event(live: (others + [first]).shuffled(using: &generator)).encoded() == expected)
    }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
