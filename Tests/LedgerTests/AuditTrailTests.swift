import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@Suite("The audit trail")
struct AuditTrailTests {
    @Test("who, what, when and digest are kept, and the chain holds")
    func entries() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a"))
        let key = StudyKey(number: 1)
        let digest = ContentDigest(of: Data("x".utf8))
        try await fixture.ledger.write {
            try $0.move(
                key,
                revision: 1,
                from: .receiving,
                to: .complete,
                by: .account(name: "ann", host: "h"),
                digest: digest
            )
        }
        let entry = try #require(try await fixture.ledger.read { try $0.auditTrail(of: key).last })
        #expect(entry.who == "ann@h")
        #expect(entry.what == "moved")
        #expect(entry.digest == digest)
        #expect(entry.at == Date(timeIntervalSince1970: 1_795_000_000))
        #expect(entry.detail["to"] == "complete")
        #expect(try await fixture.ledger.read { try $0.firstBrokenAuditLine() } == nil)
    }

    @Test(
        "another program can neither change, delete nor replace a line",
        .enabled(if: Repository.python != nil),
        arguments: [
            "UPDATE audit SET who = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 1",
        ]
    )
    func appendOnly(statement: String) async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a"))
        let answer = try fixture.python("db.execute(\"\(statement)\"); db.commit()")
        #expect(answer.status != 0)
        #expect(answer.output.contains("append-only"))
    }

    @Test("a line changed behind the triggers' back breaks the chain there", .enabled(if: Repository.python != nil))
    func tampering() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a"))
        try await fixture.admit(LedgerFixture.instance("bb"))
        let answer = try fixture.python(
            "db.executescript(\"DROP TRIGGER audit_is_never_changed; UPDATE audit SET who = 'x' WHERE number = 2\")"
        )
        #expect(answer.status == 0)
        #expect(try await fixture.ledger.read { try $0.firstBrokenAuditLine() } == 2)
    }
}
