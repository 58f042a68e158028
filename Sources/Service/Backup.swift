package import Foundation
internal import Identifiers
package import Ledger
internal import SystemCalls

/// Copies a state directory to another disk, also beside a running service: rows first, files after. Files never change and none is
/// taken away but from quarantine and outbox, so that every row of the copy has its bytes.
///
/// The ledger's copy takes its place last: interrupted anywhere, an earlier backup in the folder is still whole, and the next
/// run goes on.
package struct Backup: Sendable {
    let state: StateDirectory
    let ledger: Ledger
    private let target: URL
    private let now: @Sendable () -> Date
    private let queue = DispatchQueue(label: "sonoquant.backup")

    /// Where the ledger's copy lies until every file is there.
    private static let work = ".unfinished"
    /// How often the ledger is copied anew where a person emptied the quarantine meanwhile.
    private static let tries = 3
    static let page = 512

    /// - Parameters:
    ///   - state: what is copied.
    ///   - ledger: its ledger.
    ///   - target: the backup's folder: absent, empty, or an earlier backup.
    ///   - now: the time, for the mark.
    package init(_ state: StateDirectory, ledger: Ledger, to target: URL, now: @escaping @Sendable () -> Date) {
        self.state = state
        self.ledger = ledger
        // What doesn't exist yet isn't resolved, its parent is.
        self.target =
            target.standardizedFileURL.deletingLastPathComponent().resolvingSymlinksInPath()
            .appending(path: target.standardizedFileURL.lastPathComponent).resolvingSymlinksInPath().standardizedFileURL
        self.now = now
    }

    /// Makes or completes the backup.
    ///
    /// - Parameter progress: told how many files are done.
    /// - Returns: what the backup's mark says.
    /// - Throws: `ServiceError` where the folder can't be one; what a disk refused; the ledger's errors.
    package func run(progress: @escaping @Sendable (BackupReport.Counts) -> Void = { _ in }) async throws
        -> BackupReport
    {
        try prepare()
        guard let lock = try FileLock.take(StateDirectory(root: target).lock) else {
            throw ServiceError(.locked, "another backup, or a service, is at work in the backup's folder")
        }
        let work = target.appending(path: Self.work)
        try DurableFile.makeFolder(work)
        var report = BackupReport(started: now(), version: SonoquantVersion.current)
        for attempt in 1...Self.tries {
            let copy = work.appending(path: "ledger.sqlite")
            try await blocking { [ledger] in
                try Self.clear(work)
                try ledger.backUp(to: copy)
            }
            var copying = BackupCopy(source: state.root, target: target, report: report)
            copying.report.troubles = []
            copying.report.leftOut = 0
            let hasMoved = try await copyFiles(&copying, rowsOf: Ledger(file: copy, now: now), progress)
            report = copying.report
            // The rows are older than the quarantine: with younger ones, every row has its bytes.
            if !hasMoved || attempt == Self.tries { break }
            report.counts = resetRows(report.counts)
        }
        report.finished = now()
        try await blocking { [report] in try finish(work, report) }
        _ = lock
        return report
    }

    private func resetRows(_ counts: BackupReport.Counts) -> BackupReport.Counts {
        var fresh = BackupReport.Counts()
        fresh.copiedFiles = counts.copiedFiles
        fresh.copiedBytes = counts.copiedBytes
        return fresh
    }

    /// Checks the folder, or makes it.
    private func prepare() throws {
        let source = state.root.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        guard !target.pathComponents.starts(with: source), !source.starts(with: target.pathComponents) else {
            throw ServiceError(
                .badInput,
                "a backup can't lie in the state directory, nor hold it: name another disk's folder"
            )
        }
        try DurableFile.makeFolder(target)
        let names = try Verification.names(in: target)
        guard names.allSatisfy({ $0 == "lock" }) || names.contains(BackupReport.name) || names.contains(Self.work)
        else {
            throw ServiceError(.badInput, "the folder is not empty and no backup of sonoquant: name an empty one")
        }
        // It holds patient data, whoever made the folder.
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: target.path)
    }

    /// Puts the ledger's copy in its place, then the mark.
    private func finish(_ work: URL, _ report: BackupReport) throws {
        let place = target.appending(path: "ledger.sqlite")
        // What belongs to the ledger that is replaced must never be played into the new one.
        for suffix in ["-wal", "-shm"] { try Self.remove(URL(filePath: place.path + suffix)) }
        try DurableFile.move(work.appending(path: "ledger.sqlite"), to: place)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try DurableFile.write(encoder.encode(report) + Data("\n".utf8), named: BackupReport.name, in: target)
        try Self.remove(work)
    }

    private static func clear(_ work: URL) throws {
        for name in try Verification.names(in: work) { try remove(work.appending(path: name)) }
    }

    static func remove(_ file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        try FileManager.default.removeItem(at: file)
    }

    func blocking<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
