import Foundation
import SystemCalls
import TestSupport
import Testing

@Suite("Durable files")
struct DurableFileTests {
    @Test("a file is written whole, for the owner alone, without a temporary name beside it")
    func write() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write(Data("first".utf8), named: "a", in: folder.url)
        try DurableFile.write(Data("second".utf8), named: "a", in: folder.url)
        #expect(try Data(contentsOf: folder.url.appending(path: "a")) == Data("second".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: "a").path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("a folder is made with its parents, once and again")
    func folders() throws {
        let folder = try TemporaryFolder()
        let deep = folder.url.appending(path: "a/b/c")
        try DurableFile.makeFolder(deep)
        try DurableFile.makeFolder(deep)
        #expect(FileManager.default.fileExists(atPath: deep.path))
    }

    @Test("what the system refuses is told with its reason, without the path", .tags(.law7))
    func refusal() throws {
        let folder = try TemporaryFolder().url.appending(path: "DOE^JOHN")
        let error = #expect(throws: SystemCallError.self) {
            try DurableFile.write(Data(), named: "reason.json", in: folder)
        }
        #expect(error?.description == "open of reason.json failed: No such file or directory")
    }

    @Test("a lock is held by one only, and free again when its holder is gone")
    func lock() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "lock")
        do {
            guard let held = try FileLock.take(file) else {
                Issue.record("the lock is not free")
                return
            }
            if try FileLock.take(file) != nil { Issue.record("the lock was given twice") }
            _ = consume held
        }
        if try FileLock.take(file) == nil { Issue.record("the lock is not free again") }
    }
}
