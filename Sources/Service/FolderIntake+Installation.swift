internal import Configuration
internal import Foundation
internal import Identifiers
package import Intake
internal import Ledger
internal import Reception
internal import ServiceHealth

extension InspectionPool {
    /// The workers of an installation, by its limits.
    ///
    /// - Parameters:
    ///   - installation: says how many and how large.
    ///   - conditions: where a long-lived service says that workers don't start, and tries again; nil to give up.
    init(_ installation: Installation, keepsTrying conditions: Conditions? = nil) {
        let limits = installation.configuration.limits
        var inspection = InspectionLimits()
        inspection.secondsPerFile = limits.inspectSeconds
        inspection.memoryMiB = limits.inspectMemoryMiB
        self.init(
            executable: installation.program.path,
            workers: limits.inspectors,
            limits: inspection,
            additionalClasses: installation.configuration.serve.receiver.additionalClasses,
            within: installation.state.root.path,
            keepsTrying: conditions,
            logger: installation.logger
        )
    }
}

extension FolderIntake {
    /// The intake of an installation, by its limits.
    package init(_ installation: Installation) throws {
        var inbox = InboxLimits()
        inbox.fileBytes = Int64(installation.configuration.limits.largestFileMiB) << 20
        let ledger = installation.ledger
        try self.init(
            state: installation.state.root,
            ledger: ledger,
            pool: InspectionPool(installation),
            limits: inbox,
            logger: installation.logger,
            onAnnouncement: { announcements in
                try await ledger.write { ledger in
                    for announcement in announcements { try ledger.record(announcement) }
                }
            }
        )
    }
}

extension LedgerTransaction {
    /// Keeps what a peer or a medium says of a study. One that names no legal study says nothing.
    func record(_ announcement: StudyAnnouncement) throws {
        guard let uid = DICOMUID(announcement.studyInstanceUID) else { return }
        try recordAnnouncement(studyInstanceUID: uid, source: announcement.source, instances: announcement.instances)
    }
}
