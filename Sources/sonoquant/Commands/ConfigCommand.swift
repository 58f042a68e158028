internal import Analysis
internal import ArgumentParser
internal import CheckedYAML
internal import Configuration
internal import Foundation
internal import PipelineFile
internal import Service
internal import SystemCalls

/// Looks at the configuration.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check the configuration before serve runs with it.",
        subcommands: [ConfigCheckCommand.self]
    )
}

/// Checks a configuration: its text, and what only this machine knows.
struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration against its schema and this machine.",
        discussion: """
            Reads the configuration as serve would, then looks at the folders, the pipeline file, the TLS files with their \
            permissions, the ports, and the free space. Changes nothing.

            EXAMPLES
              sonoquant config check /etc/sonoquant/sonoquant.yaml --state /var/lib/sonoquant
              sonoquant config check && systemctl reload sonoquant

            EXIT CODES
              0 nothing is bad, 78 something is
            """
    )

    @Argument(help: ArgumentHelp("The configuration; else as for every command.", valueName: "file"))
    var file: String?

    @OptionGroup var options: StateOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() async throws {
        try await CommandEnding.translate {
            let directory = try options.directory()
            var diagnosis = Diagnosis()
            do throws(YAMLProblem) {
                let configuration =
                    if let file { try SiteConfiguration.read(URL(filePath: file)) } else {
                        try options.configuration(of: directory)
                    }
                diagnosis.lookAt(configuration, account: .current)
                let pipeline = try PipelineFile.forAnalysis(path: configuration.pipeline?.path)
                diagnosis.add(.good, "pipeline", "\(pipeline.name) \(pipeline.version)")
                if let orders = configuration.orders {
                    let isThere = FileManager.default.isReadableFile(atPath: orders.path)
                    diagnosis.add(
                        isThere ? .good : .bad,
                        "orders",
                        isThere ? orders.path : "\(orders.path) is not there"
                    )
                }
                diagnosis.lookAt(configuration.serve, state: directory)
            } catch {
                diagnosis.add(.bad, "configuration", "\(error)")
            }
            if json {
                try Standard.answer(json: diagnosis.findings)
            } else {
                Standard.answer(diagnosis.findings.map(\.line))
            }
            if !diagnosis.isWell { throw ExitStatus.configuration }
        }
    }
}

extension Diagnosis.Finding {
    /// The finding as a line for a person.
    var line: String {
        let mark =
            switch grade {
            case .good: "ok  "
            case .note: "note"
            case .bad: "BAD "
            }
        return "\(mark)  \(subject): \(words.printable)"
    }
}
