import Foundation
import Glibc
import SystemCalls
import TestSupport
import Testing

/// Landlock binds a thread, so that each test confines one of its own.
@Suite("A confined worker", .tags(.law3), .enabled(if: FileConfinement.version != nil), .timeLimit(.minutes(20)))
struct FileConfinementTests {
    /// What a try came to: 0, or the error number.
    private struct Tries: Hashable, Sendable {
        var readsInput: Int32 = -1
        var readsOther: Int32 = -1
        var changesInput: Int32 = -1
        var writesOutput: Int32 = -1
        var renamesOutput: Int32 = -1
        var writesOther: Int32 = -1
        var removesOther: Int32 = -1
        var makesFolder: Int32 = -1
        var linksOut: Int32 = -1
    }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["input", "output", "other"] {
            let place = folder.url.appending(path: name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("there".utf8).write(to: place.appending(path: "file"))
        }
    }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func opens(_ name: String, _ flags: Int32) -> Int32 {
        let descriptor = unsafe open(path(name), flags, 0o600)
        guard descriptor >= 0 else { return errno }
        close(descriptor)
        return 0
    }

    private func tries(within confinement: FileConfinement) async throws -> Tries {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    try confinement.apply()
                } catch {
                    return continuation.resume(throwing: error)
                }
                var tries = Tries()
                tries.readsInput = opens("input/file", O_RDONLY)
                tries.readsOther = opens("other/file", O_RDONLY)
                tries.changesInput = opens("input/file", O_WRONLY)
                tries.writesOutput = opens("output/.new.tmp", O_WRONLY | O_CREAT | O_TRUNC)
                tries.renamesOutput = unsafe rename(path("output/.new.tmp"), path("output/new")) == 0 ? 0 : errno
                tries.writesOther = opens("other/new", O_WRONLY | O_CREAT)
                tries.removesOther = unsafe unlink(path("other/file")) == 0 ? 0 : errno
                tries.makesFolder = unsafe mkdir(path("output/folder"), 0o700) == 0 ? 0 : errno
                tries.linksOut = unsafe link(path("other/file"), path("output/link")) == 0 ? 0 : errno
                continuation.resume(returning: tries)
            }
        }
    }

    @Test("reads its input and writes its output, and nothing else")
    func inputAndOutput() async throws {
        let confinement = FileConfinement(readable: [path("input")], writable: [path("output")])
        let tries = try await tries(within: confinement)
        #expect(
            tries
                == Tries(
                    readsInput: 0,
                    readsOther: EACCES,
                    changesInput: EACCES,
                    writesOutput: 0,
                    renamesOutput: 0,
                    writesOther: EACCES,
                    removesOther: EACCES,
                    makesFolder: EACCES,
                    linksOut: EXDEV
                )
        )
        #expect(FileManager.default.fileExists(atPath: path("other/file")))
        #expect(FileManager.default.fileExists(atPath: path("output/new")))
    }

    @Test("without an output it changes no file, and may read all where nothing else is said")
    func readOnly() async throws {
        let tries = try await tries(within: FileConfinement(readable: nil))
        #expect(tries.readsInput == 0 && tries.readsOther == 0)
        #expect(tries.changesInput == EACCES && tries.writesOutput == EACCES && tries.writesOther == EACCES)
        #expect(tries.removesOther == EACCES)
    }

    @Test("a place that isn't there confines nothing and is told")
    func absent() async throws {
        let confinement = FileConfinement(readable: [path("absent")])
        await #expect(throws: SystemCallError.self) { try await tries(within: confinement) }
    }
}
