package import Configuration
package import Foundation
package import Ledger
package import Logging
package import Reception
internal import SystemCalls

/// Has a worker look at a file; throws only what ends the taking in as a whole.
package typealias Inspect = @Sendable (_ path: String) async throws -> Inspection

/// By which way a file came, as metrics show it.
package enum IntakeWay: String, Sendable {
    case inbox, network, batch
}

/// Takes what lies in a folder into the archive or the quarantine (law 1). The caller holds the state directory's lock.
///
/// A group of files at a time: numbers in one transaction; copies in the spool, fsynced side by side; a look by the workers; a
/// link into the archive or a rename into quarantine; one transaction that settles the group; only then out of the spool and, if asked, out of
/// the inbox. Killed anywhere, the next run ends with the same state: leftovers are recovered, open numbers taken up again.
package struct FolderIntake: Sendable {
    /// How far a run has come.
    package struct Progress: Hashable, Sendable {
        /// Files done, known ones included.
        package let done: Int
        /// Files of the run, known ones included.
        package let total: Int
    }

    let state: URL
    let spool: Spool
    /// Where readable instances go.
    package let archive: Archive
    /// Where files go that can't be taken.
    package let quarantine: Quarantine
    let ownReports: OwnReports
    let ledger: Ledger
    let pool: InspectionPool
    let limits: InboxLimits
    let logger: Logger
    let unpacker: ArchiveUnpacker
    let inHand = PathsInHand()
    /// Hears what media directories list, before their arrivals are settled; again after a crash.
    let onAnnouncement: @Sendable ([StudyAnnouncement]) async throws -> Void

    /// Files of one group.
    static let groupSize = 128

    /// Makes the folders that are missing.
    ///
    /// - Parameters:
    ///   - state: the state directory, which exists; its spool, archive and quarantine are made.
    ///   - ledger: the state directory's ledger.
    ///   - pool: reads the files.
    ///   - limits: how much of an inbox is taken on.
    ///   - archiveLimits: how much of an archive is taken on.
    ///   - logger: hears arrival numbers, never paths.
    ///   - onAnnouncement: hears what media directories list; again after a crash.
    /// - Throws: `SystemCallError` when a folder can't be made.
    package init(
        state: URL,
        ledger: Ledger,
        pool: InspectionPool,
        limits: InboxLimits = InboxLimits(),
        archiveLimits: ArchiveLimits = ArchiveLimits(),
        logger: Logger,
        onAnnouncement: @escaping @Sendable ([StudyAnnouncement]) async throws -> Void = { _ in }
    ) throws {
        self.state = state
        spool = Spool(folder: state.appending(path: "spool"))
        archive = Archive(folder: state.appending(path: "archive"))
        quarantine = Quarantine(folder: state.appending(path: "quarantine"))
        ownReports = OwnReports(folder: state.appending(path: "reports"))
        self.ledger = ledger
        self.pool = pool
        self.limits = limits
        self.logger = logger
        self.onAnnouncement = onAnnouncement
        unpacker = ArchiveUnpacker(executable: pool.executable, limits: archiveLimits, logger: logger)
        for folder in [spool.folder, archive.folder, quarantine.folder] { try DurableFile.makeFolder(folder) }
    }

    /// Takes everything in an inbox and its folders, with workers of its own, after a recovery of the spool. The caller holds the
    /// state directory's lock, and nothing else is being taken in.
    ///
    /// - Parameters:
    ///   - inbox: the folder.
    ///   - consume: whether files leave the inbox once they are kept; what is not ours stays in any case.
    ///   - progress: called after each group.
    /// - Returns: an answer for each file, in the order of the paths.
    /// - Throws: `IntakeError`, or the ledger's errors; every file settled until then stays so.
    package func takeAll(
        from inbox: URL,
        consume: Bool,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> [Arrival] {
        try await recover()
        return try await pool.withWorkers { inspect in
            try await takeAll(from: inbox, consume: consume, gate: {}, inspect: inspect, progress: progress)
        }
    }

    /// Takes everything in an inbox and its folders, beside whatever else is being taken in.
    ///
    /// - Parameters:
    ///   - inbox: the folder.
    ///   - consume: as above.
    ///   - gate: returns when files may be taken in; asked before each group.
    ///   - inspect: looks at a file.
    ///   - progress: called after each group.
    /// - Returns: an answer for each file, in the order of the paths.
    /// - Throws: `IntakeError`, or the ledger's errors; every file settled until then stays so.
    package func takeAll(
        from inbox: URL,
        consume: Bool,
        gate: @Sendable () async -> Void,
        inspect: @escaping Inspect,
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> [Arrival] {
        let disk = DiskQueue(label: "sonoquant.listing")
        let (folder, name, findings) = try await disk.perform {
            let folder = try open(inbox)
            try refuse(inbox)
            let name = inbox.resolvingSymlinksInPath().standardizedFileURL.path
            let excluded = try FolderDescriptor(path: state.path).status()
            return (folder, name, InboxWalk.findings(in: folder.root, excluding: [excluded], limits: limits))
        }
        logger.info("inbox listed", metadata: ["files": "\(findings.count)"])
        var arrivals: [Arrival] = []
        for start in stride(from: 0, to: findings.count, by: Self.groupSize) {
            await gate()
            arrivals += try await take(
                Array(findings[start..<min(start + Self.groupSize, findings.count)]),
                from: folder,
                inboxName: name,
                taken: consume ? .removed : .left,
                way: .batch,
                inspect: inspect
            )
            progress(Progress(done: arrivals.count, total: findings.count))
        }
        return arrivals
    }

    /// Takes files of an inbox, group by group. `recover` comes before the first call.
    ///
    /// - Parameters:
    ///   - findings: the files.
    ///   - folder: the inbox, open.
    ///   - inboxName: its absolute path, as the ledger knows it.
    ///   - taken: what becomes of files that are safe; what is not ours stays in any case.
    ///   - way: as metrics show it.
    ///   - unpacksArchives: whether an archive's files are taken; else it goes to quarantine.
    ///   - inspect: looks at a file.
    /// - Returns: an answer for each finding, in their order.
    /// - Throws: `IntakeError`, or the ledger's errors; every group settled until then stays so.
    package func take(
        _ findings: [InboxFinding],
        from folder: InboxFolder,
        inboxName: String,
        taken: WatchedInbox.Taken,
        way: IntakeWay = .inbox,
        unpacksArchives: Bool = true,
        inspect: @escaping Inspect
    ) async throws -> [Arrival] {
        let intake = GroupIntake(
            intake: self,
            inboxName: inboxName,
            taken: taken,
            way: way,
            unpacksArchives: unpacksArchives,
            inspect: inspect
        )
        var arrivals: [Arrival] = []
        for start in stride(from: 0, to: findings.count, by: Self.groupSize) {
            try Task.checkCancellation()
            let group = Array(findings[start..<min(start + Self.groupSize, findings.count)])
            let paths = group.map { "\(inboxName)/\($0.path.text)" }
            arrivals += try await inHand.holding(Set(paths)) { try await intake.take(group, from: folder) }
        }
        return arrivals
    }

    /// Turns trouble of the state directory into the error that says so.
    func stateful<Output>(_ body: () throws -> Output) throws -> Output {
        do {
            return try body()
        } catch let error as SystemCallError {
            if error.isOutOfSpace {
                throw IntakeError(
                    .diskFull,
                    "the disk of the state directory is full: nothing was lost, make room and run again"
                )
            }
            throw IntakeError(
                .stateNotWritable,
                "the state directory can't be written (\(error)): sonoquant doctor says more"
            )
        }
    }

    /// Refuses an inbox in the state directory: what lies there is ours, and would be taken out of its place.
    private func refuse(_ inbox: URL) throws {
        guard InboxPlacement.isAllowed(inbox, state: state) else {
            throw IntakeError(
                .inboxIsState,
                "the inbox lies in the state directory: name the folder that studies are dropped in"
            )
        }
    }

    private func open(_ inbox: URL) throws -> InboxFolder {
        do {
            return try InboxFolder(inbox)
        } catch {
            throw IntakeError(.inboxUnreadable, "the inbox can't be opened: \(error.reason)")
        }
    }
}
