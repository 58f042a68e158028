internal import Dispatch
internal import Foundation
package import Identifiers
internal import Imaging
package import Ledger
internal import Logging
internal import SystemCalls

extension FolderIntake {
    /// Takes a file in quarantine once more: after an update of the program, or with other limits. The caller holds the state
    /// directory's lock.
    ///
    /// Killed anywhere, the file is in quarantine or in the archive, or in both, and the row says so.
    ///
    /// - Parameters:
    ///   - number: the arrival, whose row says that it is in quarantine.
    ///   - actor: who asks.
    /// - Returns: what became of it: in the archive, or still in quarantine with the reason of this time.
    /// - Throws: `IntakeError`, or the ledger's errors; of `changedMeanwhile` where it isn't in quarantine.
    package func takeAgain(_ number: ArrivalNumber, by actor: Actor) async throws -> ArrivalOutcome {
        let record = try await ledger.read { try $0.arrival(number) }
        let content = quarantine.folder(of: number).appending(path: Quarantine.contentName)
        guard let digest = record.digest, let size = try await Self.size(of: content, is: digest) else {
            throw IntakeError(
                .quarantineDamaged,
                "arrival \(number) isn't in quarantine with the bytes that came: restore it from a backup, or send it again"
            )
        }
        var verdict =
            size == 0
            ? Verdict.quarantine(.init(code: "emptyFile", explanation: "the file is empty"))
            : Verdict(try await pool.withWorkers { inspect in try await inspect(content.path) })
        if case .keep(let facts, _) = verdict,
            let report = try await ledger.read({ try $0.ownReport(facts.sopInstanceUID) })
        {
            let ownReports = ownReports
            let isOwn = try await DiskQueue(label: "sonoquant.quarantined").perform {
                ownReports.isReport(content, digest: digest, dataSetOffset: facts.dataSetOffset, report)
            }
            if isOwn { verdict = .skip("SonoQuant's own report") }
        }
        let outcome: ArrivalOutcome
        switch verdict {
        case .keep(let facts, let notMeasured):
            outcome = try await keep(facts, notMeasured, of: record, digest: digest, size: size, by: actor)
        case .skip(let word):
            outcome = try await refuse(
                .init(code: "notOurs", explanation: "nothing of ours: \(word)"),
                record,
                digest,
                size,
                by: actor
            )
        case .unpack:
            outcome = try await refuse(
                .init(
                    code: "archive",
                    explanation: "an archive: drop a copy into an inbox, where archives are unpacked"
                ),
                record,
                digest,
                size,
                by: actor
            )
        case .quarantine(let reason):
            outcome = try await refuse(reason, record, digest, size, by: actor)
        }
        logger.info("file taken again", metadata: ["arrival": "\(number)", "outcome": "\(outcome.name)"])
        return outcome
    }

    /// Into the archive, then the row, then out of quarantine.
    private func keep(
        _ facts: InstanceFacts,
        _ notMeasured: String?,
        of record: ArrivalRecord,
        digest: ContentDigest,
        size: Int64,
        by actor: Actor
    ) async throws -> ArrivalOutcome {
        let study = try await ledger.write { try $0.reserveKey(studyInstanceUID: facts.studyInstanceUID) }
        try stateful {
            let target = archive.file(Archive.name(study: study, digest: digest))
            try DurableFile.makeFolder(target.deletingLastPathComponent())
            let content = quarantine.folder(of: record.number).appending(path: Quarantine.contentName)
            try DurableFile.link(content, to: target)
        }
        FaultPoint.reached(.afterRename)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(facts), as: UTF8.self)
        let received = ReceivedInstance(facts, text: text, digest: digest, size: size, study: study)
        let outcome = try await ledger.write { transaction in
            let outcome: ArrivalOutcome
            switch (try transaction.admit(received, arrival: record.number), notMeasured) {
            case (.duplicate(let first, let study), _) where first != record.number:
                outcome = .duplicate(of: first, study)
            case (.addedAside(let study), _):
                outcome = .keptNotMeasured(study, reason: Admission.changedReport)
            case (.added(let study), let reason?), (.duplicate(_, let study), let reason?):
                outcome = .keptNotMeasured(study, reason: reason)
            case (.added(let study), nil), (.duplicate(_, let study), nil): outcome = .archived(study)
            }
            try transaction.restoreArrival(record.number, outcome, by: actor)
            return outcome
        }
        FaultPoint.reached(.afterCommit)
        try stateful { try quarantine.remove(record.number) }
        return outcome
    }

    /// Stays where it is, with the reason of this time.
    private func refuse(
        _ reason: Quarantine.Reason,
        _ record: ArrivalRecord,
        _ digest: ContentDigest,
        _ size: Int64,
        by actor: Actor
    ) async throws -> ArrivalOutcome {
        try stateful {
            try quarantine.write(
                Quarantine.Note(
                    arrival: record.number,
                    code: reason.code,
                    explanation: reason.explanation,
                    digest: digest,
                    size: size
                )
            )
        }
        let outcome = ArrivalOutcome.quarantined(code: reason.code, reason: reason.explanation)
        try await ledger.write { try $0.restoreArrival(record.number, outcome, by: actor) }
        return outcome
    }

    /// The size of a file whose bytes have this digest; nil where they don't, or can't be read.
    private static func size(of file: URL, is digest: ContentDigest) async throws -> Int64? {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        do {
                            let folder = try FolderDescriptor(path: file.deletingLastPathComponent().path)
                            let content = try folder.open(Array(file.lastPathComponent.utf8))
                            guard try KeptContent.digest(content).digest == digest else { return nil }
                            return try content.status().size
                        } catch let error as SystemCallError where error.isAbsent || error.isOtherKind {
                            return nil
                        }
                    }
                )
            }
        }
    }
}
