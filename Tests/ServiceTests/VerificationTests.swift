import Foundation
import Identifiers
import Ledger
import Service
import TestSupport
import Testing

/// A centre with one study that the real program has reported and charged, and one file in quarantine.
private struct VerifiedCentre {
    let centre: ImagingCentre
    let state: StateDirectory

    init() throws {
        centre = try ImagingCentre()
        try centre.drop(simulated: "liver-current")
        // A DICOM file cut off in its header.
        let bytes = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + [2, 0, 0]
        try Data(bytes).write(to: centre.inbox.appending(path: "cut.dcm"))
        _ = try centre.batch("--quiet")
        let signed = try centre.interpret("SIM26111001")
        try #require(signed.status == 0, "\(signed.errors)")
        state = StateDirectory(root: centre.state)
    }

    func verify(quick: Bool = false, study: StudyKey? = nil) async throws -> VerificationReport {
        let ledger = try Ledger(file: state.ledger, now: { Date() })
        return try await Verification(state, ledger: ledger, isQuick: quick, study: study, pauses: [.milliseconds(1)])
            .run()
    }

    /// Runs SQL past the program, as somebody with a shell could.
    func execute(_ sql: String) throws {
        let python = Program(executable: URL(filePath: "/usr/bin/python3"))
        let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
        let ending = try python.run(["-c", script, state.ledger.path, sql])
        try #require(ending.status == 0, "\(ending.errors)")
    }

    /// The only file under a folder whose name ends so.
    func file(in folder: URL, _ suffix: String) throws -> URL {
        let paths = try #require(FileManager.default.subpaths(atPath: folder.path))
        let path = try #require(paths.first { $0.hasSuffix(suffix) })
        return folder.appending(path: path)
    }
}

/// One kind of damage, and what `verify` is to say of it.
struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: VerificationReport.Code
    fileprivate let isFoundQuickly: Bool
    fileprivate let make: @Sendable (VerifiedCentre) throws -> Void

    private init(
        _ name: String,
        _ code: VerificationReport.Code,
        quickly: Bool = true,
        make: @escaping @Sendable (VerifiedCentre) throws -> Void
    ) {
        (testDescription, self.code, isFoundQuickly, self.make) = (name, code, quickly, make)
    }

    private static func flip(_ file: URL) throws {
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
    }

    static let archive: [Damage] = [
        Damage("a flipped bit in an instance", .altered, quickly: false) {
            try flip($0.file(in: $0.state.archive, ".dcm"))
        },
        Damage("an instance cut short", .altered) { try Data([1]).write(to: $0.file(in: $0.state.archive, ".dcm")) },
        Damage("a missing instance", .missing) {
            try FileManager.default.removeItem(at: $0.file(in: $0.state.archive, ".dcm"))
        },
        Damage("a link in an instance's place", .unreadable) {
            let file = try $0.file(in: $0.state.archive, ".dcm")
            let other = $0.centre.folder.url.appending(path: "elsewhere")
            try FileManager.default.moveItem(at: file, to: other)
            try FileManager.default.createSymbolicLink(at: file, withDestinationURL: other)
        },
        Damage("a file in the archive without a row", .orphan) {
            let name = String(repeating: "0", count: 64) + ".dcm"
            try Data([1]).write(to: $0.state.archive.appending(path: "S000001/\(name)"))
        },
        Damage("a strange folder in the archive", .orphan) {
            try FileManager.default.createDirectory(
                at: $0.state.archive.appending(path: "DOE^JANE"),
                withIntermediateDirectories: false
            )
        },
    ]

    static let stages: [Damage] = [
        Damage("a missing quarantine folder", .missing) {
            try FileManager.default.removeItem(at: $0.file(in: $0.state.quarantine, "/content"))
        },
        Damage("another reason.json", .altered) {
            try Data("{}".utf8).write(to: $0.file(in: $0.state.quarantine, "/reason.json"))
        },
        Damage("a quarantine folder of no arrival", .orphan) {
            try FileManager.default.createDirectory(
                at: $0.state.quarantine.appending(path: "999"),
                withIntermediateDirectories: false
            )
        },
        Damage("a result without its mark", .missing) {
            try FileManager.default.removeItem(at: $0.file(in: $0.state.results, "/complete.json"))
        },
        Damage("a changed result", .altered, quickly: false) {
            try flip($0.file(in: $0.state.results, "/result.json"))
        },
        Damage("a truncated report", .altered, quickly: false) {
            try Data([1]).write(to: $0.file(in: $0.state.reports, "report.dcm"))
        },
        Damage("a changed event in the outbox", .altered) { try flip($0.file(in: $0.centre.pending, ".json")) },
        Damage("an event that the ledger doesn't know", .orphan) {
            let name = "00000000-0000-5000-8000-000000000000.json"
            try Data("{}".utf8).write(to: $0.centre.pending.appending(path: name))
        },
    ]

    static let rows: [Damage] = [
        Damage("a changed line of audit", .auditBroken) {
            try $0.execute("DROP TRIGGER audit_is_never_changed; UPDATE audit SET who = 'nobody' WHERE number = 2")
        },
        Damage("a size in a row", .altered) { try $0.execute("UPDATE instances SET size = size + 1 WHERE number = 1") },
        Damage("a path in a row that leads out", .contradiction) {
            try $0.execute("UPDATE instances SET archive_name = '../../etc/passwd' WHERE number = 1")
        },
        Damage("wrong counts", .contradiction) { try $0.execute("UPDATE study_counts SET n = n + 1") },
        Damage("a digest of an event", .altered) {
            try $0.execute("UPDATE charges SET sha256 = '\(String(repeating: "0", count: 64))'")
        },
        Damage("a removed instance's row", .orphan) { try $0.execute("DELETE FROM instances WHERE number = 1") },
    ]
}

@Suite("Verification", .timeLimit(.minutes(20)))
struct VerificationTests {
    @Test("a healthy state directory is clean, also where the consumer took the event", .tags(.law1))
    func clean() async throws {
        let centre = try VerifiedCentre()
        var report = try await centre.verify()
        #expect(report.isClean && report.notes.isEmpty, "\(report)")
        #expect(report.counts.instances > 0 && report.counts.bytes > 0 && report.counts.quarantined == 1)
        #expect(report.counts.reports == 2 && report.counts.events == 1 && report.counts.outboxFiles == 1)
        #expect(report.counts.archiveFiles == report.counts.instances)
        let event = try #require(try centre.centre.events().first)
        try FileManager.default.moveItem(at: event, to: URL(filePath: event.path + ".claimed"))
        #expect(try await centre.verify().isClean)
        try FileManager.default.removeItem(atPath: event.path + ".claimed")
        try Data().write(to: centre.state.spool.appending(path: "7"))
        report = try await centre.verify(quick: true)
        #expect(report.isClean && report.counts.bytes == 0)
        #expect(report.notes.map(\.subject) == ["spool"])
    }

    @Test("every kind of damage is found, and named without patient data", .tags(.law1, .law7))
    func damage() async throws {
        let whole = try VerifiedCentre()
        let kept = whole.centre.folder.url.appending(path: "kept")
        try FileManager.default.copyItem(at: whole.state.root, to: kept)
        for damage in Damage.archive + Damage.stages + Damage.rows {
            try damage.make(whole)
            let report = try await whole.verify()
            let codes = report.findings.map(\.code)
            #expect(codes.contains(damage.code), "\(damage.testDescription): \(report.findings)")
            #expect(!"\(report.findings)".contains("DOE"), "\(damage.testDescription)")
            let quick = try await whole.verify(quick: true)
            #expect(quick.isClean != damage.isFoundQuickly, "\(damage.testDescription): \(quick.findings)")
            try FileManager.default.removeItem(at: whole.state.root)
            try FileManager.default.copyItem(at: kept, to: whole.state.root)
        }
        #expect(try await whole.verify().isClean)
    }

    @Test("one study is looked at alone")
    func oneStudy() async throws {
        let centre = try VerifiedCentre()
        try FileManager.default.removeItem(at: centre.file(in: centre.state.archive, ".dcm"))
        #expect(try await !centre.verify(study: StudyKey(number: 1)).isClean)
        #expect(try await centre.verify(study: StudyKey(number: 2)).counts.instances == 0)
    }

    @Test("what has its row a moment later is not told", .tags(.law1))
    func inFlight() async throws {
        let centre = try VerifiedCentre()
        let name = String(repeating: "0", count: 64) + ".dcm"
        let file = centre.state.archive.appending(path: "S000001/\(name)")
        try Data([1]).write(to: file)
        let ledger = try Ledger(file: centre.state.ledger, now: { Date() })
        let verification = Verification(centre.state, ledger: ledger, pauses: [.seconds(1)])
        let report = try await verification.run { counts in
            // After the archive's folders were listed once.
            if counts.archiveFiles > 0 { try? FileManager.default.removeItem(at: file) }
        }
        #expect(report.isClean, "\(report.findings)")
    }
}
