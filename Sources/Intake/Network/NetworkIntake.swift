package import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
package import Logging
package import Reception
package import ServiceHealth
internal import SystemCalls

/// Takes files that came by C-STORE into archive or quarantine, and says how each is answered (law 1: success only after fsync
/// and commit). What is asked for while one group is being committed forms the next, so that many associations share the syncs.
package actor NetworkIntake {
    private let intake: FolderIntake
    private let inspect: Inspect
    private let gate: IntakeGate
    private let conditions: Conditions
    private let logger: Logger
    private let disk = DiskQueue(label: "sonoquant.commit")
    private var waiting: [(file: NetworkFile, answer: CheckedContinuation<CommitAnswer, Never>)] = []
    private var isCommitting = false
    private var keys = StudyKeyMemory()
    private var backoff = Backoff(first: .milliseconds(250), longest: .seconds(30))
    private var restUntil: ContinuousClock.Instant?

    /// Files of one group, at most.
    private static let groupSize = 256
    /// The part that conditions of a group that can't be committed name.
    private static let parts = ["ledger", "archive"]

    /// - Parameters:
    ///   - intake: whose archive, quarantine and ledger are used.
    ///   - inspect: looks at a file; from a pool that lives as long as this.
    ///   - gate: refuses files while the disk is nearly full.
    ///   - conditions: hears of a ledger or a disk that refuses, as `ledger` and `archive`.
    ///   - logger: hears arrival numbers.
    package init(
        _ intake: FolderIntake,
        inspect: @escaping Inspect,
        gate: IntakeGate,
        conditions: Conditions,
        logger: Logger
    ) {
        self.intake = intake
        self.inspect = inspect
        self.gate = gate
        self.conditions = conditions
        self.logger = logger
    }

    /// Takes one file; many may be asked for at a time. It always answers, and the spool's name of the file is gone then, unless
    /// bytes in the archive have no row yet: recovery finds them by it.
    ///
    /// - Parameters:
    ///   - file: as the child received it, whole and fsynced.
    ///   - spool: the folder that holds it, on the archive's file system.
    /// - Returns: what the sender is told.
    package func commit(_ file: ReceivedFile, in spool: URL) async -> CommitAnswer {
        guard let name = Self.plainName(file.name) else { return .outOfResources("the receiver named no file") }
        let url = spool.appending(path: name)
        guard gate.mayTake else { return await refuse(url, "the disk is nearly full") }
        if let restUntil, ContinuousClock.now < restUntil { return await refuse(url, "the archive can't be written") }
        let inspection: Inspection
        do {
            inspection = try await inspect(url.path)
        } catch {
            return await refuse(url, "the file can't be looked at")
        }
        let described = NetworkFile(file, at: url, inspection)
        return await withCheckedContinuation { continuation in
            waiting.append((described, continuation))
            ServiceMeasure.level("sonoquant_commit_queue_files", [], Double(waiting.count))
            guard !isCommitting else { return }
            isCommitting = true
            Task { await commitGroups() }
        }
    }

    private func commitGroups() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.groupSize))
            waiting.removeFirst(group.count)
            let files = group.map(\.file)
            do {
                let answers = try await take(files)
                for (member, answer) in zip(group, answers) { member.answer.resume(returning: answer) }
                recovered()
            } catch {
                refused(error)
                for member in group {
                    member.answer.resume(returning: await refuse(member.file.url, "the archive can't be written"))
                }
            }
        }
        isCommitting = false
    }

    private func take(_ files: [NetworkFile]) async throws -> [CommitAnswer] {
        var group = NetworkGroup(files)
        let lookUps = group.lookUps(knowing: keys)
        if !lookUps.isEmpty {
            let found = try await intake.ledger.read { try lookUps.answers(in: $0) }
            group.apply(found)
            if !found.reports.isEmpty {
                let (known, reports) = (group, intake.ownReports)
                group = try await disk.perform {
                    var group = known
                    group.recognise(found, reports)
                    return group
                }
            }
            keys.remember(found.keys)
        }
        let needs = group.needs(knowing: keys)
        if !needs.isEmpty {
            let given = try await intake.ledger.write { try needs.reserve(in: $0) }
            keys.remember(given.keys)
            group.apply(given)
        }
        try group.prepare(with: keys)
        let prepared = group
        let (archive, quarantine) = (intake.archive, intake.quarantine)
        try await disk.perform { try prepared.moveToPlace(archive: archive, quarantine: quarantine) }
        FaultPoint.reached(.afterRename)
        let desk = AdmissionDesk(archive: archive, ledger: intake.ledger)
        let settled = try await desk.write(prepared.admissions) { try prepared.settle(in: $0, $1) }
        FaultPoint.reached(.afterCommit)
        do {
            try await desk.withdraw(prepared.admissions(settled))
            try await disk.perform { try prepared.finish() }
        } catch {
            // Kept and committed: a spool name too many is swept at the next start.
            logger.warning("a spool file can't be removed", metadata: ["cause": "\(type(of: error))"])
        }
        for (file, result) in zip(files, settled) {
            ServiceMeasure.arrival(way: IntakeWay.network.rawValue, outcome: result.admitted.outcome.name)
            ServiceMeasure.bytes(way: IntakeWay.network.rawValue, file.received.size)
            logger.info(
                "file settled",
                metadata: ["arrival": "\(result.arrival)", "outcome": "\(result.admitted.outcome.name)"]
            )
        }
        return prepared.answers(settled)
    }

    /// Nothing is kept; the sender keeps its copy.
    private func refuse(_ file: URL, _ words: String) async -> CommitAnswer {
        do {
            try await disk.perform {
                // With a second name, its bytes stand in the archive, where another file may rely on them.
                if try DurableFile.names(of: file) < 2 { try DurableFile.remove(file) }
            }
        } catch {
            logger.warning("a spool file can't be removed", metadata: ["cause": "\(type(of: error))"])
        }
        return .outOfResources(words)
    }

    private func refused(_ error: any Error) {
        keys = StudyKeyMemory()
        restUntil = ContinuousClock.now + backoff.next()
        let isLedger = error is LedgerError
        let words =
            isLedger
            ? "the ledger refuses: received files are answered out of resources; see the disk and its permissions"
            : "the archive or quarantine can't be written: received files are answered out of resources; see the disk"
        if conditions.raise(Self.parts[isLedger ? 0 : 1], words) {
            logger.error("received files can't be kept", metadata: ["cause": "\(error)"])
        }
    }

    private func recovered() {
        guard restUntil != nil else { return }
        restUntil = nil
        backoff.reset()
        for part in Self.parts { conditions.clear(part) }
        logger.notice("received files are kept again")
    }
}

extension NetworkIntake {
    /// A name that leads nowhere else; nil for any other.
    fileprivate static func plainName(_ name: String) -> String? {
        name.isEmpty || name == "." || name == ".." || name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 })
            ? nil : name
    }
}
