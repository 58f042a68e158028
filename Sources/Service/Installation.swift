package import Configuration
package import Foundation
package import Ledger
package import Logging
package import PipelineFile

/// What every stage works with: one state directory with its ledger, and the files that say how.
package struct Installation: Sendable {
    /// Where ledger, archive, results, reports and outbox lie.
    package let state: StateDirectory
    /// What is known of every study.
    package let ledger: Ledger
    /// The site's configuration, or the defaults.
    package let configuration: SiteConfiguration
    /// What is measured, and how.
    package let pipeline: PipelineFile
    /// Where `pipeline` was read from; nil for the built-in one.
    package let pipelineFile: URL?
    /// This program, for its workers.
    package let program: URL
    /// The time, for dates that are kept.
    package let now: @Sendable () -> Date
    /// Bears no patient data (law 7).
    package let logger: Logger

    package init(
        state: StateDirectory,
        ledger: Ledger,
        configuration: SiteConfiguration,
        pipeline: PipelineFile,
        pipelineFile: URL?,
        program: URL,
        now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.state = state
        self.ledger = ledger
        self.configuration = configuration
        self.pipeline = pipeline
        self.pipelineFile = pipelineFile
        self.program = program
        self.now = now
        self.logger = logger
    }
}
