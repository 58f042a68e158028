import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@Suite("What status asks of the ledger")
struct LedgerOverviewTests {
    /// Everything that V002 adds, taken away again: a ledger as the first version left it.
    private static let downgrade = """
        for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE name IN ('study_counted', "
            "'study_recounted', 'arrival_counted', 'arrival_recounted', 'arrivals_open', 'arrivals_in_quarantine', "
            "'arrivals_in_quarantine_by_number', 'instances_by_uid', 'studies_since', 'studies_held', "
            "'studies_ended_again', 'study_counts', 'arrival_counts', 'announcements', 'commitments') "
            "ORDER BY type = 'table'").fetchall():
            db.execute(f"DROP {kind} {name}")
        db.execute("ALTER TABLE studies DROP COLUMN hold")
        db.execute("ALTER TABLE arrivals DROP COLUMN head")
        db.execute("DELETE FROM grdb_migrations WHERE identifier = 'V002Service'")
        db.commit()
        """

    /// Studies 1 to 4: receiving, reported, held for two reasons; and one file in quarantine.
    private static func fill(_ fixture: LedgerFixture) async throws {
        for number in 1...4 { try await fixture.admit(LedgerFixture.instance("a\(number)", study: number)) }
        try await fixture.move(StudyKey(number: 2), through: [.complete, .analysing, .reported])
        try await fixture.move(
            StudyKey(number: 3),
            through: [.held(.missingInstances(have: 1, expected: 2), at: .assembly)]
        )
        try await fixture.admit(LedgerFixture.instance("other patient", study: 4, patient: "P2"))
        try await fixture.ledger.write { ledger in
            let identity = FileIdentity(size: 9, modifiedNanoseconds: 1, inode: 1)
            let number = try ledger.openArrival(inbox: "/in", relativePath: "bad", identity: identity)
            try ledger.settleArrival(number, .quarantined(code: "noDICOM", reason: "no DICOM"), digest: nil)
            _ = try ledger.openArrival(inbox: "/in", relativePath: "open", identity: identity)
        }
    }

    private static func expectCounts(_ ledger: Ledger) async throws {
        let (studies, holds, arrivals, open) = try await ledger.read {
            (try $0.studyCounts(), try $0.holdCounts(), try $0.arrivalCounts(), try $0.openArrivals())
        }
        #expect(studies == ["receiving": 1, "reported": 1, "held": 2])
        #expect(holds == ["missingInstances": 1, "patientMismatch": 1])
        #expect(arrivals == ["archived": 5, "quarantined": 1])
        #expect(open.count == 1)
        #expect(open.oldest == Date(timeIntervalSince1970: 1_795_000_000))
    }

    @Test("counts follow every move and every settled file")
    func counts() async throws {
        let fixture = try LedgerFixture()
        try await Self.fill(fixture)
        try await Self.expectCounts(fixture.ledger)
    }

    @Test("a ledger of the first version migrates with its counts and reasons", .tags(.law1))
    func migration() async throws {
        let fixture = try LedgerFixture()
        try await Self.fill(fixture)
        let answer = try fixture.python(Self.downgrade)
        #expect(answer.status == 0, "\(answer.output)")
        let migrated = try fixture.second()
        try await Self.expectCounts(migrated)
        try await migrated.write { ledger in
            let study = try ledger.study(StudyKey(number: 3))
            try ledger.move(study.key, revision: 1, from: study.state, to: .complete, by: .program)
        }
        let (studies, holds) = try await migrated.read { (try $0.studyCounts(), try $0.holdCounts()) }
        #expect(studies == ["receiving": 1, "reported": 1, "held": 1, "complete": 1])
        #expect(holds == ["patientMismatch": 1])
    }

    @Test("a file that is tried again leaves its old count")
    func recount() async throws {
        let fixture = try LedgerFixture()
        let identity = FileIdentity(size: 9, modifiedNanoseconds: 1, inode: 1)
        for outcome in [ArrivalOutcome.unsettled(reason: "x"), .unreadable(reason: "x"), .skipped(reason: "x")] {
            try await fixture.ledger.write { ledger in
                let number = try ledger.openArrival(inbox: "/in", relativePath: "a", identity: identity)
                try ledger.settleArrival(number, outcome, digest: nil)
            }
            let counts = try await fixture.ledger.read { try $0.arrivalCounts() }
            #expect(counts == [outcome.name: 1])
        }
    }

    @Test("lists come oldest first, by state and by reason, and end at their limit", .tags(.law8))
    func lists() async throws {
        let fixture = try LedgerFixture()
        try await Self.fill(fixture)
        let later = try fixture.second()
        try await later.write { ledger in
            let study = try ledger.study(StudyKey(number: 1))
            let held = StudyState.held(.byPerson("wait"), at: .assembly)
            try ledger.move(study.key, revision: 1, from: study.state, to: held, by: .program)
        }
        let (held, first, mismatch, since) = try await later.read {
            (
                try $0.oldestStudies(inState: "held", limit: 10), try $0.oldestStudies(inState: "held", limit: 1),
                try $0.oldestStudies(heldFor: "patientMismatch", limit: 10), try $0.oldestSince()
            )
        }
        #expect(held.map(\.key.number) == [3, 4, 1])
        #expect(first.map(\.key.number) == [3])
        #expect(mismatch.map(\.key.number) == [4])
        #expect(Set(since.keys) == ["reported", "held"])
        #expect(since["held"] == Date(timeIntervalSince1970: 1_795_000_000))
    }

    @Test("files in quarantine come newest first, page by page, or by number")
    func quarantine() async throws {
        let fixture = try LedgerFixture()
        try await fixture.ledger.write { ledger in
            for name in ["a", "b", "c"] {
                let identity = FileIdentity(size: 7, modifiedNanoseconds: 1, inode: 1)
                let number = try ledger.openArrival(inbox: "/in", relativePath: name, identity: identity)
                try ledger.settleArrival(number, .quarantined(code: "noDICOM", reason: "why \(name)"), digest: nil)
            }
        }
        let pages = try await fixture.ledger.read {
            let first = try $0.quarantined(limit: 2)
            return [first, try $0.quarantined(before: first.last?.arrival, limit: 2)]
        }
        #expect(pages.map { $0.map(\.relativePath) } == [["c", "b"], ["a"]])
        let one = try await fixture.ledger.read { try $0.quarantined(ArrivalNumber(number: 2)) }
        #expect(one.reason == "why b" && one.code == "noDICOM" && one.size == 7)
        await #expect(throws: LedgerError.self) {
            try await fixture.ledger.read { _ = try $0.quarantined(ArrivalNumber(number: 9)) }
        }
    }

    @Test("no question reads a whole table", .tags(.law8))
    func plans() async throws {
        let fixture = try LedgerFixture()
        // The program's own statements, as text: a plan that scans would cost more with each study.
        let answer = try fixture.python(
            """
            questions = [
                "SELECT number FROM study_keys WHERE study_instance_uid = ?",
                "SELECT arrival FROM instances WHERE study = ? AND sha256 = ?",
                "SELECT MIN(patient_id) FROM instances WHERE study = ? AND set_aside = 0 AND patient_id > ?",
                "SELECT MIN(issuer) FROM instances WHERE study = ? AND set_aside = 0 AND issuer > ?",
                "SELECT MIN(accession) FROM instances WHERE study = ? AND set_aside = 0 AND accession > ?",
                "SELECT MIN(study_date) FROM instances WHERE study = ? AND set_aside = 0 AND study_date > ?",
                "SELECT * FROM arrivals WHERE inbox = ? AND relative_path = ? ORDER BY number DESC LIMIT 1",
                "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
                "SELECT 1 FROM reports WHERE sop_instance_uid = ?",
                "SELECT 1 FROM instances WHERE sop_instance_uid = ? AND study = ? LIMIT 1",
                "SELECT DISTINCT sop_class_uid FROM instances WHERE sop_instance_uid = ?",
                "SELECT instances, received_at FROM announcements WHERE study_instance_uid = ? ORDER BY received_at",
                "SELECT COUNT(*) FROM instances WHERE study = ? AND set_aside = 0",
                "SELECT MIN(since) FROM studies WHERE state_name = ?",
                "SELECT * FROM studies WHERE state_name = ? ORDER BY since, number LIMIT ?",
                "SELECT * FROM studies WHERE state_name = 'held' AND hold = ? ORDER BY since, number LIMIT ?",
                "SELECT number, study FROM audit WHERE number > ? ORDER BY number LIMIT ?",
            ]
            small = [
                "SELECT COUNT(*) FROM arrivals WHERE outcome IS NULL",
                "SELECT * FROM arrivals WHERE outcome = 'quarantined' AND number < ? ORDER BY number DESC LIMIT ?",
                "SELECT COUNT(*) FROM commitments WHERE state = 'pending'",
                "SELECT number FROM studies WHERE revision > 1 AND state_name IN ('notCharged', 'rejected') LIMIT ?",
            ]
            for question in questions + small:
                for row in db.execute("EXPLAIN QUERY PLAN " + question, [0] * question.count("?")):
                    step = row[3]
                    # The last line of the trail is the first step of a scan backwards; partial indexes are as small as their answer.
                    if step.startswith("SCAN") and "audit" not in step and question not in small: print(step, "|", question)
                    if question in small and "INDEX" not in step: print(step, "|", question)
                    if "TEMP B-TREE FOR ORDER" in step and "announcements" not in question: print(step, "|", question)
            """
        )
        #expect(answer.status == 0)
        #expect(answer.output == "")
    }
}
