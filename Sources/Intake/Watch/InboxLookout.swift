internal import Configuration
internal import Dispatch
internal import Foundation
internal import Synchronization
internal import SystemCalls
internal import SystemPackage

/// Looks at an inbox on a queue of its own, since a share may make every look slow, and keeps its folders watched.
final class InboxLookout: Sendable {
    private struct State {
        var changes: ChangeNotifications?
        var refusal: ChangeNotifications.Refusal?
        var root: FileStatus?
    }

    private let inbox: WatchedInbox
    private let stateFolder: URL
    private let limits: InboxLimits
    private let changeLimit: Int
    private let watchLimit: Int
    private let ring: @Sendable () -> Void
    private let queue = DispatchQueue(label: "sonoquant.inbox")
    private let state = Mutex(State())

    /// - Parameters:
    ///   - inbox: what is watched, and how.
    ///   - stateFolder: passed over where the inbox holds it.
    ///   - limits: how much is looked at.
    ///   - changeLimit: changes that are kept until they are drained.
    ///   - watchLimit: folders that are watched.
    ///   - ring: called when changes came.
    init(
        _ inbox: WatchedInbox,
        stateFolder: URL,
        limits: InboxLimits,
        changeLimit: Int,
        watchLimit: Int,
        ring: @escaping @Sendable () -> Void
    ) {
        self.inbox = inbox
        self.stateFolder = stateFolder
        self.limits = limits
        self.changeLimit = changeLimit
        self.watchLimit = watchLimit
        self.ring = ring
    }

    /// The changes that were told since the last call.
    func drain() -> [FolderChange] {
        state.withLock { $0.changes }?.drain() ?? []
    }

    /// Looks.
    ///
    /// - Throws: `SystemCallError` when the inbox itself can't be opened.
    func look(_ question: InboxQuestion) async throws -> InboxLook {
        try await onQueue { try self.perform(question) }
    }

    /// Which of the files still lie in the inbox as they were.
    func remaining(_ findings: [InboxFinding], in inbox: InboxFolder) async throws -> [Bool] {
        try await onQueue {
            findings.map { finding in
                guard let now = Self.finding(finding.path, in: inbox) else { return false }
                return now.status == finding.status
            }
        }
    }

    /// Lets a marker go where the files of its folder go. One that can't go stays, and is heeded no more.
    ///
    /// - Returns: whether it still lies in the inbox.
    func dispose(of marker: InboxFinding, in inbox: InboxFolder) async throws -> Bool {
        guard let status = marker.status else { return false }
        let taken = self.inbox.taken
        return try await onQueue {
            do throws(SystemCallError) {
                switch taken {
                case .left: return true
                case .removed: return try !inbox.remove(marker.path, ifStill: status)
                case .moved(let target):
                    try TakenFolder(folder: target).take(marker.path, of: inbox, ifStill: status)
                    return false
                }
            } catch {
                return true
            }
        }
    }

    /// Runs what may block.
    private func onQueue<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    private func perform(_ question: InboxQuestion) throws -> InboxLook {
        let folder = try InboxFolder(inbox.folder)
        let root = try folder.root.status()
        let isOther = state.withLock { state in
            defer { state.root = root }
            return state.root?.inode != root.inode || state.root?.device != root.device
        }
        let changes = changeNotifications()
        if isOther { changes?.forget(under: []) }
        let isEverything = question.isEverything || isOther
        let folders = isEverything ? [InboxPath([])] : Self.outermost(question.folders)
        var look = InboxLook(
            inbox: folder,
            inboxName: inbox.folder.resolvingSymlinksInPath().standardizedFileURL.path,
            isEverything: isEverything,
            folders: folders
        )
        try walk(folders, changes, &look)
        for (path, notice) in question.touched {
            if let finding = Self.finding(path, in: look.inbox) {
                look.touched.append((finding, notice))
            } else {
                look.gone.append(path)
            }
        }
        for path in question.ripe {
            if let finding = Self.finding(path, in: look.inbox) {
                let hasWriter = Self.hasWriter(finding, in: look.inbox)
                look.ripe.append(InboxLook.RipeFile(finding: finding, hasWriter: hasWriter))
            } else {
                look.gone.append(path)
            }
        }
        look.refusal = state.withLock { $0.refusal }
        switch inbox.watching {
        case .polling: look.isPolled = true
        case .events: look.isPolled = look.refusal != nil
        case .automatic: look.isPolled = try look.refusal != nil || look.inbox.root.isOnNetwork()
        }
        return look
    }

    private func walk(_ folders: Set<InboxPath>, _ changes: ChangeNotifications?, _ look: inout InboxLook) throws {
        guard !folders.isEmpty else { return }
        var excluded = [try FolderDescriptor(path: stateFolder.path).status()]
        // Before the first file is moved there it may not exist.
        if case .moved(let target) = inbox.taken, let status = try? FolderDescriptor(path: target.path).status() {
            excluded.append(status)
        }
        if look.isEverything, changes != nil { state.withLock { $0.refusal = nil } }
        for path in folders.sorted() {
            do throws(SystemCallError) {
                let folder = try look.inbox.subfolder(path)
                let status = try folder.status()
                if excluded.contains(where: { $0.inode == status.inode && $0.device == status.device }) { continue }
                look.seen += InboxWalk.findings(in: folder, at: path, excluding: excluded, limits: limits) {
                    watch($0, $1, changes)
                }
            } catch {
                // A subfolder that went away again.
                if path.components.isEmpty { throw error }
            }
        }
    }

    private func watch(_ folder: borrowing FolderDescriptor, _ path: InboxPath, _ changes: ChangeNotifications?) {
        guard let changes, state.withLock({ $0.refusal }) == nil else { return }
        do throws(ChangeNotifications.Refusal) {
            try changes.watch(folder, as: path.components)
        } catch {
            state.withLock { $0.refusal = error }
        }
    }

    private func changeNotifications() -> ChangeNotifications? {
        guard inbox.watching != .polling else { return nil }
        return state.withLock { state in
            if let changes = state.changes { return changes }
            do throws(ChangeNotifications.Refusal) {
                state.changes = try ChangeNotifications(changeLimit: changeLimit, watchLimit: watchLimit, ring: ring)
                state.refusal = nil
            } catch {
                state.refusal = error
            }
            return state.changes
        }
    }

    /// Without those that lie in another of them.
    private static func outermost(_ folders: Set<InboxPath>) -> Set<InboxPath> {
        folders.filter { path in
            var folder = path
            while !folder.components.isEmpty {
                folder = folder.folder
                if folders.contains(folder) { return false }
            }
            return true
        }
    }

    /// A file as it is now; nil when it is gone.
    static func finding(_ path: InboxPath, in folder: InboxFolder) -> InboxFinding? {
        do throws(SystemCallError) {
            return InboxWalk.finding(path, try folder.status(of: path))
        } catch {
            switch error.reason {
            // The last: a folder on its way became a link.
            case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels: return nil
            default:
                let words = "it can't be looked at: \(error.reason)"
                return InboxFinding(path: path, status: nil, content: .unreadable(words))
            }
        }
    }

    private static func hasWriter(_ finding: InboxFinding, in folder: InboxFolder) -> Bool {
        guard finding.status?.kind == .regular else { return false }
        do throws(SystemCallError) {
            return try folder.open(finding.path).hasWriter
        } catch {
            // The intake will say why it can't be opened.
            return false
        }
    }
}
