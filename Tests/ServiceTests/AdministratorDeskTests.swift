import Foundation
import Identifiers
import Ledger
import Service
import TestSupport
import Testing

@Suite("What an administrator does to studies by hand")
struct AdministratorDeskTests {
    private let folder: TemporaryFolder
    private let ledger: Ledger
    private let desk: AdministratorDesk

    init() throws {
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        folder = try TemporaryFolder()
        ledger = try Ledger(file: folder.url.appending(path: "ledger.sqlite")) { now }
        desk = AdministratorDesk(ledger: ledger, account: "admin", host: "host", now: { now })
    }

    private func admit(study: Int, _ name: String = "a", patient: String = "P1") async throws {
        let received = ReceivedInstance(
            studyInstanceUID: try #require(DICOMUID("1.2.\(study)")),
            seriesInstanceUID: try #require(DICOMUID("1.2.\(study).1")),
            sopInstanceUID: try #require(DICOMUID("1.2.\(study).1.1")),
            sopClassUID: try #require(DICOMUID("1.2.840.10008.5.1.4.1.1.6.1")),
            transferSyntaxUID: "1.2.840.10008.1.2.1",
            patientID: patient,
            issuerOfPatientID: nil,
            accession: nil,
            studyDate: nil,
            digest: ContentDigest(of: Data("\(study) \(name)".utf8)),
            size: 1,
            archiveName: name,
            facts: "{}"
        )
        try await ledger.write { ledger in
            let identity = FileIdentity(size: 1, modifiedNanoseconds: 1, inode: 1)
            let number = try ledger.openArrival(inbox: "/in", relativePath: "\(study) \(name)", identity: identity)
            _ = try ledger.admit(received, arrival: number)
        }
    }

    private func move(_ study: Int64, _ states: StudyState...) async throws {
        try await ledger.write { ledger in
            for state in states {
                let record = try ledger.study(StudyKey(number: study))
                try ledger.move(record.key, revision: record.revision, from: record.state, to: state, by: .program)
            }
        }
    }

    @Test("closes a study that is being received, in the account's name")
    func close() async throws {
        try await admit(study: 1)
        #expect(try await desk.release("S000001").state == .complete)
        let last = try await ledger.read { try $0.auditTrail(of: StudyKey(number: 1)).last }
        #expect(last?.who == "admin@host" && last?.detail["to"] == "complete")
        await #expect(throws: ServiceError.self) { try await desk.release("S000001") }
    }

    @Test("lets a study go on without what is missing")
    func missing() async throws {
        try await admit(study: 1)
        try await move(1, .held(.missingInstances(have: 1, expected: 3), at: .assembly))
        #expect(try await desk.release("S000001").state == .complete)
    }

    @Test("a hold keeps its reason, takes no second one, and ends where it began")
    func hold() async throws {
        try await admit(study: 1)
        try await move(1, .complete, .analysing, .reported)
        let held = try await desk.hold("S000001", reason: "the clinic asks")
        #expect(held.state == .held(.byPerson("the clinic asks"), at: .report))
        await #expect(throws: ServiceError.self) { try await desk.hold("S000001", reason: "again") }
        #expect(try await desk.release("S000001").state == .reported)
    }

    @Test("a worker's result of a study that was held meanwhile isn't taken")
    func holdDuringAnalysis() async throws {
        try await admit(study: 1)
        try await move(1, .complete, .analysing)
        let seen = try await ledger.read { try $0.study(StudyKey(number: 1)) }
        _ = try await desk.hold("S000001", reason: "x")
        await #expect(throws: LedgerError.self) {
            try await ledger.write {
                _ = try $0.move(seen.key, revision: seen.revision, from: seen.state, to: .reported, by: .program)
            }
        }
        #expect(try await desk.release("S000001").state == .complete)
    }

    @Test("a release doesn't hide that another patient's instance came meanwhile", .tags(.law4))
    func otherPatient() async throws {
        try await admit(study: 1)
        _ = try await desk.hold("S000001", reason: "x")
        try await admit(study: 1, "b", patient: "P2")
        #expect(try await desk.release("S000001").state == .held(.patientMismatch, at: .assembly))
        await #expect(throws: ServiceError.self) { try await desk.release("S000001") }
    }

    @Test(
        "what another command mends is refused with its name",
        arguments: [
            (StudyState.held(.patientMismatch, at: .assembly), "set-aside"),
            (.failed(FailureReason(explanation: "x", attempts: 3), at: .analysis), "sonoquant retry S000001"),
        ]
    )
    func advice(state: StudyState, command: String) async throws {
        try await admit(study: 1)
        if case .failed = state { try await move(1, .complete, .analysing, state) } else { try await move(1, state) }
        do {
            _ = try await desk.release("S000001")
            Issue.record("it was released")
        } catch let error as ServiceError {
            #expect(error.code == .wrongState && error.explanation.contains(command))
        }
        await #expect(throws: ServiceError.self) { try await desk.hold("S000001", reason: "x") }
    }

    @Test("every failed study goes back to the stage that failed, however many there are", .tags(.law8))
    func retryAll() async throws {
        let failure = FailureReason(explanation: "x", attempts: 3)
        for number in 1...103 {
            try await admit(study: number)
            try await move(
                Int64(number),
                .complete,
                .analysing,
                .failed(failure, at: number == 1 ? .report : .analysis)
            )
        }
        try await admit(study: 104)
        try await move(104, .complete, .analysing, .reported, .interpreted, .failed(failure, at: .charge))
        let keys = try await desk.retryAllFailed()
        #expect(keys.map(\.number) == Array(1...104))
        let counts = try await ledger.read { try $0.studyCounts() }
        #expect(counts == ["complete": 103, "interpreted": 1])
        #expect(try await desk.retryAllFailed().isEmpty)
        await #expect(throws: ServiceError.self) { try await desk.retry("S000001") }
    }
}
