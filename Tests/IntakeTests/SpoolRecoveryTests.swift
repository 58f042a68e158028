import Configuration
import Foundation
import Identifiers
import Intake
import Ledger
import Reception
import TestSupport
import Testing

@Suite("What a killed service left", .timeLimit(.minutes(20)))
struct SpoolRecoveryTests {
    private let manager = FileManager.default

    @Test("a spool file that was promised to nobody goes", .tags(.law1))
    func partial() async throws {
        let desk = try ReceptionFixture()
        try Data("half a file".utf8).write(to: desk.intake.state.appending(path: "spool/7"))
        _ = try desk.receive(StudyFixture(name: "partial"))
        try await desk.intake.intake().recover()
        #expect(try desk.intake.contents().isEmpty)
    }

    @Test("a file that stands in the archive without a row gets one", .tags(.law1))
    func linked() async throws {
        let desk = try ReceptionFixture()
        let fixture = StudyFixture(name: "linked")
        let file = try desk.receive(fixture)[0]
        try await link(file, of: desk, reserving: fixture.write(into: desk.scratch).studyInstanceUID)
        try await desk.intake.intake().recover()
        let name = "archive/S000001/\(file.digest.hexadecimal).dcm"
        #expect(try desk.intake.contents() == [name: file.digest.hexadecimal])
        let rows = try await desk.intake.ledger().read { try $0.instances(of: StudyKey(number: 1)) }
        #expect(rows.map(\.archiveName) == ["S000001/\(file.digest.hexadecimal).dcm"])
        #expect(try await desk.outcomes(1) == ["archived": 1])
    }

    @Test("a committed file's spool name goes and nothing else changes", .tags(.law1))
    func committed() async throws {
        let desk = try ReceptionFixture()
        let fixture = StudyFixture(name: "committed")
        let file = try desk.receive(fixture)[0]
        #expect(try await desk.commit([file]) == [.stored])
        let before = try desk.intake.contents()
        let name = "S000001/\(file.digest.hexadecimal).dcm"
        try manager.linkItem(
            at: desk.intake.state.appending(path: "archive/\(name)"),
            to: desk.spool.appending(path: "left")
        )
        try await desk.intake.intake().recover()
        #expect(try desk.intake.contents() == before)
        #expect(try await desk.intake.ledger().read { try $0.unsettledArrivals() }.isEmpty)
    }

    @Test("a folder's open arrival keeps its number when its copy is taken in")
    func inboxNumber() async throws {
        let desk = try ReceptionFixture()
        let fixture = StudyFixture(name: "inbox")
        let file = try desk.receive(fixture)[0]
        let number = try await desk.intake.ledger().write { transaction in
            try transaction.openArrival(
                inbox: "/drop",
                relativePath: "a",
                identity: FileIdentity(size: 1, modifiedNanoseconds: 1, inode: 1)
            )
        }
        let spooled = desk.intake.state.appending(path: "spool/\(number)")
        try manager.moveItem(at: desk.spool.appending(path: file.name), to: spooled)
        let study = desk.intake.state.appending(path: "archive/S000001")
        try manager.createDirectory(at: study, withIntermediateDirectories: true)
        try manager.linkItem(at: spooled, to: study.appending(path: "\(file.digest.hexadecimal).dcm"))
        try await desk.intake.intake().recover()
        let arrival = try await desk.intake.ledger().read { try $0.arrival(number) }
        #expect(arrival.outcome == .archived(StudyKey(number: 1)))
    }

    @Test("quarantine without an outcome is settled when it is whole, removed when it isn't", arguments: [true, false])
    func quarantine(isWhole: Bool) async throws {
        let desk = try ReceptionFixture()
        let bytes = Data("poison, long enough to be looked at".utf8)
        let number = try await desk.intake.ledger().write { transaction in
            try transaction.openArrival(from: "c-store:PEER", sopInstanceUID: "1.2", size: 3)
        }
        let entry = desk.intake.state.appending(path: "quarantine/\(number)")
        try manager.createDirectory(at: entry, withIntermediateDirectories: true)
        try bytes.write(to: entry.appending(path: "content"))
        if isWhole {
            let note = """
                {"schema": "org.sonoquant.quarantine.v1", "arrival": \(number), "code": "notDICOM",
                 "explanation": "no DICM prefix", "digest": "\(ContentDigest(of: bytes))", "size": 3}
                """
            try Data(note.utf8).write(to: entry.appending(path: "reason.json"))
        }
        try await desk.intake.intake().recover()
        #expect(manager.fileExists(atPath: entry.path) == isWhole)
        #expect(try await desk.outcomes(1) == [isWhole ? "quarantined" : "unsettled": 1])
    }

    @Test(
        "killed at any point of a batch run, the next one ends with everything once",
        .tags(.law1),
        arguments: ["afterWrite", "afterSync", "afterRename", "afterCommit"]
    )
    func killed(point: String) async throws {
        let fixture = try IntakeFixture()
        let study = try StudyFixture(name: "killed").setting(\.instances, 3).write(into: fixture.inbox)
        try fixture.drop("poison.dcm", Data("no DICOM at all, but long enough".utf8))
        let program = Program(environment: ["SONOQUANT_FAULT_POINT": point])
        let first = try program.run(["batch", fixture.inbox.path, "--state", fixture.state.path])
        #expect(first.status == -9)
        let arrivals = try await fixture.run()
        #expect(arrivals.filter { $0.outcome.name == "archived" }.count == 3)
        #expect(arrivals.filter { $0.outcome.name == "quarantined" }.count == 1)
        let rows = try await fixture.ledger().read { try $0.instances(of: StudyKey(number: 1)) }
        let contents = try fixture.contents()
        #expect(Set(contents.keys.filter { $0.hasPrefix("archive/") }) == Set(rows.map { "archive/\($0.archiveName)" }))
        #expect(rows.count == study.files.count)
        #expect(contents.keys.filter { $0.hasPrefix("spool/") }.isEmpty)
        #expect(contents.keys.filter { $0.hasSuffix("/content") }.count == 1)
    }

    private func link(_ file: ReceivedFile, of desk: ReceptionFixture, reserving study: String) async throws {
        let uid = try #require(DICOMUID(study))
        let key = try await desk.intake.ledger().write { try $0.reserveKey(studyInstanceUID: uid) }
        let folder = desk.intake.state.appending(path: "archive/\(key)")
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        try manager.linkItem(
            at: desk.spool.appending(path: file.name),
            to: folder.appending(path: "\(file.digest.hexadecimal).dcm")
        )
    }
}
