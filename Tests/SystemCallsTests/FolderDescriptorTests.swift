import Foundation
import SystemCalls
import TestSupport
import Testing

@Suite("Open folders")
struct FolderDescriptorTests {
    @Test("names are listed in the order of their bytes, up to a limit", .tags(.law8))
    func names() throws {
        let folder = try TemporaryFolder()
        for name in ["b", "a", "é"] { try Data().write(to: folder.url.appending(path: name)) }
        let descriptor = try FolderDescriptor(path: folder.url.path)
        #expect(try descriptor.names(limit: 3) == [Array("a".utf8), Array("b".utf8), Array("é".utf8)])
        #expect(try descriptor.names(limit: 2) == nil)
    }

    @Test("links are seen as links, and never followed")
    func links() throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: folder.url.appending(path: "file").path,
            withDestinationPath: "/etc/passwd"
        )
        try files.createSymbolicLink(atPath: folder.url.appending(path: "folder").path, withDestinationPath: "/etc")
        let descriptor = try FolderDescriptor(path: folder.url.path)
        #expect(try descriptor.status(of: Array("file".utf8)).kind == .symbolicLink)
        do {
            _ = try descriptor.open(Array("file".utf8))
            Issue.record("a link was opened")
        } catch {
            #expect(error.call == "open")
        }
        do {
            _ = try descriptor.subfolder(Array("folder".utf8))
            Issue.record("a link was entered")
        } catch {
            #expect(error.call == "open")
        }
    }

    @Test("a file is read in pieces to its end")
    func reading() throws {
        let folder = try TemporaryFolder()
        try Data("0123456789".utf8).write(to: folder.url.appending(path: "a"))
        let file = try FolderDescriptor(path: folder.url.path).open(Array("a".utf8))
        var buffer = [UInt8](repeating: 0, count: 4)
        var read: [UInt8] = []
        while case let count = try file.read(into: &buffer), count > 0 { read += buffer[..<count] }
        #expect(read == Array("0123456789".utf8))
        #expect(try file.status().size == 10)
    }
}
