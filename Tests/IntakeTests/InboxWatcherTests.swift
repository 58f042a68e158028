import Configuration
import Foundation
import Identifiers
import Ledger
import ServiceHealth
import Synchronization
import SystemCalls
import TestSupport
import Testing

@testable import Intake

@Suite("Watching a drop folder", .timeLimit(.minutes(20)), .serialized)
struct InboxWatcherTests {
    private func study(_ name: String, instances: Int = 1) -> StudyFixture {
        StudyFixture(name: name).setting(\.instances, instances).setting(\.width, 16).setting(\.height, 16)
    }

    private func bytes(_ name: String) throws -> Data {
        let folder = try TemporaryFolder()
        return try Data(contentsOf: study(name).write(into: folder.url).files[0])
    }

    @Test(
        "what lies there, comes whole, comes slowly or is renamed is taken, by events as by polling",
        arguments: [WatchedInbox.Watching.events, .polling]
    )
    func ways(mode: WatchedInbox.Watching) async throws {
        let fixture = try WatchFixture()
        try study("before").write(into: fixture.inbox)
        let slow = try bytes("slow")
        let renamed = try bytes("renamed")
        let inbox = fixture.inbox
        try fixture.files.drop("noise.log", Data("no DICOM".utf8))
        try FileManager.default.createSymbolicLink(
            atPath: inbox.appending(path: "link").path,
            withDestinationPath: "/etc/passwd"
        )
        let made = unsafe mkfifo(inbox.appending(path: "pipe").path, 0o600)
        #expect(made == 0)
        try await fixture.watching(mode) {
            try fixture.files.drop("slow.dcm", slow.prefix(200))
            let writer = try FileHandle(forWritingTo: inbox.appending(path: "slow.dcm"))
            try writer.seekToEnd()
            try fixture.files.drop("sub/renamed.dcm.part", renamed)
            try study("after", instances: 3).write(into: inbox.appending(path: "a/b/c"))
            try await fixture.eventually("closed files are taken") {
                try await fixture.isTaken(["before-1.dcm", "a/b/c/after-1.dcm", "a/b/c/after-3.dcm"])
            }
            let open = try await fixture.outcomes(of: ["slow.dcm", "sub/renamed.dcm.part", "noise.log"])
            #expect(open == [nil, nil, nil])
            try writer.write(contentsOf: slow.dropFirst(200))
            try writer.close()
            try FileManager.default.moveItem(
                at: inbox.appending(path: "sub/renamed.dcm.part"),
                to: inbox.appending(path: "sub/renamed.dcm")
            )
            try await fixture.eventually("the slow and the renamed file are taken") {
                try await fixture.isTaken(["slow.dcm", "sub/renamed.dcm"])
            }
            try await fixture.eventually("links and pipes are skipped") {
                try await fixture.outcomes(of: ["link", "pipe"]) == ["skipped", "skipped"]
            }
        }
        #expect(try fixture.archived() == 6)
        #expect(fixture.conditions.all.isEmpty)
        #expect(!fixture.files.log.text.contains("renamed"))
    }

    @Test(
        "hundreds of folders made quickly lose no file, though most changes are dropped for an overflow",
        .tags(.law1)
    )
    func overflow() async throws {
        let fixture = try WatchFixture()
        let bytes = try bytes("many")
        try await fixture.watching(changeLimit: 8) {
            for number in 0..<300 { try fixture.files.drop("\(number % 20)/\(number)/x/a.dcm", bytes) }
            let paths = (0..<300).map { "\($0 % 20)/\($0)/x/a.dcm" }
            try await fixture.eventually("all are taken") { try await fixture.isTaken(paths) }
        }
        #expect(try fixture.archived() == 1)
    }

    @Test("two thousand files are taken once each and leave the inbox", .tags(.law1))
    func many() async throws {
        let fixture = try WatchFixture()
        let staged = fixture.files.folder.url.appending(path: "staged")
        try study("bulk", instances: 2000).write(into: staged)
        try await fixture.watching(taken: .removed) {
            try FileManager.default.moveItem(at: staged, to: fixture.inbox.appending(path: "in"))
            try await fixture.eventually("the folder is empty") {
                try FileManager.default.contentsOfDirectory(atPath: fixture.inbox.appending(path: "in").path).isEmpty
            }
        }
        #expect(try fixture.archived() == 2000)
        #expect(fixture.conditions.all.isEmpty)
    }

    @Test("where no more folders can be watched, looking takes over and a condition says what to raise")
    func watchLimit() async throws {
        let fixture = try WatchFixture()
        try await fixture.watching(.automatic, watchLimit: 2) {
            try study("deep").write(into: fixture.inbox.appending(path: "a/b/c/d"))
            try await fixture.eventually("it is taken") { try await fixture.isTaken(["a/b/c/d/deep-1.dcm"]) }
            let condition = try #require(fixture.conditions.all.first)
            #expect(condition.part == "inbox 1 watching")
            #expect(condition.words.contains("fs.inotify.max_user_watches"))
        }
    }

    @Test("a folder that vanishes is told of, and taken up again when another stands in its place")
    func vanished() async throws {
        let fixture = try WatchFixture()
        let inbox = fixture.inbox
        try study("first").write(into: inbox)
        try await fixture.watching {
            try await fixture.eventually("the first is taken") { try await fixture.isTaken(["first-1.dcm"]) }
            try FileManager.default.moveItem(at: inbox, to: inbox.deletingLastPathComponent().appending(path: "away"))
            try await fixture.eventually("the trouble is told") {
                fixture.conditions.all.contains { $0.part == "inbox 1" && $0.words.contains("can't be opened") }
            }
            try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: false)
            try await fixture.eventually("the trouble is over") { fixture.conditions.all.isEmpty }
            try study("second").write(into: inbox.appending(path: "new"))
            try await fixture.eventually("the second is taken") { try await fixture.isTaken(["new/second-1.dcm"]) }
        }
        #expect(try fixture.archived() == 2)
    }

    @Test("other content under the name of a taken file is a new arrival", .tags(.law1))
    func replaced() async throws {
        let fixture = try WatchFixture()
        let first = try bytes("first")
        let second = try bytes("second")
        try await fixture.watching {
            try fixture.files.drop("a.dcm", first)
            try await fixture.eventually("the first is kept") { try fixture.archived() == 1 }
            try fixture.files.drop("a.dcm", second)
            try await fixture.eventually("the second is kept") { try fixture.archived() == 2 }
        }
    }

    @Test(
        "a marker ends its folder's studies once their files are taken, whether it comes first or last",
        arguments: [true, false]
    )
    func marker(comesFirst: Bool) async throws {
        let fixture = try WatchFixture()
        let folder = fixture.inbox.appending(path: "exam")
        try study("elsewhere").write(into: fixture.inbox.appending(path: "other"))
        try await fixture.watching(taken: .removed) {
            try await fixture.eventually("the other study is taken") {
                try await fixture.isTaken(["other/elsewhere-1.dcm"])
            }
            if comesFirst { try fixture.files.drop("exam/STUDY.DONE", Data()) }
            try study("one", instances: 20).write(into: folder.appending(path: "deep"))
            if !comesFirst { try fixture.files.drop("exam/.complete", Data()) }
            try await fixture.eventually("the marker is heeded") { fixture.ended.withLock { !$0.isEmpty } }
            #expect(try fixture.archived() == 21)
            try await fixture.eventually("the marker leaves too") {
                try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["deep"]
            }
        }
        let ended = fixture.ended.withLock { $0 }
        #expect(ended.count == 1)
        #expect(ended.first?.map(\.number) == [2])
        #expect(!FileManager.default.fileExists(atPath: fixture.files.state.appending(path: "quarantine/22").path))
    }

    @Test(
        "files that can't be taken out of the inbox are told of, and go as soon as they can",
        .enabled(if: getuid() == 0)
    )
    func readOnly() async throws {
        let fixture = try WatchFixture()
        try study("one").write(into: fixture.inbox)
        let folder = fixture.inbox.path
        guard try run("/usr/bin/mount", ["--bind", folder, folder]) else { return }
        defer { _ = try? run("/usr/bin/umount", [folder]) }
        guard try run("/usr/bin/mount", ["-o", "remount,ro,bind", folder]) else { return }
        try await fixture.watching(.polling, taken: .removed) {
            try await fixture.eventually("it is told") {
                fixture.conditions.all.contains { $0.part == "inbox 1 leaving" }
            }
            #expect(try fixture.archived() == 1)
            _ = try run("/usr/bin/mount", ["-o", "remount,rw,bind", folder])
            try await fixture.eventually("the file leaves") {
                try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty && fixture.conditions.all.isEmpty
            }
        }
    }

    @Test("taken files and their marker go to another folder, even one inside the inbox, and are not taken again")
    func moved() async throws {
        let fixture = try WatchFixture()
        let target = fixture.inbox.appending(path: "taken")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: false)
        try await fixture.watching(taken: .moved(to: target)) {
            try study("one").write(into: fixture.inbox.appending(path: "exam"))
            try fixture.files.drop("exam/study.done", Data())
            try await fixture.eventually("all has moved") {
                try FileTree(target).paths == ["exam", "exam/one-1.dcm", "exam/study.done"]
            }
            try await fixture.eventually("nothing stays behind") {
                try FileTree(fixture.inbox.appending(path: "exam")).paths.isEmpty
            }
        }
        #expect(try fixture.archived() == 1)
        #expect(fixture.ended.withLock { $0.count } == 1)
        let again = try await fixture.outcomes(of: ["taken/exam/one-1.dcm", "taken/exam/study.done"])
        #expect(again == [nil, nil])
    }

    @Test(
        "what the ledger knows isn't gone through again after a restart, and what came meanwhile is taken",
        .tags(.law1)
    )
    func restart() async throws {
        let fixture = try WatchFixture()
        try study("one").write(into: fixture.inbox)
        try await fixture.watching {
            try await fixture.eventually("it is taken") { try await fixture.isTaken(["one-1.dcm"]) }
        }
        try study("two").write(into: fixture.inbox)
        try await fixture.watching {
            try await fixture.eventually("the other is taken") { try await fixture.isTaken(["two-1.dcm"]) }
        }
        #expect(try fixture.archived() == 2)
        let ledger = try fixture.files.ledger()
        let third = try? await ledger.read { try $0.arrival(ArrivalNumber(number: 3)) }
        #expect(third == nil)
    }

    @Test("files that were not taken because the state directory can't be written are taken once it can")
    func stateInTrouble() async throws {
        let fixture = try WatchFixture()
        let spool = fixture.files.state.appending(path: "spool")
        try await fixture.watching {
            try FileManager.default.removeItem(at: spool)
            try study("one").write(into: fixture.inbox)
            try await fixture.eventually("it is told") { fixture.conditions.all.contains { $0.part == "inbox 1" } }
            try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: false)
            try await fixture.eventually("it is taken") { try await fixture.isTaken(["one-1.dcm"]) }
            try await fixture.eventually("the trouble is over") { fixture.conditions.all.isEmpty }
        }
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(
        "the state directory is no inbox, but for its folder `inbox`",
        arguments: ["state", "state/archive", "state/inbox"]
    )
    func placement(place: String) throws {
        let folder = try TemporaryFolder()
        let isAllowed = InboxPlacement.isAllowed(
            folder.url.appending(path: place),
            state: folder.url.appending(path: "state")
        )
        #expect(isAllowed == (place == "state/inbox"))
    }

    @Test("a look at ten thousand files that stay costs a walk")
    func manyLeft() async throws {
        let folder = try TemporaryFolder()
        for number in 0..<10_000 {
            let place = folder.url.appending(path: "\(number / 100)")
            if number % 100 == 0 {
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            }
            try Data().write(to: place.appending(path: "image-\(number).dcm"))
        }
        let inbox = WatchedInbox(folder: folder.url)
        let state = try TemporaryFolder()
        let lookout = InboxLookout(
            inbox,
            stateFolder: state.url,
            limits: InboxLimits(),
            changeLimit: 10,
            watchLimit: 1000
        ) {}
        var session = InboxSession(inbox)
        let first = try await lookout.look(session.question(at: .zero))
        #expect(first.seen.count == 10_000)
        for finding in first.seen { session.known(finding) }
        let due = session.note(first, at: .zero)
        #expect(due.isEmpty)
        let clock = ContinuousClock()
        let start = clock.now
        session.heed(.overflow)
        let second = try await lookout.look(session.question(at: .seconds(1)))
        _ = session.note(second, at: .seconds(1))
        print("a look at 10,000 left files:", clock.now - start)
        let next = session.nextLook(at: .seconds(1))
        #expect(next == .seconds(101))
    }
}
