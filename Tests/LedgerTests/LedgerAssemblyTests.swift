import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@Suite("What decides that a study is complete")
struct LedgerAssemblyTests {
    private static let key = StudyKey(number: 1)

    private static func uid(_ text: String) throws -> DICOMUID { try #require(DICOMUID(text)) }

    private static func announce(_ ledger: Ledger, _ source: String, _ instances: [String]) async throws {
        let study = try uid("1.2.1")
        try await ledger.write {
            try $0.recordAnnouncement(studyInstanceUID: study, source: source, instances: instances)
        }
    }

    @Test("what several sources announce is one set; a source that speaks again replaces what it said")
    func union() async throws {
        let fixture = try LedgerFixture()
        let study = try Self.uid("1.2.1")
        try await Self.announce(fixture.ledger, "mpps 1.9", ["1.2.1.1.1", "1.2.1.1.2"])
        try await Self.announce(fixture.ledger, "ian 1.8", ["1.2.1.1.2", "1.2.1.1.3"])
        var expected = try await fixture.ledger.read { try $0.expectedInstances(of: study) }
        #expect(expected.announced == ["1.2.1.1.1", "1.2.1.1.2", "1.2.1.1.3"])
        #expect(!expected.ended)
        try await Self.announce(fixture.ledger, "ian 1.8", ["1.2.1.1.3"])
        try await Self.announce(fixture.ledger, "mpps 1.9", [])
        expected = try await fixture.ledger.read { try $0.expectedInstances(of: study) }
        #expect(expected.announced == ["1.2.1.1.3"])
        #expect(expected.endedAt == Date(timeIntervalSince1970: 1_795_000_000))
    }

    @Test("nobody's word is no expectation")
    func silence() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a"))
        let facts = try await fixture.ledger.read { try $0.assemblyFacts(of: Self.key) }
        #expect(facts.announced == nil && facts.missing == 0 && facts.endedAt == nil)
        #expect(facts.instances == 1 && facts.state == .receiving && facts.revision == 1)
        #expect(facts.lastArrival == Date(timeIntervalSince1970: 1_795_000_000))
    }

    @Test("announced instances are missing until they come; one that was set aside has come")
    func missing() async throws {
        let fixture = try LedgerFixture()
        // The fixture's instance UIDs end in the length of the name.
        try await Self.announce(fixture.ledger, "mpps 1.9", ["1.2.1.1.1", "1.2.1.1.2", "1.2.1.1.3"])
        try await fixture.admit(LedgerFixture.instance("a"))
        try await fixture.admit(LedgerFixture.instance("bb"))
        try await fixture.admit(LedgerFixture.instance("ccc", study: 2))
        var facts = try await fixture.ledger.read { try $0.assemblyFacts(of: Self.key) }
        #expect(facts.announced == 3 && facts.missing == 1 && facts.instances == 2)
        try await fixture.ledger.write { ledger in
            let first = try #require(try ledger.instances(of: Self.key).first)
            try ledger.setAside(first.number, by: .program)
        }
        facts = try await fixture.ledger.read { try $0.assemblyFacts(of: Self.key) }
        #expect(facts.missing == 1 && facts.instances == 1)
        try await fixture.admit(LedgerFixture.instance("ddd"))
        facts = try await fixture.ledger.read { try $0.assemblyFacts(of: Self.key) }
        #expect(facts.missing == 0)
    }

    @Test("the feed names each touched study once and goes on where it ended")
    func feed() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a", study: 1))
        try await fixture.admit(LedgerFixture.instance("b", study: 2))
        let start = try await fixture.ledger.read { try $0.lastAuditNumber() }
        try await fixture.admit(LedgerFixture.instance("cc", study: 2))
        try await fixture.move(Self.key, through: [.complete, .analysing])
        try await Self.announce(fixture.ledger, "mpps 1.9", ["1.2.1.1.1"])
        var seen: [StudyKey] = []
        var last = start
        while true {
            let from = last
            let page = try await fixture.ledger.read { try $0.studiesTouched(after: from, limit: 2) }
            if page.last == from { break }
            seen += page.keys
            last = page.last
        }
        #expect(Set(seen.map(\.number)) == [1, 2])
        let end = try await fixture.ledger.read { try $0.lastAuditNumber() }
        #expect(last == end)
        let whole = try await fixture.ledger.read { try $0.studiesTouched(after: start) }
        #expect(whole.keys.map(\.number) == [2, 1])
    }

    @Test("the feed of an empty ledger stays at nought")
    func emptyFeed() async throws {
        let fixture = try LedgerFixture()
        let page = try await fixture.ledger.read { try $0.studiesTouched(after: 0) }
        #expect(page.keys.isEmpty && page.last == 0)
    }

    @Test("an instance ends the wait for missing ones, and lets a person's hold be")
    func lateInstance() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a", study: 1))
        try await fixture.admit(LedgerFixture.instance("b", study: 2))
        try await fixture.move(Self.key, through: [.held(.missingInstances(have: 1, expected: 2), at: .assembly)])
        let other = StudyKey(number: 2)
        let held = StudyState.held(.byPerson("wait"), at: .assembly)
        try await fixture.move(other, through: [held])
        try await fixture.admit(LedgerFixture.instance("cc", study: 1))
        try await fixture.admit(LedgerFixture.instance("dd", study: 2, patient: "P2"))
        let (first, second) = (try await fixture.study(Self.key), try await fixture.study(other))
        #expect(first.state == .receiving && first.revision == 1)
        #expect(second.state == held && second.revision == 1)
        let count = try await fixture.ledger.read { try $0.instances(of: other).count }
        #expect(count == 2)
        let isOne = try await fixture.ledger.read { try $0.namesOnePatient(other) }
        #expect(!isOne)
    }

    @Test("a late instance of a reported study that a person holds makes a revision that they still hold")
    func lateInstanceOfReported() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a"))
        try await fixture.move(
            Self.key,
            through: [.complete, .analysing, .reported, .held(.byPerson("wait"), at: .report)]
        )
        try await fixture.admit(LedgerFixture.instance("bb"))
        let study = try await fixture.study(Self.key)
        #expect(study.state == .held(.byPerson("wait"), at: .assembly) && study.revision == 2)
    }
}
