import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@Suite("Charges in the ledger")
struct LedgerChargesTests {
    private let fixture: LedgerFixture
    private let key = StudyKey(number: 1)

    init() throws {
        fixture = try LedgerFixture()
    }

    private func charge(
        revision: Int = 1,
        study: Int64 = 1,
        code: String = "0689T",
        supersedes: UUID? = nil,
        bytes: String = "e",
        isLive: Bool = true
    ) -> ChargeRecord {
        let charge = UUID(namespace: .sonoquant, name: "\(study)|qus|global")
        return ChargeRecord(
            chargeID: charge,
            eventID: UUID(namespace: charge, name: "\(revision)|charge"),
            study: StudyKey(number: study),
            revision: revision,
            action: isLive ? (supersedes == nil ? "charge" : "replace") : "void",
            service: "quantitative-ultrasound",
            component: "global",
            code: code,
            patientKey: "P1^A",
            dateOfService: "2026-11-20",
            supersedes: supersedes,
            bytes: Data(bytes.utf8),
            isLive: isLive
        )
    }

    @Test("the same event again changes nothing; other bytes under its identifier are refused", .tags(.law5))
    func replay() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let (first, other, key) = (charge(), charge(bytes: "other"), key)
        try await fixture.ledger.write { try $0.recordCharge(first) }
        try await fixture.ledger.write { try $0.recordCharge(first) }
        #expect(try await fixture.ledger.read { try $0.charges(of: key) } == [first])
        let error = await #expect(throws: LedgerError.self) {
            try await fixture.ledger.write { try $0.recordCharge(other) }
        }
        #expect(error?.code == .conflict)
    }

    @Test("a second live event is refused; one that supersedes takes the first one's place", .tags(.law5))
    func oneLive() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let first = charge()
        let second = charge(revision: 2, code: "0690T")
        let replacement = charge(revision: 2, code: "0690T", supersedes: first.eventID)
        let void = charge(revision: 3, supersedes: replacement.eventID, isLive: false)
        let key = key
        try await fixture.ledger.write { try $0.recordCharge(first) }
        await #expect(throws: LedgerError.self) { try await fixture.ledger.write { try $0.recordCharge(second) } }
        try await fixture.ledger.write { try $0.recordCharge(replacement) }
        let live = try await fixture.ledger.read {
            try $0.liveCharge(of: key, service: "quantitative-ultrasound", component: "global")
        }
        #expect(live == replacement)
        try await fixture.ledger.write { try $0.recordCharge(void) }
        let none = try await fixture.ledger.read {
            try $0.liveCharge(of: key, service: "quantitative-ultrasound", component: "global")
        }
        #expect(none == nil)
        #expect(try await fixture.ledger.read { try $0.charges(of: key).count } == 3)
    }

    @Test(
        "the schema itself forbids two live events",
        .tags(.law5),
        .enabled(if: Repository.python != nil)
    )
    func schemaGuard() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let first = charge()
        try await fixture.ledger.write { try $0.recordCharge(first) }
        let columns = """
            charge_id, study, revision, action, service, component, code, patient_key, date_of_service, bytes, sha256,
            is_live, recorded_at
            """
        let answer = try fixture.python(
            "db.execute('''INSERT INTO charges (event_id, \(columns)) SELECT 'other', \(columns) FROM charges'''); db.commit()"
        )
        #expect(answer.status != 0)
        #expect(answer.output.contains("UNIQUE constraint failed"))
    }

    @Test("events wait for the outbox until they are marked")
    func outbox() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let first = charge()
        try await fixture.ledger.write { try $0.recordCharge(first) }
        #expect(try await fixture.ledger.read { try $0.chargesToWrite() } == [first])
        try await fixture.ledger.write { try $0.markOutboxWritten(first.eventID) }
        #expect(try await fixture.ledger.read { try $0.chargesToWrite() }.isEmpty)
    }

    @Test("another study's event of the same patient and day is found")
    func sameDay() async throws {
        try await fixture.admit(LedgerFixture.instance("a", study: 1))
        try await fixture.admit(LedgerFixture.instance("b", study: 2))
        let (first, key) = (charge(), key)
        try await fixture.ledger.write { try $0.recordCharge(first) }
        let others = try await fixture.ledger.read {
            try $0.otherLiveCharges(than: StudyKey(number: 2), patientKey: "P1^A", dateOfService: "2026-11-20")
        }
        #expect(others == [first])
        let own = try await fixture.ledger.read {
            try $0.otherLiveCharges(than: key, patientKey: "P1^A", dateOfService: "2026-11-20")
        }
        #expect(own.isEmpty)
    }
}
