internal import ArgumentParser
internal import Foundation
internal import Service

/// Copies the state directory while the service runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the state directory to another disk, also while the service runs.",
        discussion: """
            Copies the ledger, then every file that its rows name, and writes backup.json last. Into the folder of an earlier \
            backup it copies only what is new; one that was interrupted is completed. The folder can be verified and used like \
            a state directory: docs/operating.md tells how to restore, and what to mind about the outbox.

            EXAMPLES
              sonoquant backup /mnt/backup/sonoquant --state /var/lib/sonoquant
              sonoquant verify --state /mnt/backup/sonoquant

            EXIT CODES
              0 whole, 2 something that the ledger names could not be copied, 65 the folder can't be a backup,
              74 disk, 75 another backup is at work in the folder
            """
    )

    @Argument(help: ArgumentHelp("Absent, empty, or an earlier backup.", valueName: "target"), completion: .directory)
    var target: String

    @OptionGroup var options: StateOptions

    @Flag(help: "Print as JSON what backup.json says.")
    var json = false

    @Flag(help: "Print nothing unless something could not be copied.")
    var quiet = false

    func run() async throws {
        try await CommandEnding.translate {
            let directory = try options.directory()
            let ledger = try options.ledger(of: directory)
            let progress = ProgressLine(isShown: Standard.errorIsTerminal && !json && !quiet)
            defer { progress.clear() }
            let backup = Backup(directory, ledger: ledger, to: URL(filePath: target), now: { Date() })
            let report = try await backup.run { counts in
                progress.show("\(counts.copiedFiles) files copied, \(counts.keptFiles) there already")
            }
            progress.clear()
            if json {
                try Standard.answer(json: report)
            } else if !quiet || !report.isWhole {
                let counts = report.counts
                var lines = report.troubles
                if report.leftOut > 0 { lines.append("and \(report.leftOut) more") }
                lines.append(
                    "\(counts.copiedFiles) files copied (\(counts.copiedBytes >> 20) MiB), \(counts.keptFiles) there already; "
                        + "\(counts.instances) instances, \(counts.reports) reports, \(counts.outboxFiles) files of the outbox"
                )
                Standard.answer(lines)
            }
            if !report.isWhole { throw ExitStatus.partialFailure }
        }
    }
}
