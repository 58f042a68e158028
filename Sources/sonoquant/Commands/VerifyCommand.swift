internal import ArgumentParser
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Service

/// Holds the ledger against the bytes, and the bytes against the ledger.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every row of the ledger against the bytes on disk, and every byte against a row.",
        discussion: """
            Reads and hashes the archive, the quarantine, results and reports, compares the outbox with the events in the \
            ledger, and walks the audit trail. It changes nothing and may run beside a running service: what looks wrong \
            at first sight is looked at again before it is told.

            EXAMPLES
              sonoquant verify --state /var/lib/sonoquant
              sonoquant verify --quick                       sizes alone: seconds instead of hours
              sonoquant verify --study S000012
              sonoquant verify --state /mnt/backup --json    a backup is verified like the original

            EXIT CODES
              0 clean, 2 findings, 74 disk or ledger
            """
    )

    @OptionGroup var options: StateOptions

    @Flag(help: "Compare sizes alone and read no bytes.")
    var quick = false

    @Option(help: ArgumentHelp("Only this study, by its key.", valueName: "study"))
    var study: String?

    @Flag(help: "Print as JSON.")
    var json = false

    func run() async throws {
        try await CommandEnding.translate {
            let directory = try options.directory()
            let ledger = try options.ledger(of: directory)
            var key: StudyKey?
            if let study { key = try await ledger.read { try $0.study(named: study).key } }
            let progress = ProgressLine(isShown: Standard.errorIsTerminal && !json)
            defer { progress.clear() }
            let report = try await Verification(directory, ledger: ledger, isQuick: quick, study: key).run { counts in
                progress.show("\(counts.instances) instances, \(counts.bytes >> 20) MiB read")
            }
            progress.clear()
            if json { try Standard.answer(json: report) } else { Standard.answer(Self.lines(report)) }
            if !report.isClean { throw ExitStatus.partialFailure }
        }
    }

    private static func lines(_ report: VerificationReport) -> [String] {
        let counts = report.counts
        var lines = report.findings.flatMap { ["\($0.subject): \($0.words)", "    \($0.code.rawValue): \($0.remedy)"] }
        if report.leftOut > 0 { lines.append("and \(report.leftOut) more, not looked at twice") }
        lines += report.notes.map { "note: \($0.subject): \($0.words) (\($0.remedy))" }
        lines.append(
            "\(counts.instances) instances (\(counts.bytes >> 20) MiB read), \(counts.quarantined) in quarantine, "
                + "\(counts.results) results, \(counts.reports) reports, \(counts.events) events, "
                + "\(counts.auditLines) lines of audit"
        )
        lines.append(report.isClean ? "clean" : "\(report.findings.count + report.leftOut) findings")
        return lines
    }
}

extension StateOptions {
    /// The ledger of a state directory, which must be there; configuration and pipeline are not read.
    func ledger(of directory: StateDirectory) throws -> Ledger {
        guard FileManager.default.fileExists(atPath: directory.ledger.path) else {
            throw ServiceError(.badInput, "there is no ledger in the state directory: sonoquant batch makes it")
        }
        return try Ledger(file: directory.ledger, now: { Date() })
    }
}
