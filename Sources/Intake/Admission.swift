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
    /// Whether what stands before its data set is of our own making.
    let isFromNetwork: Bool

    /// Why nobody measures what bears the SOP Instance UID of a report of ours, with other content.
    static let changedReport = "SonoQuant's own report, changed on its way"

    init(
        _ facts: InstanceFacts,
        notMeasured: String?,
        digest: ContentDigest,
        size: Int64,
        study: StudyKey,
        file: URL,
        isFromNetwork: Bool
    ) throws {
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
        self.isFromNetwork = isFromNetwork
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
    private let disk = DiskQueue(label: "sonoquant.comparison")

    init(archive: Archive, ledger: Ledger) {
        self.archive = archive
        self.ledger = ledger
    }

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

    /// What came of a comparison.
    fileprivate enum Agreement: Sendable {
        case differ
        /// One data set; what stands before it in the new file, where that came from outside.
        case agree(head: Data?)
    }

    /// The longest preamble and file meta information that are kept beside a data set that is there already; behind a longer one
    /// the file is kept whole.
    private static let longestHead: UInt64 = 1 << 20

    /// Comparisons that the transaction needs.
    private struct NotCompared: Error {
        let pairs: [Pair: (Admission, InstanceRecord)]
    }

    /// Another way in took the archive's name of the very bytes away between the link and the transaction (`withdraw`).
    private struct NotLinked: Error {}

    /// What the transaction may ask.
    final class Comparisons: Sendable {
        private let archive: Archive
        private let agreements: [Pair: Agreement]
        fileprivate let missing = Mutex<[Pair: (Admission, InstanceRecord)]>([:])

        fileprivate init(_ archive: Archive, _ agreements: [Pair: Agreement]) {
            self.archive = archive
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
                    // Two files that both come from outside are two contents, whatever they differ in (law 1).
                    guard try admission.isFromNetwork || transaction.arrival(old.arrival).isFromNetwork else {
                        continue
                    }
                    let pair = Pair(study: admission.study, new: instance.digest, old: old.digest)
                    switch agreements[pair] {
                    case .agree(let head):
                        if let head { try transaction.keepHead(head, of: arrival) }
                        return Admitted(outcome: .duplicate(of: old.arrival, admission.study), isRewrapped: true)
                    case .differ: continue
                    case nil: missing.withLock { $0[pair] = (admission, old) }
                    }
                }
            }
            guard archive.holds(instance.archiveName) else { throw NotLinked() }
            switch (try transaction.admit(instance, arrival: arrival), admission.notMeasured) {
            case (.added(let study), nil): return Admitted(outcome: .archived(study))
            case (.added(let study), let reason?): return Admitted(outcome: .keptNotMeasured(study, reason: reason))
            case (.addedAside(let study), _):
                return Admitted(outcome: .keptNotMeasured(study, reason: Admission.changedReport))
            case (.duplicate(let first, let study), _): return Admitted(outcome: .duplicate(of: first, study))
            }
        }
    }

    /// Performs `body` as one transaction, again when it needs comparisons or the archive lost a name.
    ///
    /// - Parameters:
    ///   - admissions: what `body` admits; all are linked into the archive, durably.
    ///   - body: the transaction.
    /// - Returns: what `body` does.
    /// - Throws: the ledger's errors, and what the system says of the archive.
    func write<Output: Sendable>(
        _ admissions: [Admission],
        _ body: @escaping @Sendable (borrowing LedgerTransaction, Comparisons) throws -> Output
    ) async throws -> Output {
        var agreements: [Pair: Agreement] = [:]
        while true {
            do {
                let comparisons = Comparisons(archive, agreements)
                return try await ledger.write { transaction in
                    let output = try body(transaction, comparisons)
                    let missing = comparisons.missing.withLock { $0 }
                    guard missing.isEmpty else { throw NotCompared(pairs: missing) }
                    return output
                }
            } catch let error as NotCompared {
                let compared = try await disk.perform { error.pairs.mapValues { new, old in agree(new, old) } }
                agreements.merge(compared) { $1 }
            } catch is NotLinked {
                try await disk.perform {
                    for admission in admissions {
                        try archive.take(admission.file, study: admission.study, digest: admission.instance.digest)
                    }
                    try archive.synchronise(Set(admissions.map(\.study)))
                }
            }
        }
    }

    /// Takes the archive's name of instances away whose data set was there already; before the spool's names go.
    ///
    /// In the ledger's transaction, so that no other way in can be admitting the very bytes meanwhile.
    func withdraw(_ settled: [(Admission, Admitted)]) async throws {
        let rewrapped = settled.filter { $0.1.isRewrapped }.map { $0.0 }
        guard !rewrapped.isEmpty else { return }
        try await ledger.write { transaction in
            for admission in rewrapped {
                let digest = admission.instance.digest
                guard try transaction.firstArrival(of: digest, in: admission.study) == nil else { continue }
                try archive.withdraw(study: admission.study, digest: digest)
            }
        }
    }

    private func agree(_ new: Admission, _ old: InstanceRecord) -> Agreement {
        guard new.instance.transferSyntaxUID == old.transferSyntaxUID, let newOffset = new.dataSetOffset,
            newOffset <= Self.longestHead,
            // Facts that an older program kept lack the offset, or can't be read: they are not comparable.
            let facts = try? JSONDecoder().decode(InstanceFacts.self, from: Data(old.facts.utf8)),
            let oldOffset = facts.dataSetOffset
        else { return .differ }
        do {
            let tail = FileTail(file: new.file, offset: newOffset)
            guard try FileTail.agree(tail, FileTail(file: archive.file(old.archiveName), offset: oldOffset)) else {
                return .differ
            }
            return .agree(head: new.isFromNetwork ? nil : try tail.head())
        } catch {
            // Kept as another content, which the analysis compares (law 2).
            return .differ
        }
    }
}

extension ArrivalRecord {
    /// Whether a peer sent it over C-STORE.
    fileprivate var isFromNetwork: Bool { inbox.hasPrefix(SpoolRecovery.source) }
}
