import Foundation
import Glibc
import TestSupport
import Testing

/// The same inbox with orders, taken through the line: once without interruption, as the truth, and again with kills.
struct CrashRun: Sendable {
    let centre: ImagingCentre

    /// What the line came to, without what a clock wrote.
    struct Outcome: Equatable {
        let studies: [StudyAnswer]
        /// Outcome and study of each file of the inbox.
        let files: [String: String]
        /// Archive, quarantine and results: every byte.
        let bytes: [String: String]
        /// The reports that are there.
        let reports: [String]
        /// Each event's file but the signature's time and the digest of the report that bears it.
        let events: [String: String]
    }

    /// How long each part took without interruption, seconds, and what it came to.
    struct Truth: Sendable {
        let batchSeconds: Double
        let interpretSeconds: Double
        let outcome: Outcome
    }

    /// Made when the first round asks.
    static let truth = Result { try CrashRun().uninterrupted() }

    init() throws {
        centre = try ImagingCentre()
        try centre.drop(simulated: "liver-prior", "liver-current", "cine", "doppler")
        try centre.order("doppler") { $0["diagnosticUltrasoundSameDay"] = false }
        try Data("Dear colleague".utf8).write(to: centre.inbox.appending(path: "letter.txt"))
        let cine = centre.inbox.appending(path: "cine/cine.dcm")
        try Data(contentsOf: cine).prefix(40_000).write(to: centre.inbox.appending(path: "truncated.dcm"))
        try FileManager.default.copyItem(at: cine, to: centre.inbox.appending(path: "copy-of-cine.dcm"))
        try StudyFixture(name: "disputed").write(into: centre.inbox)
        try StudyFixture(name: "disputed").grey8 { _, _, x, _ in UInt8(x & 0xFF) }
            .write(into: centre.inbox.appending(path: "again"))
        try centre.drop(shared: [
            "malformed/bomb-jpeg-dimensions.dcm", "malformed/nested-1500.dcm", "us/synthetic-cine8-6frame.dcm", "other/ct-small.dcm",
        ].filter { _ in Repository.sharedTestData != nil })
    }

    /// Signs each study that waits for it.
    func interpretAll() throws {
        for study in try centre.studies() where study.state == "reported" {
            let ending = try centre.interpret(study.study)
            #expect(ending.status == 0, "\(ending.errors)")
        }
    }

    private func uninterrupted() throws -> Truth {
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try centre.batchAnswer()
        let batch = clock.now - start
        let first = try #require(answer.studies.first { $0.state == "reported" })
        let signing = try clock.measure { _ = try centre.interpret(first.study) }
        try interpretAll()
        return Truth(batchSeconds: batch / .seconds(1), interpretSeconds: signing / .seconds(1), outcome: try outcome())
    }

    /// Starts a command, kills it after a while, and waits until its workers have ended by themselves.
    ///
    /// - Returns: whether it was killed before it had ended.
    func kill(_ command: [String], after seconds: Double) throws -> Bool {
        let output = try TemporaryFolder()
        let process = try Program().start(centre.arguments(command), outputIn: output.url)
        let number = process.processIdentifier
        Thread.sleep(forTimeInterval: seconds)
        // The process alone: its workers have to notice.
        if process.isRunning { _ = Glibc.kill(number, SIGKILL) }
        process.waitUntilExit()
        let areGone = try ProcessTable.waits { try ProcessTable.running(with: ["--parent", String(number)]).isEmpty }
        #expect(areGone, "workers of a killed run go on")
        return process.terminationReason == .uncaughtSignal
    }

    /// The last run's own account of the files, and what lies in the state directory.
    func outcome() throws -> Outcome {
        let answer = try centre.batchAnswer()
        #expect(answer.exitCode == 2)
        let tree = try FileTree(centre.state) { !$0.hasPrefix("ledger.sqlite") }
        return Outcome(
            studies: try centre.studies(),
            files: Dictionary(answer.files.map { ($0.path, "\($0.outcome) \($0.study ?? "")") }) { "\($0), \($1)" },
            bytes: try contents(tree),
            reports: tree.paths.filter { $0.hasPrefix("reports/") },
            events: try events()
        )
    }

    /// Quarantine folders bear arrival numbers, which a killed run may have used up: their content counts.
    private func contents(_ tree: FileTree) throws -> [String: String] {
        var contents: [String: String] = [:]
        for (path, digest) in tree.entries where digest != "folder" {
            if path.hasPrefix("archive/") || path.hasPrefix("results/") { contents[path] = digest }
            if path.hasPrefix("quarantine/"), path.hasSuffix("/content") { contents["quarantine/\(digest)", default: ""] += "1" }
        }
        return contents
    }

    private func events() throws -> [String: String] {
        var events: [String: String] = [:]
        for file in try centre.events() {
            events[file.lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
                .replacing(/"(time|signedAt|reportDigest)":"[^"]*"/) { "\"\($0.output.1)\"" }
        }
        return events
    }
}
