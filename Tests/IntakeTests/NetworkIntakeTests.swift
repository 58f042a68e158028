import Foundation
import Identifiers
import Imaging
import Intake
import Ledger
import Logging
import Reception
import ServiceHealth
import TestSupport
import Testing

@Suite("Committing received files", .timeLimit(.minutes(20)))
struct NetworkIntakeTests {
    @Test("many at a time are all kept, each once, and answered stored", .tags(.law1))
    func many() async throws {
        let desk = try ReceptionFixture()
        let files = try desk.receive(StudyFixture(name: "many").setting(\.instances, 24))
        let answers = try await desk.commit(files)
        #expect(answers == Array(repeating: .stored, count: 24))
        let kept = try desk.intake.contents()
        #expect(Set(kept.values) == Set(files.map(\.digest.hexadecimal)))
        #expect(kept.keys.allSatisfy { $0.hasPrefix("archive/S000001/") })
        let rows = try await desk.intake.ledger().read { try $0.instances(of: StudyKey(number: 1)) }
        #expect(rows.count == 24)
        #expect(!desk.intake.log.text.contains(files[0].sopInstanceUID))
    }

    @Test("the same file again is a duplicate, together or later, and stored once")
    func duplicates() async throws {
        let desk = try ReceptionFixture()
        let fixture = StudyFixture(name: "again")
        let both = try desk.receive(fixture) + desk.receive(fixture)
        let first = try await desk.commit(both)
        #expect(Set(first) == [.stored, .duplicate])
        #expect(try await desk.commit(desk.receive(fixture)) == [.duplicate])
        #expect(try desk.intake.contents().count == 1)
    }

    @Test("other content under the same instance is kept beside it", .tags(.law2))
    func conflict() async throws {
        let desk = try ReceptionFixture()
        let fixture = StudyFixture(name: "conflict")
        let files = try desk.receive(fixture) + desk.receive(fixture.with(.stationName, "OTHER"))
        #expect(try await desk.commit(files) == [.stored, .stored])
        #expect(try desk.intake.contents().count == 2)
    }

    @Test("a data set that is not the request's goes to quarantine and is answered so")
    func mismatch() async throws {
        let desk = try ReceptionFixture()
        var file = try desk.receive(StudyFixture(name: "mismatch"))[0]
        file.sopInstanceUID = "1.2.3"
        let answer = try await desk.commit([file])
        #expect(answer == [.mismatch("the data set's SOP Instance UID is not the request's")])
        #expect(try desk.intake.contents().keys.sorted() == ["quarantine/1/content", "quarantine/1/reason.json"])
        let arrival = try await desk.intake.ledger().read { try $0.arrival(ArrivalNumber(number: 1)) }
        #expect(arrival.inbox == "c-store:PEER")
        #expect(arrival.outcome?.code == "requestMismatch")
    }

    @Test("what can't be read is kept in quarantine once, however often it comes", .tags(.law1, .law3))
    func quarantineOnce() async throws {
        let desk = try ReceptionFixture()
        let poison = Data("no DICOM at all, but long enough to look".utf8)
        let together = try [desk.receive(poison), desk.receive(poison)]
        let answers = try await desk.commit(together) + desk.commit([desk.receive(poison)])
        for answer in answers {
            guard case .notUnderstood = answer else {
                Issue.record("\(answer)")
                continue
            }
        }
        #expect(try desk.intake.contents().count == 2)
        let counts = try await desk.outcomes(3)
        #expect(counts == ["quarantined": 1, "skipped": 2])
    }

    @Test("a closed gate answers out of resources and keeps nothing")
    func gate() async throws {
        let desk = try ReceptionFixture()
        desk.gate.set(open: false)
        let answer = try await desk.commit(desk.receive(StudyFixture(name: "gate")))
        #expect(answer == [.outOfResources("the disk is nearly full")])
        #expect(try desk.intake.contents().isEmpty)
    }

    @Test("an archive that can't be written answers out of resources, says so, and is tried again")
    func archiveRefuses() async throws {
        let desk = try ReceptionFixture()
        let archive = desk.intake.state.appending(path: "archive")
        let fixture = StudyFixture(name: "refused")
        let answer = try await desk.withIntake { network in
            // A file where the folder should be refuses root too.
            try FileManager.default.removeItem(at: archive)
            try Data().write(to: archive)
            let first = try desk.receive(fixture)[0]
            #expect(await network.commit(first, in: desk.spool) == .outOfResources("the archive can't be written"))
            #expect(desk.conditions.all.map(\.part) == ["archive"])
            try FileManager.default.removeItem(at: archive)
            try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: false)
            var answer = CommitAnswer.outOfResources("")
            while case .outOfResources = answer {
                try await Task.sleep(for: .milliseconds(20))
                answer = await network.commit(try desk.receive(fixture)[0], in: desk.spool)
            }
            return answer
        }
        #expect(answer == .stored)
        #expect(desk.conditions.all.isEmpty)
    }

    @Test("an image from a folder and the same by C-STORE, under other meta information, is there once", .tags(.law1))
    func rewrapped() async throws {
        let desk = try ReceptionFixture()
        let written = try StudyFixture(name: "both").write(into: desk.intake.inbox)
        #expect(try await desk.intake.run().map(\.outcome) == [.archived(StudyKey(number: 1))])
        let bytes = try desk.rewrapped(written.files[0])
        #expect(try await desk.commit([desk.receive(StudyFixture(name: "both"), as: bytes)]) == [.duplicate])
        #expect(try desk.intake.contents().count == 1)
        // The other way round, both at a time.
        let other = StudyFixture(name: "first")
        let plain = try desk.receive(other)[0]
        let wrapped = try desk.receive(other, as: desk.rewrapped(other.write(into: desk.scratch).files[0]))
        #expect(Set(try await desk.commit([plain, wrapped])) == [.stored, .duplicate])
        #expect(try desk.intake.contents().count == 2)
        #expect(try await desk.intake.ledger().read { try $0.arrivalsWithoutInstance(after: 0, limit: 9) } == [])
    }

    @Test(
        "a folder's file whose data set came by C-STORE is whole again with the head that its arrival keeps",
        .tags(.law1)
    )
    func head() async throws {
        let desk = try ReceptionFixture()
        let image = StudyFixture(name: "head")
        #expect(try await desk.commit(desk.receive(image)) == [.stored])
        let name = try #require(try desk.intake.contents().keys.first)
        let received = desk.intake.state.appending(path: name)
        let plain = try image.write(into: desk.scratch).files[0]
        let bytes = try desk.rewrapped(plain)
        try bytes.write(to: desk.intake.inbox.appending(path: "again.dcm"))
        let arrival = try #require(try await desk.intake.run().first)
        #expect(arrival.outcome.original != nil)
        let head = try #require(try await desk.intake.ledger().read { try $0.head(of: arrival.number) })
        #expect(bytes.starts(with: head))
        #expect(try await desk.intake.ledger().read { try $0.arrivalsWithoutInstance(after: 0, limit: 9) } == [])
        #expect(try Data(contentsOf: received).suffix(bytes.count - head.count) == bytes.dropFirst(head.count))
        #expect(try desk.intake.contents().count == 1)
    }

    @Test("two files from folders with other heads are two contents", .tags(.law1, .law2))
    func twoHeads() async throws {
        let desk = try ReceptionFixture()
        let file = try StudyFixture(name: "two").write(into: desk.intake.inbox).files[0]
        try desk.rewrapped(file).write(to: desk.intake.inbox.appending(path: "other.dcm"))
        _ = try await desk.intake.run()
        #expect(try desk.intake.contents().count == 2)
    }

    @Test("a receiver that names a file elsewhere is refused", .tags(.law3), arguments: ["../x", "", "..", "a/b"])
    func names(name: String) async throws {
        let desk = try ReceptionFixture()
        var file = try desk.receive(StudyFixture(name: "name"))[0]
        file.name = name
        #expect(try await desk.commit([file]) == [.outOfResources("the receiver named no file")])
    }

    @Test("a configured class beside ours is kept with its study and not measured")
    func additionalClass() async throws {
        let computedTomography = "1.2.840.10008.5.1.4.1.1.2"
        let desk = try ReceptionFixture(additionalClasses: [computedTomography])
        var file = try desk.receive(StudyFixture(name: "ct").with(.sopClassUID, computedTomography))[0]
        file.sopClassUID = computedTomography
        #expect(try await desk.commit([file]) == [.stored])
        #expect(try await desk.outcomes(1) == ["keptNotMeasured": 1])
    }
}
