import Foundation
import Intake
import TestSupport
import Testing

/// Makes archives with the tools that people make them with.
struct ArchiveFixture {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Where what `python` made under this name lies.
    func file(_ name: String) -> URL { folder.url.appending(path: name) }

    /// Runs Python in the folder. `studies` is TestDICOM, whose files are `images`; `data` is the shared test data or nothing.
    func python(_ body: String) throws {
        let start = """
            import bz2, glob, gzip, io, lzma, os, struct, subprocess, sys, tarfile, zipfile
            studies = sys.argv[1]
            images = sorted(glob.glob(studies + '/*/*.dcm'))
            def name(path): return os.path.relpath(path, studies)
            def entry(name, **values):
                info = tarfile.TarInfo(name)
                for key, value in values.items(): setattr(info, key, value)
                return info

            """
        try run(["python3", "-c", start + body, Repository.root.appending(path: "TestDICOM").path])
    }

    /// Runs a program in the folder.
    func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// Unpacks what was made as the worker does, within bounds.
    func unpack(_ name: String, _ bound: (inout ArchiveLimits) -> Void = { _ in }) throws -> Unpacked {
        var limits = ArchiveLimits()
        bound(&limits)
        let output = file("output-\(name)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: false)
        var said: [UnpackReport] = []
        let order = UnpackOrder(archive: file(name).path, limits: limits)
        let ending = try ArchiveUnpacking.unpack(order, into: output) { said.append($0) }
        return Unpacked(said: said, ending: ending, folder: output)
    }

    /// What the worker's side made of an archive.
    struct Unpacked {
        let said: [UnpackReport]
        let ending: UnpackReport
        let folder: URL

        var members: [UnpackedMember] {
            said.compactMap { if case .member(let member) = $0 { member } else { nil } }
        }

        var skipped: [String] {
            said.compactMap { if case .skipped(let why) = $0 { why } else { nil } }
        }

        var paths: [String] { members.map { String(decoding: $0.path, as: UTF8.self) } }

        /// The code with which it was refused; nil where it wasn't.
        var code: ArchiveRefusal.Code? {
            if case .stopped(let refusal) = ending { refusal.code } else { nil }
        }

        func bytes(_ number: Int) throws -> Data {
            try Data(contentsOf: folder.appending(path: UnpackedMember.fileName(number)))
        }
    }
}
