internal import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
internal import Synchronization
internal import SystemCalls

/// An instance whose bytes are linked into the archive, on its way into the ledger.
struct Admission: Hashable, Sendable {
    /// What the ledger is given.
    let instance: ReceivedInstance
    /// Where it belongs.
    let study: StudyKey
    /// Its durable file outside the archive.
    let file: URL
    /// Bytes before its data set.
    let dataSetOffset: UInt64?
    /// Why nobody measures it.
    let notMeasured: String?

    init(_ facts: InstanceFacts, notMeasured: String?, digest: ContentDigest, size: Int64, study: StudyKey, file: URL)
        throws
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        instance = ReceivedInstance(
            facts,
            text: String(decoding: try encoder.encode(facts), as: UTF8.self),
            digest: digest,
            size: size,
            study: study
        )
        self.study = study
        self.file = file
        dataSetOffset = facts.dataSetOffset
        self.notMeasured = notMeasured
    }
}

/// Admits instances, and finds those whose data set the study has already under another file meta information (decision record
/// 0011): a folder's file and the same image by C-STORE differ in nothing else.
///
/// Files are compared outside the ledger's transaction. Where one is needed that wasn't made, the transaction is given up and
/// performed again after it, so that no two ways in can both be first.
struct AdmissionDesk: Sendable {
    let archive: Archive
    let ledger: Ledger

    /// With how many contents of one SOP Instance UID a new one is compared; behind them it is kept as another (law 8).
    private static let contentsCompared = 16

    /// Two contents of one SOP Instance UID, by their digests.
    fileprivate struct Pair: Hashable, Sendable {
        let study: StudyKey
        let new: ContentDigest
        let old: ContentDigest
    }

    /// What became of an instance.
    struct Admitted: Sendable {
        let outcome: ArrivalOutcome
        /// Whether the archive's name of these bytes has no row and goes.
        var isRewrapped = false
    }

    /// Comparisons that the transaction needs.
    private struct NotCompared: Error {
        let pairs: [Pair: (Admission, InstanceRecord)]
    }

    /// What the transaction may ask.
    final class Comparisons: Sendable {
        private let agreements: [Pair: Bool]
        fileprivate let missing = Mutex<[Pair: (Admission, InstanceRecord)]>([:])

        fileprivate init(_ agreements: [Pair: Bool]) {
            self.agreements = agreements
        }

        /// Admits one instance, or says which arrival brought its data set first.
        func admit(
            _ admission: Admission,
            arrival: ArrivalNumber,
            in transaction: borrowing LedgerTransaction
        ) throws -> Admitted {
            let instance = admission.instance
            if try transaction.firstArrival(of: instance.digest, in: admission.study) == nil {
                let contents = try transaction.contents(of: instance.sopInstanceUID, in: admission.study)
                for old in contents.prefix(AdmissionDesk.contentsCompared) {
                    let pair = Pair(study: admission.study, new: instance.digest, old: old.digest)
                    if let agrees = agreements[pair] {
                        if agrees {
                            return Admitted(outcome: .duplicate(of: old.arrival, admission.study), isRewrapped: true)
                        }
                    } else {
                        missing.withLock { $0[pair] = (admission, old) }
                    }
                }
            }
            switch (try transaction.admit(instance, arrival: arrival), admission.notMeasured) {
            case (.added(let study), nil): return Admitted(outcome: .archived(study))
            case (.added(let study), let reason?): return Admitted(outcome: .keptNotMeasured(study, reason: reason))
            case (.duplicate(let first, let study), _): return Admitted(outcome: .duplicate(of: first, study))
            }
        }
    }

    /// Performs `body` as one transaction, again when it needs comparisons.
    func write<Output: Sendable>(
        _ body: @escaping @Sendable (borrowing LedgerTransaction, Comparisons) throws -> Output
    ) async throws -> Output {
        var agreements: [Pair: Bool] = [:]
        while true {
            do {
                let comparisons = Comparisons(agreements)
                return try await ledger.write { transaction in
                    let output = try body(transaction, comparisons)
                    let missing = comparisons.missing.withLock { $0 }
                    guard missing.isEmpty else { throw NotCompared(pairs: missing) }
                    return output
                }
            } catch let error as NotCompared {
                for (pair, (new, old)) in error.pairs { agreements[pair] = agree(new, old) }
            }
        }
    }

    /// Takes the spool's name of a settled instance away, and the archive's of one whose data set was there already.
    func finish(_ admission: Admission, _ admitted: Admitted) throws {
        if admitted.isRewrapped { try archive.withdraw(study: admission.study, digest: admission.instance.digest) }
        try DurableFile.remove(admission.file)
    }

    private func agree(_ new: Admission, _ old: InstanceRecord) -> Bool {
        guard new.instance.transferSyntaxUID == old.transferSyntaxUID, let newOffset = new.dataSetOffset,
            // Facts that an older program kept lack the offset, or can't be read: they are not comparable.
            let facts = try? JSONDecoder().decode(InstanceFacts.self, from: Data(old.facts.utf8)),
            let oldOffset = facts.dataSetOffset
        else { return false }
        do {
            return try FileTail.agree(
                FileTail(file: new.file, offset: newOffset),
                FileTail(file: archive.file(old.archiveName), offset: oldOffset)
            )
        } catch {
            // Kept as another content, which the analysis compares (law 2).
            return false
        }
    }
}
