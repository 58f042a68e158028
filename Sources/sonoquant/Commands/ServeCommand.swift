internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import HealthServer
internal import Ledger
internal import Logging
internal import Metrics
internal import PipelineFile
internal import Analysis
internal import Service
internal import SystemCalls

/// Runs the whole line until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take studies in as they come, measure, report and charge them, until told to stop.",
        discussion: """
            Watches the configured folders, receives over C-STORE, and takes every study through the whole line. Killed at \
            any moment, the next start goes on; nothing that a sender was told is lost.

            SIGTERM or SIGINT ends it within serve.stopSeconds (30): analyses that run longer are begun again by the next \
            start. SIGHUP has it read configuration, pipeline and orders again; where a file is wrong, the old ones stay \
            and sonoquant status says so.

            EXAMPLES
              sonoquant serve --state /var/lib/sonoquant
              systemctl reload sonoquant

            EXIT CODES
              0 stopped when told, 74 disk, 75 another run is at work, 78 configuration
            """
    )

    @OptionGroup var options: StateOptions

    func run() async throws {
        try await CommandEnding.translate {
            let directory = try options.directory()
            // Read before the folders are made: a wrong configuration leaves no trace.
            try Self.check(options.configuration(of: directory))
            try directory.prepare()
            guard let lock = try FileLock.take(directory.lock) else {
                throw ServiceError(
                    .locked,
                    "another run is at work in this state directory: sonoquant status says more"
                )
            }
            let signals = ServiceSignal.stream()
            let metrics = MetricsRegistry()
            MetricsSystem.bootstrap(metrics)
            PipeSignal.ignore()
            let installation = try options.installation(makesState: true)
            let run = ServiceRun(
                first: installation,
                read: { try options.reread(installation) },
                parts: { ServiceParts.make($0, metrics: metrics) }
            )
            installation.logger.notice("service starts")
            try await run.run(signals)
            _ = lock
        }
    }

    /// Refuses what would not be safe to serve with: a private key that others can read.
    ///
    /// - Throws: `ServiceError` of `misconfigured`.
    fileprivate static func check(_ configuration: SiteConfiguration) throws {
        guard configuration.serve.receiver.isOn, let security = configuration.serve.receiver.security else { return }
        var diagnosis = Diagnosis()
        diagnosis.lookAt(security)
        let bad = diagnosis.findings.filter { $0.grade == .bad }.map { "\($0.subject): \($0.words)" }
        guard bad.isEmpty else { throw ServiceError(.misconfigured, bad.joined(separator: "; ")) }
    }
}

extension StateOptions {
    /// The installation by the files as they are now, on the same ledger.
    ///
    /// - Throws: what is wrong with a file; file, line and field where it is YAML.
    fileprivate func reread(_ old: Installation) throws -> Installation {
        let configuration = try configuration(of: old.state)
        try ServeCommand.check(configuration)
        return Installation(
            state: old.state,
            ledger: old.ledger,
            configuration: configuration,
            pipeline: try PipelineFile.forAnalysis(path: configuration.pipeline?.path),
            pipelineFile: configuration.pipeline,
            program: old.program,
            now: old.now,
            logger: old.logger
        )
    }
}
