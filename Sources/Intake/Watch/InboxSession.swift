internal import Configuration
internal import Ledger
internal import SystemCalls

/// Decides what of an inbox is looked at, taken and waited for. A pure value: looks and answers come in, questions and due files go out.
struct InboxSession: Sendable {
    private struct Marker: Sendable {
        let finding: InboxFinding
        /// Whether its folder was looked through since it settled.
        var isFolderSeen = false
    }

    /// The most files that are asked for as ripe at once, so that changes and markers get their turn.
    static let filesAtOnce = 1024
    /// A file that changes for longer is told of.
    static let restlessAfter = Duration.seconds(3600)
    /// A full look comes this much less often where changes are told.
    private static let looksSaved = 10

    private let names: InboxNames
    private let leaves: Bool
    private let period: Duration
    private var settling: SettlingFiles
    private var settled = SettledFiles()
    private var markers: [InboxPath: Marker] = [:]
    private var wanted = InboxQuestion(isEverything: true)
    private var nextFullLook = Duration.zero
    /// Files that are safe and could not be taken out of the inbox.
    private(set) var lingering: Set<InboxPath> = []
    /// Folders that the last full look could not read.
    private(set) var closedFolders = 0
    private(set) var hasSeenEverything = false

    init(_ inbox: WatchedInbox, limit: Int = 250_000) {
        names = InboxNames(inbox)
        leaves = inbox.taken != .left
        period = .seconds(max(inbox.pollSeconds, 1))
        settling = SettlingFiles(settle: .seconds(inbox.settleSeconds), limit: limit)
    }

    /// How many files failed more than once, those that linger not counted.
    var failing: Int { max(settling.failing - lingering.count, 0) }

    /// How many files are there and not yet taken; those that linger are.
    var waiting: Int { max(settling.count - lingering.count, 0) }

    /// How many files have been changing for more than an hour.
    func restless(at now: Duration) -> Int { settling.restless(longerThan: Self.restlessAfter, at: now) }

    /// Hears of a change.
    mutating func heed(_ change: FolderChange) {
        switch change {
        case .fileClosed(let path): wanted.touched[InboxPath(path)] = .closed
        case .fileAppeared(let path):
            let path = InboxPath(path)
            if wanted.touched[path] == nil { wanted.touched[path] = .seen }
        case .folderAppeared(let path): wanted.folders.insert(InboxPath(path))
        case .folderGone(let path) where path.isEmpty: wanted.isEverything = true
        case .folderGone(let path): settling.gone(under: InboxPath(path))
        case .overflow: wanted.isEverything = true
        }
    }

    /// A look failed: what it was for is asked for again, and all else, since changes may have been missed.
    mutating func lostSight() { wanted = InboxQuestion(isEverything: true) }

    /// What to look at now.
    mutating func question(at now: Duration) -> InboxQuestion {
        var question = wanted
        wanted = InboxQuestion()
        if now >= nextFullLook || (settling.hasPassedOver && settling.hasRoom) { question.isEverything = true }
        question.ripe = settling.ripe(at: now, limit: Self.filesAtOnce)
        question.folders.formUnion(foldersOfMarkers)
        return question
    }

    /// The folders of markers that wait for nothing but another look.
    private var foldersOfMarkers: Set<InboxPath> {
        guard !markers.isEmpty else { return [] }
        let unsettled = settling.unsettledFolders
        return Set(markers.keys.map(\.folder).filter { !unsettled.contains($0) })
    }

    /// Takes in what a look found.
    ///
    /// - Returns: the files that are due, those first seen first.
    mutating func note(_ look: InboxLook, at now: Duration) -> [InboxFinding] {
        if look.isEverything {
            settling.beginRound()
            settled.beginRound()
            closedFolders = 0
        }
        for finding in look.seen { note(finding, .seen, at: now) }
        for (finding, notice) in look.touched { note(finding, notice, at: now) }
        for path in look.gone {
            settling.gone(path)
            lingering.remove(path)
        }
        var due: [InboxFinding] = []
        for ripe in look.ripe where confirm(ripe, at: now) { due.append(ripe.finding) }
        if look.isEverything {
            settling.endRound()
            settled.endRound()
            lingering = lingering.filter { settling.isFollowed($0) }
            hasSeenEverything = true
            nextFullLook = now + (look.isPolled ? period : period * Self.looksSaved)
        }
        for path in markers.keys {
            let folder = path.folder
            if look.folders.contains(where: { $0 == folder || folder.isBelow($0) }) {
                markers[path]?.isFolderSeen = true
            }
        }
        return due
    }

    private mutating func note(_ finding: InboxFinding, _ notice: SettlingFiles.Notice, at now: Duration) {
        if case .unreadable = finding.content {
            closedFolders += 1
            return
        }
        guard finding.status?.kind != .folder, kind(of: finding) != .passedOver else { return }
        if let marker = markers[finding.path], marker.finding.identity == finding.identity { return }
        if settled.knows(finding.path, finding.identity) { return }
        settling.note(finding.path, finding.identity, notice, at: now)
    }

    private mutating func confirm(_ ripe: InboxLook.RipeFile, at now: Duration) -> Bool {
        let finding = ripe.finding
        guard finding.status != nil else {
            failed(finding, at: now)
            return false
        }
        guard settling.confirm(finding.path, finding.identity, hasWriter: ripe.hasWriter, at: now) else { return false }
        guard kind(of: finding) == .marker else { return true }
        settling.settled(finding.path)
        markers[finding.path] = Marker(finding: finding)
        return false
    }

    private func kind(of finding: InboxFinding) -> InboxNames.Kind {
        let kind = names.kind(of: finding.path.components.last ?? [])
        // A link that bears a marker's name says nothing.
        return kind == .marker && finding.status?.kind != .regular ? .file : kind
    }

    /// The ledger knows a file as it is: it needs no thought while it stays.
    mutating func known(_ finding: InboxFinding) { settled.remember(finding.path, finding.identity) }

    /// What became of a due file.
    ///
    /// - Parameters:
    ///   - finding: the file.
    ///   - outcome: as the ledger has it.
    ///   - isThere: whether it still lies in the inbox as it was.
    ///   - now: the instant.
    mutating func answered(_ finding: InboxFinding, _ outcome: ArrivalOutcome, isThere: Bool, at now: Duration) {
        switch outcome {
        case .unreadable, .unsettled: failed(finding, at: now)
        case .skipped, .discarded, .unpacked(everyFileKept: false, _):
            settling.settled(finding.path)
            settled.remember(finding.path, finding.identity)
        case .archived, .duplicate, .keptNotMeasured, .quarantined, .unpacked(everyFileKept: true, _):
            if leaves && isThere {
                lingering.insert(finding.path)
                failed(finding, at: now)
                return
            }
            lingering.remove(finding.path)
            settling.settled(finding.path)
            if !leaves { settled.remember(finding.path, finding.identity) }
        }
    }

    private mutating func failed(_ finding: InboxFinding, at now: Duration) {
        var random = SystemRandomNumberGenerator()
        settling.failed(finding.path, at: now, using: &random)
    }

    /// Due files that were not taken after all.
    mutating func putBack(_ findings: some Sequence<InboxFinding>) {
        for finding in findings { settling.putBack(finding.path) }
    }

    /// The markers whose folders are settled and taken.
    mutating func readyMarkers() -> [InboxFinding] {
        guard !markers.isEmpty else { return [] }
        let unsettled = settling.unsettledFolders
        var ready: [InboxFinding] = []
        for (path, marker) in markers {
            if unsettled.contains(path.folder) {
                markers[path]?.isFolderSeen = false
            } else if marker.isFolderSeen {
                ready.append(marker.finding)
            }
        }
        return ready.sorted { $0.path < $1.path }
    }

    /// A marker's studies were ended.
    mutating func finished(_ marker: InboxFinding, isThere: Bool) {
        markers[marker.path] = nil
        if isThere { settled.remember(marker.path, marker.identity) }
    }

    /// When to look again, unless a change is told before.
    func nextLook(at now: Duration) -> Duration {
        if wanted.isEverything || !foldersOfMarkers.isEmpty { return now }
        return min(settling.nextLook ?? nextFullLook, nextFullLook)
    }
}
