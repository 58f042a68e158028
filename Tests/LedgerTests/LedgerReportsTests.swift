import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@Suite("Results, reports and readings in the ledger")
struct LedgerReportsTests {
    private let fixture: LedgerFixture
    private let key = StudyKey(number: 1)

    init() throws {
        fixture = try LedgerFixture()
    }

    private func digest(_ text: String) -> ContentDigest { ContentDigest(of: Data(text.utf8)) }

    private func report(_ uid: String, _ content: String, _ kind: ReportRecord.Kind = .preliminary) throws
        -> ReportRecord
    {
        ReportRecord(
            study: key,
            revision: 1,
            kind: kind,
            sopInstanceUID: try #require(DICOMUID(uid)),
            seriesInstanceUID: try #require(DICOMUID("2.25.9")),
            digest: digest(content),
            folder: "S000001/1-preliminary",
            madeAt: Date(timeIntervalSince1970: 1_795_000_000.125)
        )
    }

    @Test("the last report is the next one's predecessor, and is known as our own")
    func reports() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let (first, second, key) = (try report("2.25.1", "a"), try report("2.25.2", "b", .final), key)
        try await fixture.ledger.write { transaction in
            for record in [first, first, second] { try transaction.recordReport(record) }
        }
        #expect(try await fixture.ledger.read { try $0.reports(of: key) } == [first, second])
        #expect(try await fixture.ledger.read { try $0.latestReport(of: key) } == second)
        #expect(try await fixture.ledger.read { try $0.ownReport(first.sopInstanceUID) } == first)
        let other = try report("2.25.1", "other")
        await #expect(throws: LedgerError.self) { try await fixture.ledger.write { try $0.recordReport(other) } }
    }

    @Test("a revision's last result counts, and the same again changes nothing")
    func results() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let key = key
        let first = ResultRecord(study: key, revision: 1, digest: digest("a"), pipeline: "p 1")
        let second = ResultRecord(study: key, revision: 1, digest: digest("b"), pipeline: "p 2")
        for record in [first, first, second, second] {
            try await fixture.ledger.write { try $0.recordResult(record) }
        }
        #expect(try await fixture.ledger.read { try $0.result(of: key, revision: 1) } == second)
        #expect(try await fixture.ledger.read { try $0.result(of: key, revision: 2) } == nil)
        #expect(
            try await fixture.ledger.read { try $0.auditTrail(of: key).filter { $0.what == "analysed" }.count } == 2
        )
    }

    @Test("a reading is kept once; the audit keeps the digest of the impression, not its text", .tags(.law7))
    func reading() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let key = key
        func reading(_ impression: String) -> InterpretationRecord {
            InterpretationRecord(
                study: key,
                revision: 1,
                account: "ann",
                host: "h",
                npi: "1234567893",
                name: "READER^ANN",
                organisation: "Example",
                taxonomy: "2085R0202X",
                impression: impression,
                signedAt: Date(timeIntervalSince1970: 1_795_000_000),
                shown: [digest("shown")]
            )
        }
        let first = reading("Steatosis of Mr Doe")
        let other = reading("No steatosis")
        try await fixture.ledger.write { try $0.recordInterpretation(first) }
        try await fixture.ledger.write { try $0.recordInterpretation(first) }
        #expect(try await fixture.ledger.read { try $0.interpretation(of: key, revision: 1) } == first)
        await #expect(throws: LedgerError.self) {
            try await fixture.ledger.write { try $0.recordInterpretation(other) }
        }
        let trail = try await fixture.ledger.read { try $0.auditTrail(of: key) }
        #expect(trail.filter { $0.what == "interpreted" }.count == 1)
        #expect(trail.contains { $0.what == "wasShown" && $0.digest == digest("shown") && $0.who == "ann@h" })
        #expect(!trail.contains { "\($0)".contains("Doe") })
    }

    @Test("newer order facts take the place of older ones")
    func orders() async throws {
        let first = OrderRecord(accession: "ACC1", digest: digest("1"), json: "{\"a\":1}")
        let second = OrderRecord(accession: "ACC1", digest: digest("2"), json: "{\"a\":2}")
        let changes = try await fixture.ledger.write { transaction in
            try [first, first, second].map { try transaction.recordOrder($0) }
        }
        #expect(changes == [true, false, true])
        #expect(try await fixture.ledger.read { try $0.order(accession: "ACC1") } == second)
    }
}
