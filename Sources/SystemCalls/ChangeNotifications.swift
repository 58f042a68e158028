internal import Dispatch
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Tells of changes in folders, by inotify (inotify(7)). Owns the kernel's queue; folders are named by the caller's own paths.
///
/// Changes are hints: whoever hears one looks for himself. They are read on a queue of their own and kept until they are
/// drained, `limit` at most; what the kernel or we could not keep becomes one `.overflow`.
package final class ChangeNotifications: Sendable {
    /// Why a folder is not watched.
    package enum Refusal: Error, Hashable, Sendable {
        /// `fs.inotify.max_user_watches`, or our own bound, is reached: look at the folder from time to time instead.
        case noMoreWatches
        /// `fs.inotify.max_user_instances` is reached.
        case noMoreInstances
        /// Anything else.
        case failed(SystemCallError)
    }

    private let queue: ChangeQueue
    /// Never changed; a dispatch source may be cancelled from any thread.
    nonisolated(unsafe) private let source: any DispatchSourceRead

    /// Files that are made, closed by a writer or renamed; folders that come and go. Not each write (IN_MODIFY): a cine in small
    /// writes would fill the queue with what says nothing, since its close is told.
    private static let events = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
    )

    /// Opens the kernel's queue.
    ///
    /// - Parameters:
    ///   - changeLimit: changes that are kept until they are drained.
    ///   - watchLimit: folders that are watched.
    ///   - ring: called after changes came, on a queue of its own; must not block.
    /// - Throws: `Refusal`.
    package init(
        changeLimit: Int = 16_384,
        watchLimit: Int = 500_000,
        ring: @escaping @Sendable () -> Void
    ) throws(Refusal) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else {
            let error = SystemCallError.current("inotify_init", "folder changes")
            throw error.reason == .tooManyOpenFiles ? .noMoreInstances : .failed(error)
        }
        let queue = ChangeQueue(descriptor: descriptor, changeLimit: changeLimit, watchLimit: watchLimit)
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor,
            queue: DispatchQueue(label: "sonoquant.changes")
        )
        source.setEventHandler {
            if queue.read() { ring() }
        }
        source.setCancelHandler { close(descriptor) }
        source.resume()
        self.queue = queue
        unsafe self.source = source
    }

    deinit { unsafe source.cancel() }

    /// Watches a folder, not its subfolders; again under another path renames it.
    ///
    /// - Parameters:
    ///   - folder: the folder, open, so that no link can stand in for it.
    ///   - path: what its changes are told under; `[]` is the root.
    /// - Throws: `Refusal`.
    package func watch(_ folder: borrowing FolderDescriptor, as path: [[UInt8]]) throws(Refusal) {
        try queue.watch(folder.descriptor, as: path, events: Self.events)
    }

    /// Watches a path and everything below no more.
    package func forget(under path: [[UInt8]]) { queue.forget(under: path) }

    /// How many folders are watched.
    package var watchCount: Int { queue.watchCount }

    /// Everything that came since the last call, in order.
    package func drain() -> [FolderChange] { queue.drain() }
}

/// What the reading queue and the callers share.
private final class ChangeQueue: Sendable {
    private struct State {
        var paths: [Int32: [[UInt8]]] = [:]
        var changes: [FolderChange] = []
        var hasOverflowed = false
    }

    private let descriptor: Int32
    private let changeLimit: Int
    private let watchLimit: Int
    private let state = Mutex(State())

    init(descriptor: Int32, changeLimit: Int, watchLimit: Int) {
        self.descriptor = descriptor
        self.changeLimit = changeLimit
        self.watchLimit = watchLimit
    }

    var watchCount: Int { state.withLock { $0.paths.count } }

    func watch(_ folder: Int32, as path: [[UInt8]], events: UInt32) throws(ChangeNotifications.Refusal) {
        // Under the lock, so that no event of a new watch is read before its path is known.
        let result: Result<Void, ChangeNotifications.Refusal> = state.withLock { state in
            let watch = unsafe inotify_add_watch(descriptor, "/proc/self/fd/\(folder)", events)
            guard watch >= 0 else {
                let error = SystemCallError.current("inotify_add_watch", "a folder")
                return .failure(error.reason == .noSpace ? .noMoreWatches : .failed(error))
            }
            guard state.paths[watch] != nil || state.paths.count < watchLimit else {
                inotify_rm_watch(descriptor, watch)
                return .failure(.noMoreWatches)
            }
            state.paths[watch] = path
            return .success(())
        }
        try result.get()
    }

    func forget(under path: [[UInt8]]) {
        state.withLock { forget(under: path, &$0) }
    }

    private func forget(under path: [[UInt8]], _ state: inout State) {
        for (watch, place) in state.paths where place.starts(with: path) {
            state.paths[watch] = nil
            inotify_rm_watch(descriptor, watch)
        }
    }

    func drain() -> [FolderChange] {
        state.withLock { state in
            defer {
                state.changes = []
                state.hasOverflowed = false
            }
            return state.hasOverflowed ? state.changes + [.overflow] : state.changes
        }
    }

    /// Takes what the kernel has.
    ///
    /// - Returns: whether there is something to drain.
    func read() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            guard count > 0 else { break }
            state.withLock { state in
                for event in KernelEvent.all(in: buffer[..<count]) { keep(event, &state) }
            }
        }
        return state.withLock { !$0.changes.isEmpty || $0.hasOverflowed }
    }

    private func keep(_ event: KernelEvent, _ state: inout State) {
        if event.has(IN_Q_OVERFLOW) {
            state.hasOverflowed = true
            return
        }
        // Of a watch that was given up meanwhile.
        guard let folder = state.paths[event.watch] else { return }
        if event.has(IN_IGNORED) { state.paths[event.watch] = nil }
        if event.has(IN_MOVED_FROM) && event.has(IN_ISDIR) {
            // Its watches would go on telling under a path that is no more.
            forget(under: folder + [event.name], &state)
        }
        guard let change = event.change(in: folder), state.changes.last != change else { return }
        if state.changes.count < changeLimit { state.changes.append(change) } else { state.hasOverflowed = true }
    }
}

/// One `struct inotify_event`.
private struct KernelEvent {
    let watch: Int32
    let mask: UInt32
    let name: [UInt8]

    func has(_ flag: Int32) -> Bool { mask & UInt32(bitPattern: flag) != 0 }

    /// What it says of a folder; nil where nobody needs to know.
    func change(in folder: [[UInt8]]) -> FolderChange? {
        if has(IN_DELETE_SELF) || has(IN_UNMOUNT) || has(IN_IGNORED) { return .folderGone(folder) }
        // Of subfolders the folder above tells.
        if has(IN_MOVE_SELF) { return folder.isEmpty ? .folderGone(folder) : nil }
        if has(IN_ISDIR) {
            if has(IN_MOVED_FROM) { return .folderGone(folder + [name]) }
            return has(IN_CREATE) || has(IN_MOVED_TO) ? .folderAppeared(folder + [name]) : nil
        }
        if has(IN_CLOSE_WRITE) || has(IN_MOVED_TO) { return .fileClosed(folder + [name]) }
        return has(IN_CREATE) ? .fileAppeared(folder + [name]) : nil
    }

    /// The events that one read brought: watch, mask, cookie and length, 4 bytes each, and a name padded with zeros.
    static func all(in bytes: ArraySlice<UInt8>) -> [KernelEvent] {
        var events: [KernelEvent] = []
        var rest = bytes
        while rest.count >= 16 {
            let start = rest.startIndex
            let length = Int(number(rest[(start + 12)..<(start + 16)]))
            guard rest.count - 16 >= length else { break }
            events.append(
                KernelEvent(
                    watch: Int32(bitPattern: number(rest[start..<(start + 4)])),
                    mask: number(rest[(start + 4)..<(start + 8)]),
                    name: Array(rest[(start + 16)..<(start + 16 + length)].prefix { $0 != 0 })
                )
            )
            rest = rest.dropFirst(16 + length)
        }
        return events
    }

    /// Little-endian, as all machines are that we build for.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
