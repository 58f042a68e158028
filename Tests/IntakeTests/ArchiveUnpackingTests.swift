import Foundation
import Intake
import TestSupport
import Testing

@Suite("Unpacking an archive")
struct ArchiveUnpackingTests {
    @Test(
        "every file of each kind of archive is there, bit by bit",
        .tags(.law1),
        arguments: ["a.zip", "a.tar", "a.tar.gz", "a.tar.bz2", "a.tar.xz", "a.tar.zst"]
    )
    func kinds(name: String) throws {
        let fixture = try ArchiveFixture()
        try fixture.python(
            """
            with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as out:
                for path in images: out.write(path, name(path))
            for mode in ['', 'gz', 'bz2', 'xz']:
                with tarfile.open('a.tar' + ('.' + mode if mode else ''), 'w:' + mode) as out:
                    for path in images: out.add(path, name(path))
            subprocess.run(['zstd', '-q', 'a.tar', '-o', 'a.tar.zst'], check=True)
            """
        )
        let unpacked = try fixture.unpack(name)
        #expect(unpacked.members.count == 7)
        #expect(unpacked.ending == .whole(members: 7, skipped: 0))
        for (member, path) in zip(unpacked.members, unpacked.paths) {
            let original = try Data(contentsOf: Repository.root.appending(path: "TestDICOM/\(path)"))
            let bytes = try unpacked.bytes(member.number)
            #expect(bytes == original)
            #expect(member.size == Int64(original.count))
        }
    }

    @Test("no name of an archive is one of the file system", .tags(.law3))
    func names() throws {
        let fixture = try ArchiveFixture()
        try fixture.python(
            """
            with tarfile.open('a.tar', 'w', format=tarfile.GNU_FORMAT) as out:
                for path in ['/abs', '../../up', 'a/../b', 'line\\nbreak', 'same', 'same', 'x' * 300, 'é']:
                    out.addfile(entry(path, size=3), io.BytesIO(b'abc'))
                out.addfile(entry('link', type=tarfile.SYMTYPE, linkname='/etc/passwd'))
                out.addfile(entry('hard', type=tarfile.LNKTYPE, linkname='/etc/passwd'))
                out.addfile(entry('device', type=tarfile.CHRTYPE, devmajor=1, devminor=3))
                out.addfile(entry('pipe', type=tarfile.FIFOTYPE))
                out.addfile(entry('folder', type=tarfile.DIRTYPE))
                out.addfile(entry('link/inside', size=3), io.BytesIO(b'abc'))
            """
        )
        let unpacked = try fixture.unpack("a.tar")
        let names = [
            "/abs", "../../up", "a/../b", "line\nbreak", "same", "same", String(repeating: "x", count: 300), "é",
        ]
        #expect(unpacked.paths == names + ["link/inside"])
        #expect(unpacked.skipped.count == 4)
        #expect(unpacked.ending == .whole(members: 9, skipped: 4))
        let files = try FileManager.default.contentsOfDirectory(atPath: unpacked.folder.path)
        #expect(files.sorted() == (1...9).map { "000000\($0)" })
        for number in 1...9 {
            let bytes = try unpacked.bytes(number)
            #expect(bytes == Data("abc".utf8))
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.file("up").path))
    }

    @Test("a bomb is refused before it has grown", .tags(.law8), arguments: ["a.zip", "a.tar.gz", "sparse.tar"])
    func ratio(name: String) throws {
        let fixture = try ArchiveFixture()
        try fixture.python(
            """
            zeros = bytes(32 << 20)
            with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as out: out.writestr('zeros', zeros)
            with tarfile.open('a.tar.gz', 'w:gz', compresslevel=1) as out:
                out.addfile(entry('zeros', size=len(zeros)), io.BytesIO(zeros))
            with open('hole', 'wb') as hole: hole.truncate(1 << 40)
            subprocess.run(['tar', '-S', '-cf', 'sparse.tar', 'hole'], check=True)
            """
        )
        let unpacked = try fixture.unpack(name) { $0.bytesWithoutRatio = 1 << 20 }
        #expect(unpacked.code == .archiveTooLarge)
        #expect(unpacked.members.isEmpty)
        let written = try unpacked.bytesWritten()
        #expect(written <= 16 << 20)
    }

    @Test("a size that is only claimed is refused at once", .tags(.law8))
    func claimedSize() throws {
        let fixture = try ArchiveFixture()
        try fixture.python("open('a.tar', 'wb').write(entry('a', size=1 << 50).tobuf() + bytes(4096))")
        let unpacked = try fixture.unpack("a.tar")
        #expect(unpacked.code == .archiveTooLarge)
    }

    @Test("a million entries are not read to their end", .tags(.law8), arguments: ["a.tar.gz", "a.zip"])
    func entries(name: String) throws {
        let fixture = try ArchiveFixture()
        try fixture.python(
            """
            with gzip.open('a.tar.gz', 'wb', compresslevel=1) as out:
                block = entry('a').tobuf() * 10000
                for _ in range(100): out.write(block)
            with zipfile.ZipFile('a.zip', 'w') as out:
                for number in range(3000): out.writestr(str(number), b'')
            """
        )
        let unpacked = try fixture.unpack(name) { $0.entries = 2000 }
        #expect(unpacked.code == .archiveTooLarge)
        #expect(unpacked.members.count == 2000)
    }

    @Test("a path without end is refused", .tags(.law8))
    func longPath() throws {
        let fixture = try ArchiveFixture()
        try fixture.python(
            """
            with tarfile.open('a.tar', 'w', format=tarfile.PAX_FORMAT) as out:
                out.addfile(entry('x/' * 3000, size=1), io.BytesIO(b'a'))
            """
        )
        let unpacked = try fixture.unpack("a.tar")
        #expect(unpacked.code == .archiveTooLarge)
    }

    @Test(
        "an archive that isn't whole is refused",
        .tags(.law1),
        arguments: ["cut.zip", "cut.tar", "cut.tar.gz", "cut.tar.zst", "flipped.zip", "only.gz", "nothing.zip"]
    )
    func broken(name: String) throws {
        let fixture = try ArchiveFixture()
        try fixture.python(
            """
            with zipfile.ZipFile('a.zip', 'w') as out:
                for path in images[:3]: out.write(path, name(path))
            for mode in ['', 'gz']:
                with tarfile.open('a.tar' + ('.' + mode if mode else ''), 'w:' + mode) as out:
                    for path in images[:3]: out.add(path, name(path))
            subprocess.run(['zstd', '-q', 'a.tar', '-o', 'a.tar.zst'], check=True)
            for whole in ['a.zip', 'a.tar', 'a.tar.gz', 'a.tar.zst']:
                data = open(whole, 'rb').read()
                open('cut' + whole[1:], 'wb').write(data[:len(data) * 2 // 3])
            data = bytearray(open('a.zip', 'rb').read())
            data[2000] ^= 1
            open('flipped.zip', 'wb').write(data)
            gzip.open('only.gz', 'wb').write(b'no tar at all' * 99)
            open('nothing.zip', 'wb').write(b'PK\\3\\4')
            """
        )
        let unpacked = try fixture.unpack(name)
        #expect(unpacked.code == .brokenArchive)
    }

    @Test("an archive with a password is refused with words")
    func encrypted() throws {
        let fixture = try ArchiveFixture()
        try Data("abc".utf8).write(to: fixture.file("secret"))
        try fixture.run(["zip", "-q", "-P", "word", "a.zip", "secret"])
        let unpacked = try fixture.unpack("a.zip")
        #expect(unpacked.code == .encryptedArchive)
    }
}

extension ArchiveFixture.Unpacked {
    /// Bytes of the files that it left.
    func bytesWritten() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).reduce(0) { sum, name in
            sum + (try Data(contentsOf: folder.appending(path: name), options: .mappedIfSafe)).count
        }
    }
}
