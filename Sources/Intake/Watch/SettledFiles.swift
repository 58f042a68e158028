internal import Ledger

/// The files that stay in the inbox and need no further thought, as they were when they were settled. What is forgotten here for want
/// of room the ledger still knows, so that it is asked again and no more.
struct SettledFiles: Sendable {
    private let limit: Int
    private var known: [InboxPath: (identity: FileIdentity, round: Int)] = [:]
    private var round = 0

    /// - Parameter limit: files that are remembered (law 8).
    init(limit: Int = 1_000_000) {
        self.limit = limit
    }

    var count: Int { known.count }

    /// Whether a file is the one that was settled.
    mutating func knows(_ path: InboxPath, _ identity: FileIdentity) -> Bool {
        guard let index = known.index(forKey: path) else { return false }
        guard known.values[index].identity == identity else {
            known.remove(at: index)
            return false
        }
        known.values[index].round = round
        return true
    }

    mutating func remember(_ path: InboxPath, _ identity: FileIdentity) {
        guard known.count < limit || known[path] != nil else { return }
        known[path] = (identity, round)
    }

    /// A look at everything begins.
    mutating func beginRound() { round += 1 }

    /// Everything has been looked at: what was not asked for since `beginRound` is gone.
    mutating func endRound() {
        let round = round
        known = known.filter { $0.value.round == round }
    }
}
