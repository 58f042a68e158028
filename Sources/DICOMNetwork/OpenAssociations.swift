internal import Reception
internal import Synchronization

/// The associations that are served, so that a Storage Commitment result finds the one that asked.
final class OpenAssociations: Sendable {
    private struct Entry: Sendable {
        let association: Association
        var transactions: Set<String> = []
        var results: [CommitmentResult] = []
    }

    private let entries = Mutex<(last: Int, open: [Int: Entry])>((0, [:]))

    func add(_ association: Association) -> Int {
        entries.withLock { entries in
            entries.last += 1
            entries.open[entries.last] = Entry(association: association)
            return entries.last
        }
    }

    /// Returns the results that it can't deliver any more.
    func remove(_ key: Int) -> [CommitmentResult] {
        entries.withLock { entries in entries.open.removeValue(forKey: key)?.results ?? [] }
    }

    /// An association has asked for this transaction.
    func remember(_ transaction: String, for key: Int) {
        entries.withLock { entries in _ = entries.open[key]?.transactions.insert(transaction) }
    }

    /// Gives a result to the association that asked; false when it has ended.
    func give(_ result: CommitmentResult) -> Bool {
        let association = entries.withLock { entries -> Association? in
            guard
                let key = entries.open.first(where: { $0.value.transactions.contains(result.transactionUID) })?.key
            else { return nil }
            entries.open[key]?.results.append(result)
            return entries.open[key]?.association
        }
        association?.wake()
        return association != nil
    }

    /// The next result that an association has to deliver.
    func nextResult(_ key: Int) -> CommitmentResult? {
        entries.withLock { entries in
            guard let entry = entries.open[key], !entry.results.isEmpty else { return nil }
            return entries.open[key]?.results.removeFirst()
        }
    }

    /// Ends every wait.
    func wakeAll() {
        let all = entries.withLock { entries in entries.open.values.map(\.association) }
        for association in all { association.wake() }
    }
}
