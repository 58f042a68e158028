import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@Suite("Studies in the ledger")
struct LedgerStudiesTests {
    private let fixture: LedgerFixture
    private let key = StudyKey(number: 1)

    init() throws {
        fixture = try LedgerFixture()
    }

    @Test("the first instance makes its study, further ones join it")
    func assembly() async throws {
        #expect(try await fixture.admit(LedgerFixture.instance("a")) == .added(key))
        #expect(try await fixture.admit(LedgerFixture.instance("bb")) == .added(key))
        let study = try await fixture.study(key)
        #expect(study.state == .receiving)
        #expect(study.revision == 1)
        #expect(study.accession == "ACC1")
        #expect(
            try await fixture.ledger.read { try $0.instances(of: StudyKey(number: 1)).map(\.archiveName) } == [
                "a", "bb",
            ]
        )
    }

    @Test("the same bytes again are a duplicate and change nothing")
    func duplicate() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        try await fixture.move(key, through: [.complete, .analysing])
        let again = try await fixture.admit(LedgerFixture.instance("a"))
        #expect(again == .duplicate(of: ArrivalNumber(number: 1), key))
        #expect(try await fixture.study(key).state == .analysing)
    }

    @Test(
        "a late instance opens a new revision",
        arguments: [
            [.complete, .analysing], [.complete, .analysing, .reported],
            [.complete, .analysing, .reported, .interpreted],
            [.complete, .analysing, .reported, .interpreted, .charged], [.complete, .notCharged(.noTissueMetric)],
            [.complete, .analysing, .held(.conflictingInstances([1]), at: .analysis)],
            [.complete, .analysing, .failed(FailureReason(explanation: "x", attempts: 3), at: .report)],
        ] as [[StudyState]]
    )
    func late(states: [StudyState]) async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        try await fixture.move(key, through: states)
        try await fixture.admit(LedgerFixture.instance("bb"))
        let study = try await fixture.study(key)
        #expect(study.state == .receiving)
        #expect(study.revision == 2)
    }

    @Test("an instance before the analysis joins the same revision")
    func early() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        try await fixture.move(key, through: [.complete])
        try await fixture.admit(LedgerFixture.instance("bb"))
        let study = try await fixture.study(key)
        #expect(study.state == .receiving)
        #expect(study.revision == 1)
    }

    @Test(
        "instances of another patient hold the study, in whatever order they come",
        arguments: [["P1", "P2"], ["P2", "P1"]]
    )
    func mismatch(patients: [String]) async throws {
        for (index, patient) in patients.enumerated() {
            try await fixture.admit(LedgerFixture.instance(String(repeating: "a", count: index + 1), patient: patient))
        }
        #expect(try await fixture.study(key).state == .held(.patientMismatch, at: .assembly))
    }

    @Test("setting the wrong patient's instance aside frees the study, with the right one's identity")
    func setAside() async throws {
        try await fixture.admit(LedgerFixture.instance("a", patient: "P1"))
        try await fixture.admit(LedgerFixture.instance("bb", patient: "P2"))
        try await fixture.ledger.write { transaction in
            try transaction.setAside(1, by: .account(name: "ann", host: "h"))
        }
        let study = try await fixture.study(key)
        #expect(study.state == .receiving)
        #expect(study.patientID == "P2")
        #expect(
            try await fixture.ledger.read { try $0.instances(of: StudyKey(number: 1)).filter(\.isSetAside).count } == 1
        )
    }

    @Test("an absent patient or issuer contradicts none")
    func absentPatient() async throws {
        try await fixture.admit(LedgerFixture.instance("a", patient: nil))
        try await fixture.admit(LedgerFixture.instance("bb", patient: "P1", issuer: "A"))
        try await fixture.admit(LedgerFixture.instance("ccc", patient: "P1"))
        let study = try await fixture.study(key)
        #expect(study.state == .receiving)
        #expect(study.patientID == "P1")
        #expect(study.issuerOfPatientID == "A")
    }

    @Test("a move from a state that is gone, or of a revision that is gone, is refused")
    func compareAndSet() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let key = key
        for (revision, from) in [(2, StudyState.receiving), (1, .complete)] {
            let error = await #expect(throws: LedgerError.self) {
                try await fixture.ledger.write {
                    try $0.move(key, revision: revision, from: from, to: .analysing, by: .program)
                }
            }
            #expect(error?.code == .changedMeanwhile)
        }
        #expect(try await fixture.study(key).state == .receiving)
    }

    @Test("an illegal move is refused, and leaves no audit")
    func illegalMove() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let key = key
        let before = try await fixture.ledger.read { try $0.auditTrail(of: key).count }
        let error = await #expect(throws: LedgerError.self) {
            try await fixture.ledger.write {
                try $0.move(key, revision: 1, from: .receiving, to: .charged, by: .program)
            }
        }
        #expect(error?.code == .illegalMove)
        #expect(try await fixture.ledger.read { try $0.auditTrail(of: key).count } == before)
    }

    @Test("of two connections that move the same study, one wins and the other is told")
    func twoConnections() async throws {
        try await fixture.admit(LedgerFixture.instance("a"))
        let key = key
        let ledgers = [fixture.ledger, try fixture.second()]
        let wins = await withTaskGroup(of: Bool.self) { group in
            for ledger in ledgers {
                group.addTask {
                    do {
                        try await ledger.write {
                            try $0.move(key, revision: 1, from: .receiving, to: .complete, by: .program)
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
    }

    @Test("a study is found by key, UID and accession, and an accession of two studies by neither")
    func finding() async throws {
        try await fixture.admit(LedgerFixture.instance("a", study: 1))
        try await fixture.admit(LedgerFixture.instance("b", study: 2))
        for name in ["S000001", "s1", "1.2.1", "ACC1"] {
            #expect(try await fixture.ledger.read { try $0.study(named: name).key } == key)
        }
        let unknown = await #expect(throws: LedgerError.self) {
            try await fixture.ledger.read { try $0.study(named: "x") }
        }
        #expect(unknown?.code == .unknown)
    }

    @Test("a transaction that fails keeps nothing")
    func atomicity() async throws {
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await fixture.ledger.write { transaction in
                _ = try transaction.reserveKey(studyInstanceUID: try LedgerFixture.instance("a").studyInstanceUID)
                try transaction.audit(by: .program, "tried")
                throw Stop()
            }
        }
        #expect(try await fixture.ledger.read { try $0.lastAuditHash() } == String(repeating: "0", count: 64))
    }
}
