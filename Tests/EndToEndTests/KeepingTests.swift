import Foundation
import TestSupport
import Testing

/// `verify --json`, as far as tests ask.
private struct VerifyAnswer: Decodable {
    struct Finding: Decodable {
        let code: String
        let subject: String
    }

    let findings: [Finding]
    let notes: [Finding]
}

/// `quarantine list --json`, as far as tests ask.
private struct QuarantineAnswer: Decodable {
    let arrival: Int
    let code: String
    let path: String
    let outcome: String
}

@Suite("verify, backup and quarantine", .timeLimit(.minutes(20)))
struct KeepingTests {
    private let centre: ImagingCentre
    private let accession = "SIM26111001"
    private let cut = Data([UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + [2, 0, 0])

    init() throws {
        centre = try ImagingCentre()
    }

    private func verify(_ state: URL? = nil) throws -> (status: Int32, answer: VerifyAnswer) {
        let ending = try Program().run(["verify", "--json", "--state", (state ?? centre.state).path])
        return (ending.status, try JSONDecoder().decode(VerifyAnswer.self, from: Data(ending.output.utf8)))
    }

    private func quarantine() throws -> [QuarantineAnswer] {
        let ending = try centre.run("quarantine", "list", "--json")
        return try JSONDecoder().decode([QuarantineAnswer].self, from: Data(ending.output.utf8))
    }

    @Test("a backup verifies clean, goes on by itself, and makes the same events", .tags(.law1, .law5))
    func backup() throws {
        try centre.drop(simulated: "liver-current")
        try cut.write(to: centre.inbox.appending(path: "cut.dcm"))
        #expect(try centre.batch("--quiet").status == 2)
        let target = centre.folder.url.appending(path: "backup")
        let first = try centre.run("backup", target.path)
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(try verify(target).status == 0)
        // Again copies what is new alone; an interrupted one is completed.
        try FileManager.default.removeItem(at: target.appending(path: "backup.json"))
        try FileManager.default.createDirectory(
            at: target.appending(path: ".unfinished"),
            withIntermediateDirectories: false
        )
        let archived = try #require(
            FileManager.default.subpaths(atPath: target.appending(path: "archive").path)?.first { $0.hasSuffix(".dcm") }
        )
        let before = try FileManager.default.attributesOfItem(
            atPath: target.appending(path: "archive/\(archived)").path
        )
        #expect(try centre.run("backup", target.path).status == 0)
        let after = try FileManager.default.attributesOfItem(atPath: target.appending(path: "archive/\(archived)").path)
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
        let rights = try FileManager.default.attributesOfItem(atPath: target.path)[.posixPermissions] as? Int
        #expect(rights == 0o700)
        // The original and the restored copy, each signed.
        let restored = centre.folder.url.appending(path: "restored")
        try FileManager.default.copyItem(at: target, to: restored)
        #expect(try centre.interpret(accession).status == 0)
        let signed = try Program().run([
            "interpret", accession, "--impression", "Within normal limits.", "--state", restored.path, "--config",
            centre.configuration.path,
        ])
        #expect(signed.status == 0, "\(signed.errors)")
        let events = try FileManager.default.contentsOfDirectory(
            atPath: restored.appending(path: "outbox/billing/pending").path
        )
        #expect(try events == centre.events().map(\.lastPathComponent))
        #expect(try verify(restored).status == 0)
        // An event that the biller took is not offered again by the next backup.
        #expect(try centre.run("backup", target.path).status == 0)
        let pending = target.appending(path: "outbox/billing/pending")
        #expect(try FileManager.default.contentsOfDirectory(atPath: pending.path) == events)
        for event in try centre.events() { try FileManager.default.removeItem(at: event) }
        #expect(try centre.run("backup", target.path).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: pending.path).isEmpty)
        #expect(try verify(target).status == 0)
    }

    @Test("a backup is refused where it would do harm, and never carries damage over")
    func refusedBackup() throws {
        try centre.drop(simulated: "liver-current")
        #expect(try centre.batch("--quiet").status == 0)
        #expect(try centre.run("backup", centre.state.appending(path: "backup").path).status == 65)
        #expect(try centre.run("backup", centre.inbox.path).status == 65)
        let archive = centre.state.appending(path: "archive")
        let path = try #require(
            FileManager.default.subpaths(atPath: archive.path)?.first { $0.hasSuffix(".dcm") }
        )
        var bytes = try Data(contentsOf: archive.appending(path: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: archive.appending(path: path))
        let target = centre.folder.url.appending(path: "backup")
        #expect(try centre.run("backup", target.path).status == 2)
        #expect(!FileManager.default.fileExists(atPath: target.appending(path: "archive/\(path)").path))
        let (status, answer) = try verify()
        #expect(status == 2)
        #expect(answer.findings.map(\.code) == ["altered"])
        #expect(answer.findings.map(\.subject) == ["archive/\(path)"])
    }

    @Test("a file in quarantine is listed, taken in again, or discarded with a reason", .tags(.law1, .law7))
    func quarantineCommands() throws {
        try centre.drop(simulated: "liver-current")
        try cut.write(to: centre.inbox.appending(path: "DOE^JANE.dcm"))
        #expect(try centre.batch("--quiet").status == 2)
        let listed = try quarantine()
        let number = try #require(listed.first).arrival
        #expect(listed.map(\.path) == ["DOE^JANE.dcm"])
        #expect(try !centre.run("quarantine", "list").output.contains("DOE"), "paths go to no pipe")
        #expect(try !centre.run("quarantine", "show", "\(number)").output.contains("DOE"))
        #expect(try centre.run("quarantine", "show", "9999").status == 65)
        let again = try centre.run("quarantine", "restore", "\(number)")
        #expect(again.status == 2 && again.output.contains("stays in quarantine"), "\(again.errors)")
        #expect(try verify().status == 0)
        #expect(try centre.run("quarantine", "discard", "\(number)", "--reason", "sent again").status == 64)
        for _ in 0..<2 {
            #expect(try centre.run("quarantine", "discard", "\(number)", "--yes", "--reason", "sent again").status == 0)
        }
        #expect(try quarantine().isEmpty)
        #expect(
            !FileManager.default.fileExists(atPath: centre.state.appending(path: "quarantine/\(number)").path)
        )
        #expect(try centre.run("quarantine", "restore", "\(number)").status == 65)
        #expect(try verify().status == 0)
        // The same file, still in the inbox, is left alone.
        #expect(try centre.batchAnswer().outcomes["DOE^JANE.dcm"] == "discarded")
    }

    @Test("what this version reads and an older one refused goes from quarantine to its study", .tags(.law1))
    func restored() throws {
        try cut.write(to: centre.inbox.appending(path: "cut.dcm"))
        #expect(try centre.batch("--quiet").status == 2)
        let number = try #require(try quarantine().first).arrival
        // As an older version would have left a file that only this one reads.
        let whole = try Data(contentsOf: Repository.root.appending(path: "TestDICOM/liver-current/liver-1.dcm"))
        try whole.write(to: centre.state.appending(path: "quarantine/\(number)/content"))
        let python = Program(executable: URL(filePath: "/usr/bin/python3"))
        let script = """
            import sqlite3, sys, hashlib
            c = sqlite3.connect(sys.argv[1])
            digest = hashlib.sha256(open(sys.argv[2], 'rb').read()).hexdigest()
            c.execute('UPDATE arrivals SET sha256 = ? WHERE number = ?', (digest, sys.argv[3]))
            c.commit()
            """
        let changed = try python.run([
            "-c", script, centre.state.appending(path: "ledger.sqlite").path,
            centre.state.appending(path: "quarantine/\(number)/content").path, "\(number)",
        ])
        try #require(changed.status == 0, "\(changed.errors)")
        let ending = try centre.run("quarantine", "restore", "\(number)")
        #expect(ending.status == 0 && ending.output.contains("archived"), "\(ending.output)\(ending.errors)")
        #expect(try quarantine().isEmpty)
        #expect(try verify().status == 0)
        #expect(try centre.run("quarantine", "restore", "\(number)").status == 65)
        #expect(try centre.studies().map(\.state) == ["receiving"])
    }
}
