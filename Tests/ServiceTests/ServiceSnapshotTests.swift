import Foundation
import Service
import ServiceHealth
import SystemCalls
import TestSupport
import Testing

@Suite("What a running service tells of itself")
struct ServiceSnapshotTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)

    private static func snapshot(writtenAt: Date = now, processID: Int32 = getpid()) -> ServiceSnapshot {
        let conditions = Conditions { now }
        conditions.raise("inbox 1", "the folder is gone: mount it", stopsIntake: false)
        return ServiceSnapshot(
            startedAt: now.addingTimeInterval(-3600),
            version: "0.4.0",
            processID: processID,
            conditions: conditions.all,
            receiver: .init(port: 11112, open: 2, waiting: 1, refused: 3),
            inboxes: [.init(name: "inbox 1", waitingFiles: 4, lastTakenAt: now)],
            queues: ["analysis": 5],
            freeBytes: 1 << 40,
            writtenAt: writtenAt
        )
    }

    @Test("is read as it was written, for its owner alone, and gone after an orderly stop", .tags(.law7))
    func file() throws {
        let folder = try TemporaryFolder()
        let state = StateDirectory(root: folder.url)
        #expect(ServiceSnapshot.read(of: state) == nil)
        try Self.snapshot(writtenAt: .distantPast).write(to: state)
        try Self.snapshot().write(to: state)
        #expect(ServiceSnapshot.read(of: state) == Self.snapshot())
        let rights =
            try FileManager.default.attributesOfItem(atPath: state.service.path)[.posixPermissions] as? NSNumber
        #expect(rights?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state.root.path) == ["service.json"])
        ServiceSnapshot.remove(from: state)
        #expect(ServiceSnapshot.read(of: state) == nil)
    }

    @Test("a damaged one is none", arguments: ["", "{", "{\"version\": 1}", String(repeating: "[", count: 3000)])
    func damaged(text: String) throws {
        let folder = try TemporaryFolder()
        let state = StateDirectory(root: folder.url)
        try Data(text.utf8).write(to: state.service)
        #expect(ServiceSnapshot.read(of: state) == nil)
    }

    @Test("who is at work follows from the snapshot, the lock and the process")
    func decision() {
        let (fresh, old) = (Self.snapshot(), Self.snapshot(writtenAt: Self.now.addingTimeInterval(-11)))
        func presence(_ snapshot: ServiceSnapshot?, isLocked: Bool, isAlive: Bool) -> ServicePresence {
            ServicePresence(snapshot, now: Self.now, isLocked: isLocked, isAlive: isAlive)
        }
        #expect(presence(nil, isLocked: false, isAlive: false) == .nobody)
        #expect(presence(nil, isLocked: true, isAlive: false) == .another)
        #expect(presence(fresh, isLocked: true, isAlive: true) == .serving(fresh))
        #expect(presence(old, isLocked: true, isAlive: true) == .silent(old))
        #expect(presence(old, isLocked: true, isAlive: false) == .gone(old, isAnotherAtWork: true))
        #expect(presence(fresh, isLocked: true, isAlive: false) == .gone(fresh, isAnotherAtWork: true))
        // The process number was given anew to some other program.
        #expect(presence(old, isLocked: false, isAlive: true) == .gone(old, isAnotherAtWork: false))
    }

    @Test("a snapshot from the future is old: the clock was set back")
    func clock() {
        #expect(Self.snapshot(writtenAt: Self.now.addingTimeInterval(9)).isFresh(at: Self.now))
        #expect(!Self.snapshot(writtenAt: Self.now.addingTimeInterval(60)).isFresh(at: Self.now))
    }

    @Test("the lock tells of a run, and asking leaves it free")
    func lock() throws {
        let folder = try TemporaryFolder()
        let state = StateDirectory(root: folder.url)
        #expect(try ServicePresence(of: state, now: Self.now) == .nobody)
        #expect(!FileManager.default.fileExists(atPath: state.lock.path), "asking leaves no trace")
        let lock = try FileLock.take(state.lock)
        #expect(try ServicePresence(of: state, now: Self.now) == .another)
        _ = consume lock
        #expect(try ServicePresence(of: state, now: Self.now) == .nobody)
        if try FileLock.take(state.lock) == nil { Issue.record("asking kept the lock") }
    }
}
