import Foundation
import Identifiers
import Intake
import Ledger
import Logging
import TestSupport
import Testing

@Suite("Taking a folder in", .enabled(if: Repository.sharedTestData != nil), .timeLimit(.minutes(20)))
struct FolderIntakeTests {
    private let image = "us/ge-logiq700-crop-rgb.dcm"

    @Test("what is kept is kept byte for byte, under names that tell nothing", .tags(.law1, .law7))
    func archived() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image, as: "DOE^JOHN/scan.dcm")
        let arrivals = try await fixture.run()
        #expect(arrivals.map(\.outcome) == [.archived(StudyKey(number: 1))])
        let bytes = try Data(contentsOf: fixture.inbox.appending(path: "DOE^JOHN/scan.dcm"))
        let digest = ContentDigest(of: bytes).hexadecimal
        #expect(try fixture.contents() == ["archive/S000001/\(digest).dcm": digest])
        #expect(!fixture.log.text.contains("DOE"))
        #expect(!fixture.log.text.contains("scan.dcm"))
    }

    @Test("a second run knows every file and changes nothing")
    func secondRun() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image)
        try fixture.drop("text.dcm", Data("no DICOM".utf8))
        try fixture.drop(shared: "other/ct-small.dcm")
        let first = try await fixture.run()
        let before = try fixture.contents()
        // A pool that can't start shows that no file is read again.
        let pool = fixture.pool(executable: "/nonexistent")
        let second = try await fixture.intake(pool: pool).takeAll(from: fixture.inbox, consume: false)
        #expect(first.map(\.outcome) == second.map(\.outcome))
        #expect(first.map(\.number) == second.map(\.number))
        #expect(first.allSatisfy { $0.isNew })
        #expect(second.allSatisfy { !$0.isNew })
        #expect(try fixture.contents() == before)
    }

    @Test("the same bytes twice are stored once")
    func duplicate() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image, as: "a.dcm")
        try fixture.drop(shared: image, as: "b.dcm")
        let arrivals = try await fixture.run()
        #expect(
            arrivals.map(\.outcome) == [
                .archived(StudyKey(number: 1)), .duplicate(of: ArrivalNumber(number: 1), StudyKey(number: 1)),
            ]
        )
        #expect(try fixture.contents().count == 1)
    }

    @Test("what is not DICOM goes to quarantine under its number, with a reason", .tags(.law1, .law7))
    func quarantined() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop("DOE^JANE.txt", Data("no DICOM at all".utf8))
        try fixture.drop("empty.dcm", Data())
        let arrivals = try await fixture.run()
        #expect(arrivals.map(\.outcome.name) == ["quarantined", "quarantined"])
        #expect(arrivals.map(\.outcome.code) == ["notDICOM", "emptyFile"])
        let names = try fixture.contents().keys.sorted()
        #expect(
            names == [
                "quarantine/1/content", "quarantine/1/reason.json", "quarantine/2/content", "quarantine/2/reason.json",
            ]
        )
        let reason = try String(contentsOf: fixture.state.appending(path: "quarantine/1/reason.json"), encoding: .utf8)
        #expect(reason.contains("\"code\" : \"notDICOM\""))
        #expect(!reason.contains("DOE"))
        #expect(
            try Data(contentsOf: fixture.state.appending(path: "quarantine/1/content")) == Data("no DICOM at all".utf8)
        )
    }

    @Test(
        "what is not ours is skipped with a word, stored nowhere, and stays even when files are consumed",
        .tags(.law1)
    )
    func consume() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: "other/ct-small.dcm", as: "ct.dcm")
        try fixture.drop(shared: "other/DICOMDIR", as: "DICOMDIR")
        try fixture.drop(shared: image, as: "us.dcm")
        try fixture.drop("x.txt", Data("x".utf8))
        let arrivals = try await fixture.run(consume: true)
        #expect(arrivals.map(\.relativePath) == ["DICOMDIR", "ct.dcm", "us.dcm", "x.txt"])
        #expect(arrivals.map(\.outcome.name) == ["skipped", "skipped", "archived", "quarantined"])
        #expect(arrivals[1].outcome.reason == "not ultrasound: CT Image Storage")
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.inbox.path).sorted()
        #expect(left == ["DICOMDIR", "ct.dcm"])
        #expect(try fixture.contents().count == 3)
    }

    @Test("files of an earlier run leave the inbox when a later run consumes")
    func consumeLater() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image, as: "us.dcm")
        try await fixture.run()
        try await fixture.run(consume: true)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.inbox.path)
        #expect(left.isEmpty)
    }

    @Test("links, pipes, partial files and the state directory itself are passed over")
    func oddities() async throws {
        let fixture = try IntakeFixture()
        let files = FileManager.default
        try fixture.drop("real.part", Data("x".utf8))
        try fixture.drop(".hidden", Data("x".utf8))
        try files.createSymbolicLink(
            atPath: fixture.inbox.appending(path: "link").path,
            withDestinationPath: "/etc/passwd"
        )
        try files.createSymbolicLink(atPath: fixture.inbox.appending(path: "loop").path, withDestinationPath: ".")
        let made = unsafe mkfifo(fixture.inbox.appending(path: "pipe").path, 0o600)
        #expect(made == 0)
        let arrivals = try await fixture.run()
        #expect(arrivals.map(\.relativePath) == [".hidden", "link", "loop", "pipe", "real.part"])
        #expect(arrivals.allSatisfy { $0.outcome.name == "skipped" })

        let whole = try FolderIntake(
            state: fixture.state,
            ledger: try fixture.ledger(),
            pool: fixture.pool(),
            logger: .init(label: "test")
        )
        let outer = try await whole.takeAll(from: fixture.folder.url, consume: true)
        #expect(outer.allSatisfy { $0.relativePath.hasPrefix("inbox/") })
    }

    @Test("the state directory is no inbox, nor is a folder in it", .tags(.law1), arguments: ["", "archive"])
    func stateAsInbox(place: String) async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image)
        try await fixture.run()
        let before = try fixture.contents()
        let link = fixture.folder.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: fixture.state)
        for inbox in [fixture.state.appending(path: place), link.appending(path: place)] {
            let refusal = await #expect(throws: IntakeError.self) {
                _ = try await fixture.intake().takeAll(from: inbox, consume: true)
            }
            #expect(refusal?.code == .inboxIsState)
        }
        #expect(try fixture.contents() == before)
    }

    @Test("bounds end in a word, not in a failure", .tags(.law8))
    func bounds() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop("a/b/c/deep", Data("x".utf8))
        try fixture.drop("large", Data(count: 11))
        var limits = InboxLimits()
        limits.depth = 2
        limits.fileBytes = 10
        let arrivals = try await fixture.run(limits: limits)
        #expect(arrivals.map(\.relativePath) == ["a/b/c", "large"])
        #expect(arrivals.allSatisfy { $0.outcome.name == "unreadable" })
    }

    @Test("a name that is no UTF-8 or holds control characters is taken, and written unmistakably")
    func names() async throws {
        let fixture = try IntakeFixture()
        let name = fixture.inbox.path.utf8.map { CChar(bitPattern: $0) } + [0x2F, 0x61, 0x0A, -1, 0]
        let file = unsafe open(name, O_WRONLY | O_CREAT, 0o600)
        #expect(file >= 0)
        close(file)
        let arrivals = try await fixture.run()
        #expect(arrivals.map(\.relativePath) == ["a\\x0A\\xFF"])
        #expect(arrivals.map(\.outcome.code) == ["emptyFile"])
    }

    @Test("an arrival that a killed run left open is taken up under its number, whatever lies about", .tags(.law1))
    func resume() async throws {
        let clean = try IntakeFixture()
        let killed = try IntakeFixture()
        for fixture in [clean, killed] {
            try fixture.drop(shared: image, as: "a.dcm")
            try fixture.drop("b.txt", Data("x".utf8))
        }
        _ = try await clean.run()
        // As a run that was killed after it moved the files and before it settled them.
        _ = try killed.intake()
        try Data("half a copy".utf8).write(to: killed.state.appending(path: "spool/1"))
        let name = killed.inbox.resolvingSymlinksInPath().path
        let attributes = try FileManager.default.attributesOfItem(atPath: killed.inbox.appending(path: "a.dcm").path)
        let size = try #require(attributes[.size] as? Int64)
        let ledger = try killed.ledger()
        _ = try await ledger.write {
            try $0.openArrival(
                inbox: name,
                relativePath: "a.dcm",
                identity: FileIdentity(size: size, modifiedNanoseconds: 0, inode: 0)
            )
        }
        for (path, digest) in try clean.contents() where path.hasPrefix("archive") {
            let target = killed.state.appending(path: path)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(at: clean.state.appending(path: path), to: target)
            #expect(!digest.isEmpty)
        }
        try FileManager.default.createDirectory(
            at: killed.state.appending(path: "quarantine/2"),
            withIntermediateDirectories: true
        )
        let arrivals = try await killed.run()
        #expect(arrivals.map(\.number.number) == [1, 2])
        let expected = try clean.contents()
        #expect(try killed.contents() == expected)
    }

    @Test("an instance that turns out undecodable is in quarantine too, and the archive keeps it", .tags(.law1))
    func link() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image, as: "a.dcm")
        let intake = try fixture.intake()
        _ = try await intake.takeAll(from: fixture.inbox, consume: false)
        let ledger = try fixture.ledger()
        let instance = try #require(try await ledger.read { try $0.instances(of: StudyKey(number: 1)).first })
        for _ in 1...2 {
            try await intake.quarantine.link(
                arrival: instance.arrival,
                instance: instance,
                in: intake.archive,
                reason: .init(code: "decodeFailed", explanation: "the JPEG stream is damaged"),
                ledger: ledger
            )
        }
        let record = try await ledger.read { try $0.arrival(instance.arrival) }
        #expect(record.outcome == .quarantined(code: "decodeFailed", reason: "the JPEG stream is damaged"))
        #expect(record.study == StudyKey(number: 1))
        let copies = try fixture.contents().keys.filter { $0.hasSuffix("content") || $0.hasSuffix(".dcm") }
        #expect(copies.count == 2)
    }
}
