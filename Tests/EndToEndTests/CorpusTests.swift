import Foundation
import Identifiers
import TestSupport
import Testing

@Suite(
    "A batch over us, other and malformed together", .enabled(if: Repository.sharedTestData != nil),
    .timeLimit(.minutes(10))
)
struct CorpusTests {
    private let run: CorpusRun

    init() throws {
        run = try CorpusRun.shared.get()
    }

    @Test("ends with the partial-failure code and accounts for every file by name", .tags(.law1))
    func accounts() throws {
        #expect(run.ending.status == 2 && run.answer.exitCode == 2)
        let names = try CorpusRun.paths()
        #expect(run.answer.files.map(\.path).sorted() == names)
        for file in run.answer.files {
            // As a terminal may show it: no file of the corpus has a name with control characters.
            let line = run.text.output.split(separator: "\n").first {
                $0.hasSuffix("  \(file.path)") && $0.hasPrefix("\(file.arrival) ")
            }
            #expect(line?.contains(" \(file.outcome) ") == true, "\(file.path) is not in the summary as \(file.outcome)")
            if ["quarantined", "skipped", "kept"].contains(file.outcome) {
                #expect(file.reason?.isEmpty == false, "\(file.path) has no reason")
            }
        }
        #expect(run.answer.counts.files == Dictionary(run.answer.files.map { ($0.outcome, 1) }, uniquingKeysWith: +))
    }

    @Test("ends each file as its note in the MANIFEST says that it should", .tags(.law1, .law3))
    func outcomes() throws {
        for file in run.answer.files {
            let right = CorpusExpectations.outcomes(of: file.path)
            #expect(right.contains(file.outcome), "\(file.path): \(file.outcome), \(file.reason ?? "no reason")")
        }
    }

    @Test("keeps every byte: in the archive, in quarantine, or in the inbox", .tags(.law1))
    func nothingLost() throws {
        #expect(run.inbox.before == run.inbox.after)
        let archived = Set(run.state.first.entries.filter { $0.key.hasPrefix("archive/") }.values)
        for file in run.answer.files {
            let digest = try #require(run.inbox.before.entries[file.path])
            switch file.outcome {
            case "archived", "kept", "duplicate": #expect(archived.contains(digest), "\(file.path)")
            case "quarantined":
                #expect(run.state.first.entries["quarantine/\(file.arrival)/content"] == digest, "\(file.path)")
                #expect(run.state.first.entries["quarantine/\(file.arrival)/reason.json"] != nil, "\(file.path)")
            default: #expect(file.outcome == "skipped", "\(file.path)")
            }
        }
    }

    @Test("writes nothing outside the state directory, whatever names and identifiers say", .tags(.law1, .law3))
    func staysInside() throws {
        #expect(run.outside.after.differences(from: run.outside.before) == [])
        for path in ["/tmp/sonoquant-owned", "/etc/passwd.dcm", "/tmp/x.dcm"] {
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        let ours = /^(lock|(spool|archive|quarantine|results|reports|outbox|orders)(\/[A-Za-z0-9.\/-]+)?)$/
        for path in run.state.first.paths { #expect(path.wholeMatch(of: ours) != nil, "\(path)") }
        #expect(!run.state.first.paths.contains { $0.contains("/.") || $0.hasPrefix("spool/") })
    }

    @Test("reports the studies that can be measured, and fails none", .tags(.law3))
    func studies() throws {
        let states = Dictionary(uniqueKeysWithValues: run.answer.studies.map { ($0.study, $0) })
        #expect(run.answer.studies.filter { $0.state == "failed" }.map(\.waitsFor) == [])
        for path in CorpusExpectations.reported {
            let study = try #require(run.answer.files.first { $0.path == path }?.study, "\(path)")
            #expect(states[study]?.state == "reported", "\(path): \(states[study]?.waitsFor ?? [])")
        }
        let disputed = try #require(run.answer.files.first { $0.path == "malformed/duplicate-sop-a.dcm" }?.study)
        #expect(states[disputed]?.state == "held" && states[disputed]?.needsPerson == true)
    }

    @Test("takes no more room than a few times the inbox, bombs and all", .tags(.law8))
    func room() throws {
        let inbox = try run.inbox.before.paths.reduce(0) { total, path in
            let values = try run.centre.inbox.appending(path: path).resourceValues(forKeys: [.fileSizeKey, .isDirectoryKey])
            return total + (values.isDirectory == true ? 0 : values.fileSize ?? 0)
        }
        // Archive, overlays and the ledger take less than twice the inbox; a bomb would take hundreds of times as much.
        #expect(run.peakBytes < 3 * inbox, "\(run.peakBytes) bytes for an inbox of \(inbox)")
    }

    @Test("done again changes nothing", .tags(.law1, .law2))
    func again() throws {
        #expect(run.text.status == 2)
        #expect(run.state.second.differences(from: run.state.first) == [])
    }

    @Test("logs no name, path or identifier of what it took in", .tags(.law7))
    func silent() throws {
        for errors in [run.ending.errors, run.text.errors] {
            for word in ["malformed", ".dcm", "passwd", "Synthetic^", "SYN-"] { #expect(!errors.contains(word)) }
        }
    }
}
