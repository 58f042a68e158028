internal import Ledger
internal import ServiceHealth

/// Decides when a dropped file has been written to its end, and when to look at it again. A pure value: instants are durations since
/// any moment of a clock that never steps, so that neither a file's own date nor the wall clock matters.
///
/// A file is due when, at a look of its own, it is what it was for `settle`, or for a second after its writer closed it, and nobody
/// has it open for writing.
struct SettlingFiles: Sendable {
    /// How a file came to notice.
    enum Notice: Sendable {
        case seen
        /// A writer closed it, or it was renamed into its place.
        case closed
    }

    private struct Entry: Sendable {
        var identity: FileIdentity
        let firstSeen: Duration
        var unchangedSince: Duration
        var closedAt: Duration?
        /// After a failure.
        var notBefore: Duration?
        var backoff = Backoff(first: .seconds(10), longest: .seconds(600))
        var isBeingTaken = false
        var round: Int
    }

    /// After a seen close.
    static let closedSettle = Duration.seconds(1)
    /// A file that fails this often holds no marker back any more.
    private static let failuresThatHoldMarkers = 2

    private let settle: Duration
    private let limit: Int
    private var entries: [InboxPath: Entry] = [:]
    private var round = 0
    /// Whether a file was passed over because too many settle: a full look must follow when there is room.
    private(set) var hasPassedOver = false

    /// - Parameters:
    ///   - settle: how long a file must not change.
    ///   - limit: files that are followed at a time (law 8).
    init(settle: Duration, limit: Int = 250_000) {
        self.settle = settle
        self.limit = limit
    }

    var count: Int { entries.count }

    /// Whether a file is still to be settled.
    func isFollowed(_ path: InboxPath) -> Bool { entries[path] != nil }

    /// Takes note of a file as it is now.
    mutating func note(_ path: InboxPath, _ identity: FileIdentity, _ notice: Notice = .seen, at now: Duration) {
        guard var entry = entries[path] else {
            guard entries.count < limit else {
                hasPassedOver = true
                return
            }
            let closedAt: Duration? = if case .closed = notice { now } else { nil }
            entries[path] = Entry(
                identity: identity,
                firstSeen: now,
                unchangedSince: now,
                closedAt: closedAt,
                round: round
            )
            return
        }
        if entry.identity != identity { Self.change(&entry, to: identity, at: now) }
        if case .closed = notice {
            entry.closedAt = now
            // Whatever was wrong with it, its writer has been at it since.
            entry.notBefore = nil
        }
        entry.round = round
        entries[path] = entry
    }

    private static func change(_ entry: inout Entry, to identity: FileIdentity, at now: Duration) {
        entry.identity = identity
        entry.unchangedSince = now
        // Whoever closed it has opened it again, or another writes.
        entry.closedAt = nil
        entry.notBefore = nil
        entry.backoff.reset()
    }

    /// The file is no longer there.
    mutating func gone(_ path: InboxPath) { entries[path] = nil }

    /// Nothing of a folder is there any longer.
    mutating func gone(under folder: InboxPath) {
        for path in entries.keys where path.isBelow(folder) { entries[path] = nil }
    }

    /// A look at everything begins.
    mutating func beginRound() {
        round += 1
        hasPassedOver = false
    }

    /// Everything has been looked at: what was not noted since `beginRound` is gone.
    mutating func endRound() {
        for (path, entry) in entries where entry.round < round { entries[path] = nil }
    }

    /// The files that must be looked at now, those first seen first.
    mutating func ripe(at now: Duration, limit: Int) -> [InboxPath] {
        let ripe = entries.filter { !$0.value.isBeingTaken && ready($0.value) <= now }
        let sorted = ripe.sorted { left, right in
            (left.value.firstSeen, left.value.identity.modifiedNanoseconds)
                < (right.value.firstSeen, right.value.identity.modifiedNanoseconds)
                || (left.value.firstSeen == right.value.firstSeen
                    && left.value.identity.modifiedNanoseconds == right.value.identity.modifiedNanoseconds
                    && left.key < right.key)
        }
        return sorted.prefix(limit).map(\.key)
    }

    /// The look at a ripe file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - identity: as it is now.
    ///   - hasWriter: whether somebody has it open for writing.
    ///   - now: the instant of the look.
    /// - Returns: whether it is due; it is then being taken, until `settled` or `failed`.
    mutating func confirm(_ path: InboxPath, _ identity: FileIdentity, hasWriter: Bool, at now: Duration) -> Bool {
        guard var entry = entries[path] else { return false }
        defer { entries[path] = entry }
        entry.round = round
        if entry.identity != identity {
            Self.change(&entry, to: identity, at: now)
            return false
        }
        if hasWriter {
            entry.unchangedSince = now
            entry.closedAt = nil
            return false
        }
        entry.isBeingTaken = ready(entry) <= now
        return entry.isBeingTaken
    }

    /// A file was taken for good.
    mutating func settled(_ path: InboxPath) { entries[path] = nil }

    /// A file could not be taken: later again, each time after a longer wait.
    mutating func failed(_ path: InboxPath, at now: Duration, using random: inout some RandomNumberGenerator) {
        guard var entry = entries[path] else { return }
        entry.isBeingTaken = false
        entry.notBefore = now + entry.backoff.next(using: &random)
        entries[path] = entry
    }

    /// A file was not taken for a reason that isn't its own: again as soon as that is possible.
    mutating func putBack(_ path: InboxPath) { entries[path]?.isBeingTaken = false }

    /// The earliest instant at which a file is ripe; nil when none settles.
    var nextLook: Duration? {
        entries.values.lazy.filter { !$0.isBeingTaken }.map(ready).min()
    }

    /// The folders that hold something still to be taken, in themselves or deeper.
    var unsettledFolders: Set<InboxPath> {
        var folders: Set<InboxPath> = []
        for (path, entry) in entries where entry.backoff.failures <= Self.failuresThatHoldMarkers {
            var folder = path.folder
            while folders.insert(folder).inserted, !folder.components.isEmpty { folder = folder.folder }
        }
        return folders
    }

    /// How many files have failed more than once.
    var failing: Int { entries.values.count { $0.backoff.failures > 1 } }

    /// Whether there is room for files that were passed over.
    var hasRoom: Bool { entries.count <= limit / 2 }

    /// How many files have been changing for longer than `while`.
    func restless(longerThan time: Duration, at now: Duration) -> Int {
        entries.values.count { now - $0.firstSeen > time && $0.backoff.failures == 0 }
    }

    private func ready(_ entry: Entry) -> Duration {
        var ready = entry.unchangedSince + settle
        if let closedAt = entry.closedAt { ready = min(ready, max(entry.unchangedSince, closedAt) + Self.closedSettle) }
        if let notBefore = entry.notBefore { ready = max(ready, notBefore) }
        return ready
    }
}
