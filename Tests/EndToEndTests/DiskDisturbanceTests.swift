import Foundation
import TestSupport
import Testing

@Suite(
    "The service with a disk that is full, and folders that can't be written or are gone",
    .tags(.law1, .law8),
    .timeLimit(.minutes(20)),
    .enabled(if: MountedDisk.isPermitted && PeerScript.isInstalled, "mounts need root, senders need scripts/python")
)
struct DiskDisturbanceTests {
    /// PS3.7 section C.4.1: refused, out of resources.
    private static let outOfResources = 0xA700

    private let centre: ImagingCentre
    private let material: TemporaryFolder

    init() throws {
        centre = try ImagingCentre()
        material = try TemporaryFolder()
    }

    private func study(_ name: String) throws -> StudyFixture.Written {
        try StudyFixture(name: name).setting(\.instances, 3).write(into: material.url.appending(path: name))
    }

    private func send(_ files: [URL], to port: Int) throws -> [Int] {
        try PeerScript.run(["send", "--port", "\(port)"] + files.map(\.path)).compactMap(\.status)
    }

    /// How many data sets are there, each once.
    private func expectClean(_ sent: [URL]) throws {
        let archived = try DataSets(archiveOf: centre)
        let expected = try DataSets(sent)
        #expect(archived.areOnceEach(of: expected), "\(archived.counts.count) of \(expected.counts.count)")
        let verify = try centre.run("verify")
        #expect(verify.status == 0, "\(verify.output)")
    }

    @Test("below the mark senders are refused and files stay; with room all is taken without a new start")
    func belowTheMark() throws {
        let disk = try MountedDisk(at: centre.state, mebibytes: 160)
        defer { disk.unmount() }
        try centre.configureService()
        let service = try RunningService(centre)
        let port = try service.receiverPort()
        let (first, second, dropped) = (try study("first"), try study("second"), try study("dropped"))
        #expect(try send(first.files, to: port) == [0, 0, 0])

        try disk.fill(leaving: 32)
        try service.waitFor("the closed gate") { service.snapshot?.conditions.contains(where: \.stopsIntake) == true }
        let statuses = try send(second.files, to: port)
        #expect(statuses.allSatisfy { $0 == Self.outOfResources } && statuses.count == 3, "\(statuses)")
        for file in dropped.files {
            try FileManager.default.copyItem(at: file, to: centre.inbox.appending(path: file.lastPathComponent))
        }
        let status = try centre.run("status")
        #expect(status.output.contains("disk"), "\(status.output)")

        try disk.empty()
        try service.waitFor("the open gate") { service.snapshot?.conditions.isEmpty == true }
        #expect(try send(second.files, to: port) == [0, 0, 0])
        try service.waitFor("the dropped files") { try DataSets(archiveOf: centre).counts.count == 9 }
        try service.waitFor("the reports") { try centre.studies().count { $0.state == "reported" } == 3 }
        #expect(service.end().status == 0)
        try expectClean(first.files + second.files + dropped.files)
    }

    @Test("an object that fills the disk is refused, what came before it stands, and the next one is taken")
    func fullInTheMiddle() throws {
        let disk = try MountedDisk(at: centre.state, mebibytes: 160)
        defer { disk.unmount() }
        try centre.configureService(["inboxes": "[{ folder: \(centre.inbox.path), settleSeconds: 1, taken: remove }]"])
        let service = try RunningService(centre)
        let port = try service.receiverPort()
        let large = material.url.appending(path: "large.dcm")
        _ = try PeerScript.run(["large", "--mebibytes", "220", large.path])
        let (before, after) = (try study("before"), try study("after"))
        let statuses = try send(before.files + [large], to: port)
        #expect(statuses.prefix(3) == [0, 0, 0])
        // The association may end with it; what may not be is success.
        #expect(statuses.count == 4 && statuses.last != 0, "\(statuses)")
        // The same from a folder: it stays there, and the copy that didn't fit leaves nothing.
        try FileManager.default.copyItem(at: large, to: centre.inbox.appending(path: "large.dcm"))
        try service.waitFor("the folder's trouble") { service.hasCondition("inbox 1") }
        try FileManager.default.removeItem(at: centre.inbox.appending(path: "large.dcm"))
        try service.waitFor("the next objects") { try send(after.files, to: port) == [0, 0, 0] }
        try service.waitFor("the reports") { try centre.studies().count { $0.state == "reported" } == 2 }
        #expect(service.end().status == 0)
        try expectClean(before.files + after.files)
    }

    @Test("a folder that can't be written keeps its files, which are kept here too; writable again, it is emptied")
    func readOnlyInbox() throws {
        let disk = try MountedDisk(at: centre.inbox, mebibytes: 16)
        defer { disk.unmount() }
        try centre.configureService(["inboxes": "[{ folder: \(centre.inbox.path), settleSeconds: 1, taken: remove }]"])
        let written = try StudyFixture(name: "stuck").setting(\.instances, 3).write(into: centre.inbox)
        let copies = try written.files.map { file in
            let copy = material.url.appending(path: file.lastPathComponent)
            try FileManager.default.copyItem(at: file, to: copy)
            return copy
        }
        try disk.remount("ro")
        let service = try RunningService(centre)
        try service.waitFor("the condition") { service.hasCondition("inbox 1 leaving") }
        try service.waitFor("the report") { try centre.studies().map(\.state) == ["reported"] }
        #expect(written.files.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
        try disk.remount("rw")
        try service.waitFor("the empty folder") {
            !written.files.contains { FileManager.default.fileExists(atPath: $0.path) }
        }
        try service.waitFor("the end of the condition") { !service.hasCondition("inbox 1 leaving") }
        #expect(service.end().status == 0)
        try expectClean(copies)
    }

    @Test("a folder that goes away is told of, and watched again when it is back")
    func goneInbox() throws {
        try centre.configureService()
        let service = try RunningService(centre)
        let (early, late) = (try study("early"), try study("late"))
        try FileManager.default.copyItem(at: early.files[0], to: centre.inbox.appending(path: "early.dcm"))
        try service.waitFor("the first file") { try DataSets(archiveOf: centre).counts.count == 1 }
        let elsewhere = centre.folder.url.appending(path: "elsewhere")
        try FileManager.default.moveItem(at: centre.inbox, to: elsewhere)
        try service.waitFor("the condition") { service.hasCondition("inbox 1") }
        try FileManager.default.copyItem(at: late.files[0], to: elsewhere.appending(path: "late.dcm"))
        try FileManager.default.moveItem(at: elsewhere, to: centre.inbox)
        try service.waitFor("the late file") { try DataSets(archiveOf: centre).counts.count == 2 }
        try service.waitFor("the end of the condition") { !service.hasCondition("inbox 1") }
        #expect(service.end().status == 0)
        try expectClean([early.files[0], late.files[0]])
    }
}

/// A small disk of its own, in memory, until it is unmounted.
private struct MountedDisk {
    /// Whether this account may mount.
    static let isPermitted: Bool = {
        // Whoever can't make a folder can't mount either.
        guard let folder = try? TemporaryFolder(), let disk = try? MountedDisk(at: folder.url, mebibytes: 1) else {
            return false
        }
        disk.unmount()
        return true
    }()

    private let folder: URL

    init(at folder: URL, mebibytes: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let options = "size=\(mebibytes)m,mode=700"
        let mounted = try Self.mount(["-t", "tmpfs", "-o", options, "sonoquant-test", folder.path])
        try #require(mounted.status == 0, "\(mounted.errors)")
    }

    private static func mount(_ arguments: [String]) throws -> Program.Ending {
        try Program(executable: URL(filePath: "/usr/bin/mount")).run(arguments)
    }

    func remount(_ mode: String) throws {
        let mounted = try Self.mount(["-o", "remount,\(mode)", folder.path])
        try #require(mounted.status == 0, "\(mounted.errors)")
    }

    /// Lazily: a service that failed a test may hold it still.
    func unmount() {
        _ = try? Program(executable: URL(filePath: "/usr/bin/umount")).run(["--lazy", folder.path])
    }

    private var filler: URL { folder.appending(path: "filler") }

    func fill(leaving mebibytes: Int) throws {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
        let free = try #require(attributes[.systemFreeSize] as? NSNumber).intValue
        try Data(count: free - mebibytes << 20).write(to: filler)
    }

    func empty() throws { try FileManager.default.removeItem(at: filler) }
}
