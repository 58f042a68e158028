import Foundation
import Ledger
import TestSupport
import Testing

@Suite("Storage commitments in the ledger")
struct LedgerCommitmentsTests {
    private static let ultrasound = "1.2.840.10008.5.1.4.1.1.6.1"

    private static func object(_ instance: String, _ sopClass: String = ultrasound) -> CommitmentObject {
        CommitmentObject(sopClassUID: sopClass, sopInstanceUID: instance)
    }

    @Test("only a committed instance of the same class is vouched for", .tags(.law1))
    func findings() async throws {
        let fixture = try LedgerFixture()
        try await fixture.admit(LedgerFixture.instance("a"))
        let findings = try await fixture.ledger.read {
            try $0.commitmentFindings([
                Self.object("1.2.1.1.1"), Self.object("1.2.1.1.1", "1.2.840.10008.5.1.4.1.1.7"),
                Self.object("1.2.9"), Self.object("not a UID"),
            ])
        }
        #expect(findings == [.kept, .otherClass, .unknown, .unknown])
        #expect(findings.map(\.failureReason) == [nil, 0x0119, 0x0112, 0x0112])
    }

    @Test("a request is kept until it is delivered, and counts what was tried in vain")
    func life() async throws {
        let fixture = try LedgerFixture()
        let objects = [Self.object("1.2.1.1.1")]
        let (first, again, second) = try await fixture.ledger.write {
            (
                try $0.recordCommitment(transactionUID: "1.5", peer: "PACS", objects: objects),
                try $0.recordCommitment(transactionUID: "1.5", peer: "PACS", objects: objects),
                try $0.recordCommitment(transactionUID: "1.6", peer: "PACS", objects: objects)
            )
        }
        #expect(first == again && second != first)
        try await fixture.ledger.write { try $0.commitmentNotTaken(first, trouble: "no answer") }
        var pending = try await fixture.second().read { try $0.pendingCommitments() }
        #expect(pending == [first, second])
        let record = try await fixture.ledger.read { try $0.commitment(first) }
        #expect(record.attempts == 1 && record.trouble == "no answer")
        #expect(record.objects == objects && record.peer == "PACS")
        try await fixture.ledger.write { try $0.commitmentDelivered(first) }
        try await fixture.ledger.write { try $0.commitmentGivenUp(second, trouble: "unknown host") }
        pending = try await fixture.ledger.read { try $0.pendingCommitments() }
        #expect(pending.isEmpty)
        let (delivered, dead) = try await fixture.ledger.read { (try $0.commitment(first), try $0.commitment(second)) }
        #expect(delivered.state == .delivered && delivered.trouble == nil && delivered.endedAt != nil)
        #expect(dead.state == .dead && dead.trouble == "unknown host" && dead.attempts == 1)
        await #expect(throws: LedgerError.self) {
            try await fixture.ledger.write { try $0.commitmentDelivered(second) }
        }
    }

    @Test("the overview counts what waits and what was given up lately")
    func counts() async throws {
        let fixture = try LedgerFixture()
        let time = Date(timeIntervalSince1970: 1_795_000_000)
        try await fixture.ledger.write { ledger in
            for number in 1...3 {
                _ = try ledger.recordCommitment(transactionUID: "1.\(number)", peer: "PACS", objects: [])
            }
            try ledger.commitmentGivenUp(1, trouble: "x")
        }
        let counts = try await fixture.ledger.read { try $0.commitmentsNotDelivered(deadSince: time) }
        #expect(counts.pending == 2 && counts.oldestPending == time && counts.dead == 1)
        let later = try await fixture.ledger.read {
            try $0.commitmentsNotDelivered(deadSince: time.addingTimeInterval(1))
        }
        #expect(later.dead == 0)
    }

    @Test("pending ones come page by page", .tags(.law8))
    func pages() async throws {
        let fixture = try LedgerFixture()
        try await fixture.ledger.write { ledger in
            for number in 1...3 {
                _ = try ledger.recordCommitment(transactionUID: "1.\(number)", peer: "PACS", objects: [])
            }
        }
        let page = try await fixture.ledger.read { try $0.pendingCommitments(after: 1, limit: 1) }
        #expect(page == [2])
    }
}
