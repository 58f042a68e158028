package import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
internal import Logging
internal import SystemCalls

/// Clears up what a killed service left between two steps. Only for the holder of the state directory's lock, before anything is
/// taken in; a child's own spool folder also between two children.
///
/// A spool file with one name was promised to nobody and goes. One with a second name stands in the archive, perhaps without a
/// row: it is taken in again by the normal path.
struct SpoolRecovery: Sendable {
    let spool: URL
    let archive: Archive
    let quarantine: Quarantine
    let ledger: Ledger
    let logger: Logger

    /// The inbox of instances whose request is not known any more.
    static let source = "c-store:"

    /// Settles open arrivals whose file went to quarantine, and closes the network's; a folder's are taken up by its next look.
    func settleOpenArrivals() async throws {
        for arrival in try await ledger.read({ try $0.unsettledArrivals() }) {
            if let kept = quarantine.kept(for: arrival.number) {
                let outcome = ArrivalOutcome.quarantined(code: kept.reason.code, reason: kept.reason.explanation)
                try await ledger.write { try $0.settleArrival(arrival.number, outcome, digest: kept.digest) }
                logger.notice("quarantine settled after an interruption", metadata: ["arrival": "\(arrival.number)"])
                continue
            }
            let folder = quarantine.folder(of: arrival.number)
            if FileManager.default.fileExists(atPath: folder.path) { try FileManager.default.removeItem(at: folder) }
            if arrival.inbox.hasPrefix(Self.source) {
                let outcome = ArrivalOutcome.unsettled(reason: "the service ended before it was kept")
                try await ledger.write { try $0.settleArrival(arrival.number, outcome, digest: nil) }
            }
        }
    }

    /// Removes what was promised to nobody.
    ///
    /// - Returns: the files that stand in the archive too.
    func sweep(_ folder: URL) throws -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        var promoted: [URL] = []
        let names = try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: [.isDirectoryKey]
        )
        for file in names.sorted(by: { $0.path < $1.path }) {
            if try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
                promoted += try sweep(file)
            } else if try DurableFile.names(of: file) > 1 {
                promoted.append(file)
            } else {
                try DurableFile.remove(file)
            }
        }
        return promoted
    }

    /// The number, where the ledger has it and waits for its end; a ledger that was restored may not have it.
    private static func openArrival(
        _ number: ArrivalNumber,
        in transaction: borrowing LedgerTransaction
    ) throws -> ArrivalNumber? {
        do {
            return try transaction.arrival(number).outcome == nil ? number : nil
        } catch let error as LedgerError where error.code == .unknown {
            return nil
        }
    }

    /// Gives the archive's bytes of a leftover their row, and takes its spool name away.
    func takeAgain(_ file: URL, inspect: @escaping Inspect) async throws {
        let verdict = Verdict(try await inspect(file.path))
        guard case .keep(let facts, let notMeasured) = verdict else {
            // What could be read once can't be now; the bytes stay in both places, and the next start looks again.
            logger.error("a leftover of the spool can't be read", metadata: ["file": "\(file.lastPathComponent)"])
            return
        }
        let bytes = try KeptContent.digest(of: file)
        let study = try await ledger.write { try $0.reserveKey(studyInstanceUID: facts.studyInstanceUID) }
        let isOfInbox = file.deletingLastPathComponent().standardizedFileURL.path == spool.standardizedFileURL.path
        let number = isOfInbox ? ArrivalNumber(file.lastPathComponent) : nil
        let admission = try Admission(
            facts,
            notMeasured: notMeasured,
            digest: bytes.digest,
            size: bytes.size,
            study: study,
            file: file,
            isFromNetwork: !isOfInbox
        )
        try archive.take(file, study: study, digest: bytes.digest)
        try archive.synchronise([study])
        let desk = AdmissionDesk(archive: archive, ledger: ledger)
        let admitted = try await desk.write([admission]) { transaction, comparisons in
            let open = try number.flatMap { try Self.openArrival($0, in: transaction) }
            let isKnown = try transaction.firstArrival(of: bytes.digest, in: study) != nil
            if isKnown, open == nil {
                return AdmissionDesk.Admitted(outcome: .unsettled(reason: "its arrival was settled"))
            }
            let arrival =
                try open
                ?? transaction.openArrival(
                    from: Self.source,
                    sopInstanceUID: facts.sopInstanceUID.value,
                    size: bytes.size
                )
            let admitted = try comparisons.admit(admission, arrival: arrival, in: transaction)
            try transaction.settleArrival(arrival, admitted.outcome, digest: bytes.digest)
            return admitted
        }
        try await desk.withdraw([(admission, admitted)])
        try DurableFile.remove(admission.file)
        logger.notice("leftover of the spool taken in", metadata: ["outcome": "\(admitted.outcome.name)"])
    }
}

extension FolderIntake {
    /// Clears up what a killed service or run left (see `SpoolRecovery`). The caller holds the state directory's lock, and nothing
    /// is being taken in.
    ///
    /// - Throws: `IntakeError`, or the ledger's errors; again may go further.
    package func recover() async throws {
        try await recover(spool.folder)
        try await recovery.settleOpenArrivals()
    }

    /// Clears up a child's own folder below the spool; nothing of it is being committed.
    ///
    /// - Parameter folder: the child's spool.
    /// - Throws: as `recover()`.
    package func recover(_ folder: URL) async throws {
        let recovery = recovery
        let promoted = try stateful { try recovery.sweep(folder) }
        guard !promoted.isEmpty else { return }
        try await pool.withWorkers { inspect in
            for file in promoted { try await recovery.takeAgain(file, inspect: inspect) }
        }
    }

    private var recovery: SpoolRecovery {
        SpoolRecovery(
            spool: spool.folder,
            archive: archive,
            quarantine: quarantine,
            ledger: ledger,
            logger: logger
        )
    }
}
