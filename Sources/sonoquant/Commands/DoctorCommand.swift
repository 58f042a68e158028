internal import Analysis
internal import ArgumentParser
internal import CheckedYAML
internal import Configuration
internal import Foundation
internal import PipelineFile
internal import Service
internal import SystemCalls

/// Looks at the installation.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at the environment, the configuration, the disk and permissions, and say what to mend.",
        discussion: """
            Ends with 0 when nothing is bad, 78 when the configuration is wrong, 74 otherwise.

            EXAMPLE
              sonoquant doctor --state /var/lib/sonoquant
            """
    )

    @OptionGroup var options: StateOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() async throws {
        try await CommandEnding.translate {
            var diagnosis = Diagnosis()
            diagnosis.lookAtDecoders()
            diagnosis.lookAtConfinement()
            let directory = try options.directory()
            var isConfigurationBad = false
            do throws(YAMLProblem) {
                let configuration = try options.configuration(of: directory)
                diagnosis.lookAt(configuration, account: .current)
                if let file = configuration.pipeline {
                    let pipeline = try PipelineFile.forAnalysis(path: file.path)
                    diagnosis.add(.good, "pipeline", "\(pipeline.name) \(pipeline.version)")
                }
            } catch {
                isConfigurationBad = true
                diagnosis.add(.bad, "configuration", "\(error)")
            }
            await diagnosis.lookAt(directory)
            if json {
                try Standard.answer(json: diagnosis.findings)
            } else {
                Standard.answer(diagnosis.findings.map(\.line))
            }
            if isConfigurationBad { throw ExitStatus.configuration }
            if !diagnosis.isWell { throw ExitStatus.inputOutput }
        }
    }
}
