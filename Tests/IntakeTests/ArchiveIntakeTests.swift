import Foundation
import Identifiers
import Intake
import Ledger
import Logging
import Reception
import Synchronization
import TestSupport
import Testing

@Suite("Taking archives in", .timeLimit(.minutes(20)))
struct ArchiveIntakeTests {
    private let fixture: IntakeFixture
    private let archives: ArchiveFixture

    init() throws {
        fixture = try IntakeFixture()
        archives = try ArchiveFixture()
    }

    /// Makes an archive with Python and drops it.
    private func drop(_ name: String, _ body: String) throws {
        try archives.python(body)
        try fixture.drop(name, Data(contentsOf: archives.file(name)))
    }

    /// Takes the inbox in with a worker of shell in place of `unpack` or `inspect`.
    private func run(_ cases: String, seconds: Int = 900) async throws -> [Arrival] {
        let worker = fixture.folder.url.appending(path: "worker")
        let script = "#!/bin/sh\ncase \"$1\" in\n\(cases)\nesac\nexec '\(IntakeFixture.program.path)' \"$@\"\n"
        try Data(script.utf8).write(to: worker)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: worker.path)
        var limits = ArchiveLimits()
        limits.seconds = seconds
        let log = fixture.log
        let intake = try FolderIntake(
            state: fixture.state,
            ledger: fixture.ledger(),
            pool: fixture.pool(executable: worker.path),
            archiveLimits: limits,
            logger: Logger(label: "test") { _ in log }
        )
        return try await intake.takeAll(from: fixture.inbox, consume: false)
    }

    private static let studies = """
        with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as out:
            for path in images: out.write(path, name(path))

        """

    @Test("every instance is in the archive, bit by bit, and a second run changes nothing", .tags(.law1))
    func whole() async throws {
        try drop("folder/a.zip", Self.studies + "os.mkdir('folder'); os.rename('a.zip', 'folder/a.zip')")
        let first = try await fixture.run()
        #expect(first.count == 1)
        #expect(first[0].outcome == .unpacked(everyFileKept: true, reason: "an archive: 7 files, 7 kept"))
        #expect(first[0].members.map(\.relativePath).contains("folder/a.zip!/cine/cine.dcm"))
        let kept = try fixture.contents()
        for member in first[0].members {
            let name = member.relativePath.dropFirst("folder/a.zip!/".count)
            let bytes = try Data(contentsOf: Repository.root.appending(path: "TestDICOM/\(name)"))
            let isThere = kept.values.contains(ContentDigest(of: bytes).hexadecimal)
            #expect(isThere)
            guard case .archived = member.outcome else {
                Issue.record("\(member.outcome)")
                continue
            }
        }
        #expect(kept.count == 7)
        let second = try await fixture.run()
        let after = try fixture.contents()
        #expect(second.map(\.number) == first.map(\.number))
        #expect(second[0].members.map(\.number) == first[0].members.map(\.number))
        #expect(!second[0].isNew && second[0].members.allSatisfy { !$0.isNew })
        #expect(after == kept)
    }

    @Test("an archive leaves the inbox only when every file of it is kept", .tags(.law1))
    func consumed() async throws {
        try drop("a.zip", Self.studies)
        try drop(
            "b.zip",
            Self.studies + "import shutil; shutil.copy('a.zip', 'b.zip')\n"
                + "with zipfile.ZipFile('b.zip', 'a') as out: out.writestr('README.txt', 'a viewer')"
        )
        let arrivals = try await fixture.run(consume: true)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.inbox.path)
        #expect(left == ["b.zip"])
        let reason = "an archive: 8 files, 7 kept, 1 not ours"
        #expect(arrivals.last?.outcome == .unpacked(everyFileKept: false, reason: reason))
    }

    @Test("files of one path, an archive in an archive and broken instances each end somewhere", .tags(.law1))
    func mixed() async throws {
        try drop(
            "a.tar.gz",
            Self.studies + """
                with tarfile.open('a.tar.gz', 'w:gz') as out:
                    for path in images[:2]: out.add(path, 'same')
                    out.add('a.zip', 'inner.zip')
                    data = open(images[0], 'rb').read()[:3000]
                    out.addfile(entry('cut', size=3000), io.BytesIO(data))
                """
        )
        let arrivals = try await fixture.run()
        let members = try #require(arrivals.first).members
        let outcomes = Dictionary(uniqueKeysWithValues: members.map { ($0.relativePath, $0.outcome.name) })
        #expect(
            outcomes == [
                "a.tar.gz!/same": "archived", "a.tar.gz!/same//2": "archived", "a.tar.gz!/inner.zip": "quarantined",
                "a.tar.gz!/cut": "quarantined",
            ]
        )
        #expect(members.contains { $0.outcome.code == "archiveInArchive" })
        let reason = "an archive: 4 files, 2 kept, 2 in quarantine"
        #expect(arrivals[0].outcome == .unpacked(everyFileKept: true, reason: reason))
    }

    @Test(
        "of a broken archive and of one without DICOM no file is taken, and the archive is in quarantine",
        .tags(.law1),
        arguments: [("cut.tar", "brokenArchive"), ("text.zip", "archiveWithoutDICOM")]
    )
    func quarantined(name: String, code: String) async throws {
        try drop(
            name,
            """
            with tarfile.open('a.tar', 'w') as out:
                for path in images[:3]: out.add(path, name(path))
            data = open('a.tar', 'rb').read()
            open('cut.tar', 'wb').write(data[:len(data) * 2 // 3])
            with zipfile.ZipFile('text.zip', 'w') as out: out.writestr('US/IM0001.dcm', 'Hello world.')
            """
        )
        let arrivals = try await fixture.run()
        #expect(arrivals.count == 1)
        #expect(arrivals[0].outcome.code == code)
        #expect(arrivals[0].members.isEmpty)
        let names = try fixture.contents().keys.sorted()
        #expect(names == ["quarantine/\(arrivals[0].number)/content", "quarantine/\(arrivals[0].number)/reason.json"])
    }

    @Test("a worker that dies or hangs over an archive costs that archive alone", .tags(.law3, .law8))
    func poison() async throws {
        try drop("a.zip", Self.studies)
        try fixture.drop("b.dcm", Data(contentsOf: Repository.root.appending(path: "TestDICOM/cine/cine.dcm")))
        let died = try await run(#"unpack) echo '{"ready":{}}'; read -r order; kill -SEGV $$;;"#)
        #expect(died.map(\.outcome.name) == ["quarantined", "archived"])
        #expect(died[0].outcome.reason == "unpacking it failed twice: the worker died")
        try drop("c.zip", Self.studies + "os.rename('a.zip', 'c.zip')")
        let hung = try await run(#"unpack) echo '{"ready":{}}'; exec sleep 60;;"#, seconds: 1)
        #expect(hung.last?.outcome.reason == "unpacking it took longer than 1 s: unpack it by hand")
        let spool = try FileManager.default.contentsOfDirectory(atPath: fixture.state.appending(path: "spool").path)
        #expect(spool.isEmpty)
    }

    @Test("a worker that says what isn't so is not believed", .tags(.law3))
    func lies() async throws {
        try drop("a.zip", Self.studies)
        let lie = #"{"member":{"_0":{"number":1,"path":"YQ==","size":3}}}"#
        let arrivals = try await run(
            "unpack) echo '{\"ready\":{}}'; read -r order; echo '\(lie)'; echo '{\"whole\":{\"members\":1,\"skipped\":0}}'; exit;;"
        )
        #expect(arrivals[0].outcome.code == "readerLost")
    }

    @Test("a run that ended between the files of an archive is taken up under the same numbers", .tags(.law1))
    func resumed() async throws {
        try drop(
            "a.zip",
            """
            with zipfile.ZipFile('a.zip', 'w') as out:
                for number in range(140): out.write(images[number % 7], '%03d' % number)
            """
        )
        // Of the workers that look at files all but the first few files' die before they are ready.
        let lives = fixture.folder.url.appending(path: "lives").path
        _ = await #expect(throws: IntakeError.self) {
            try await run(
                """
                inspect) echo x >> '\(lives)'
                    [ $(wc -l < '\(lives)') -le 2 ] || exit 1
                    exec head -n 135 | exec '\(IntakeFixture.program.path)' "$@";;
                """
            )
        }
        let ledger = try fixture.ledger()
        let inbox = fixture.inbox.resolvingSymlinksInPath().standardizedFileURL.path
        let before = try await ledger.read { try $0.lastArrivals(inbox: inbox, below: "a.zip!/") }
        let arrivals = try await fixture.run()
        #expect(arrivals[0].outcome == .unpacked(everyFileKept: true, reason: "an archive: 140 files, 140 kept"))
        let numbers = arrivals[0].members.map(\.number)
        #expect(numbers.count == 140)
        #expect(Set(numbers).isSuperset(of: before.map(\.number)))
        let kept = try fixture.contents()
        #expect(kept.count == 7)
    }
}
