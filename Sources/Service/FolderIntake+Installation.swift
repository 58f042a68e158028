internal import Configuration
internal import Foundation
package import Intake

extension FolderIntake {
    /// The intake of an installation, by its limits.
    package init(_ installation: Installation) throws {
        let limits = installation.configuration.limits
        var inspection = InspectionLimits()
        inspection.secondsPerFile = limits.inspectSeconds
        inspection.memoryMiB = limits.inspectMemoryMiB
        var inbox = InboxLimits()
        inbox.fileBytes = Int64(limits.largestFileMiB) << 20
        try self.init(
            state: installation.state.root,
            ledger: installation.ledger,
            pool: InspectionPool(
                executable: installation.program.path,
                workers: limits.inspectors,
                limits: inspection,
                logger: installation.logger
            ),
            limits: inbox,
            logger: installation.logger
        )
    }
}
