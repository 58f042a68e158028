package import Foundation
package import ServiceHealth
internal import SystemCalls

/// What a running `serve` tells of itself in `STATE/service.json`, for commands beside it. Without patient data.
package struct ServiceSnapshot: Hashable, Codable, Sendable {
    /// How C-STORE goes.
    package struct Receiver: Hashable, Codable, Sendable {
        /// The port on which it listens; nil while it doesn't.
        package var port: Int?
        /// Associations at work now.
        package var open: Int
        /// Associations that wait for their turn now.
        package var waiting: Int
        /// Associations refused since the service started.
        package var refused: Int

        package init(port: Int?, open: Int, waiting: Int, refused: Int) {
            self.port = port
            self.open = open
            self.waiting = waiting
            self.refused = refused
        }
    }

    /// How a watched folder goes.
    package struct Inbox: Hashable, Codable, Sendable {
        /// As conditions and the log call it: `inbox 1`.
        package var name: String
        /// Files that are there and not yet taken.
        package var waitingFiles: Int
        /// When the last one was taken in; nil when none was since the service started.
        package var lastTakenAt: Date?

        package init(name: String, waitingFiles: Int, lastTakenAt: Date?) {
            self.name = name
            self.waitingFiles = waitingFiles
            self.lastTakenAt = lastTakenAt
        }
    }

    /// When the service started.
    package var startedAt: Date
    /// The program's version.
    package var version: String
    /// Of the service.
    package var processID: Int32
    /// What is not as it should be.
    package var conditions: [Conditions.Condition]
    /// Nil where none is configured.
    package var receiver: Receiver?
    /// In the order of the configuration.
    package var inboxes: [Inbox]
    /// What waits inside the service, by the queue's name.
    package var queues: [String: Int]
    /// Of the state directory's file system; nil where the system doesn't say.
    package var freeBytes: Int64?
    /// When this was written.
    package var writtenAt: Date

    package init(
        startedAt: Date,
        version: String,
        processID: Int32,
        conditions: [Conditions.Condition],
        receiver: Receiver?,
        inboxes: [Inbox],
        queues: [String: Int],
        freeBytes: Int64?,
        writtenAt: Date
    ) {
        self.startedAt = startedAt
        self.version = version
        self.processID = processID
        self.conditions = conditions
        self.receiver = receiver
        self.inboxes = inboxes
        self.queues = queues
        self.freeBytes = freeBytes
        self.writtenAt = writtenAt
    }
}

extension ServiceSnapshot {
    /// A snapshot that is older says nothing of now, seconds.
    package static let longestAge: TimeInterval = 10
    /// A file that is longer isn't ours, bytes.
    private static let longestFile = 1 << 20

    /// Whether it tells of now. A clock that was set back makes it old.
    package func isFresh(at now: Date) -> Bool { abs(now.timeIntervalSince(writtenAt)) <= Self.longestAge }

    /// The snapshot that stands; nil where there is none, or none that can be read: it is a convenience, nothing rests on it.
    package static func read(of state: StateDirectory) -> ServiceSnapshot? {
        guard let file = try? FileHandle(forReadingFrom: state.service),
            let data = try? file.read(upToCount: Self.longestFile)
        else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        // As above: an unreadable snapshot is none.
        return try? decoder.decode(ServiceSnapshot.self, from: data)
    }

    /// Puts it in place of the last one, whole or not at all. Not synced: it is worth nothing after a power cut.
    package func write(to state: StateDirectory) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let temporary = state.root.appending(path: ".service.json.tmp")
        let data = try encoder.encode(self)
        let isWritten = FileManager.default.createFile(
            atPath: temporary.path,
            contents: data,
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw ServiceError(.refused, "the state directory doesn't take service.json") }
        try DurableFile.rename(temporary, to: state.service)
    }

    /// Takes it away at an orderly stop, so that one that is left tells of a crash.
    package static func remove(from state: StateDirectory) {
        // What can't be removed is stale in ten seconds.
        try? FileManager.default.removeItem(at: state.service)
    }
}

/// Who is at work in a state directory.
package enum ServicePresence: Hashable, Sendable {
    /// `serve`, and it told of itself just now.
    case serving(ServiceSnapshot)
    /// `serve` lives, but has told nothing for a while.
    case silent(ServiceSnapshot)
    /// `serve` ended without an orderly stop; whether a batch or the like is at work now.
    case gone(ServiceSnapshot, isAnotherAtWork: Bool)
    /// A batch, or a `serve` that is just starting.
    case another
    /// Nobody.
    case nobody

    /// Decides it from what was found.
    ///
    /// - Parameters:
    ///   - snapshot: what stands in the state directory.
    ///   - now: the time.
    ///   - isLocked: whether a process holds the state directory's lock.
    ///   - isAlive: whether the process that wrote the snapshot lives.
    package init(_ snapshot: ServiceSnapshot?, now: Date, isLocked: Bool, isAlive: Bool) {
        self =
            switch (snapshot, isLocked) {
            case (nil, true): .another
            case (nil, false): .nobody
            case (let snapshot?, true) where isAlive: snapshot.isFresh(at: now) ? .serving(snapshot) : .silent(snapshot)
            case (let snapshot?, _): .gone(snapshot, isAnotherAtWork: isLocked)
            }
    }

    /// Looks who is at work.
    ///
    /// - Parameters:
    ///   - state: the state directory.
    ///   - now: the time.
    /// - Throws: what the system refused.
    package init(of state: StateDirectory, now: Date) throws {
        let snapshot = ServiceSnapshot.read(of: state)
        let isAlive = snapshot.map { FileManager.default.fileExists(atPath: "/proc/\($0.processID)") } ?? false
        // The lock is asked for only where nothing else tells: for that moment nobody else could take it.
        let tells = if let snapshot { isAlive && snapshot.isFresh(at: now) } else { false }
        let isLocked = try tells || Self.isLocked(state.lock)
        self.init(snapshot, now: now, isLocked: isLocked, isAlive: isAlive)
    }

    /// Whether some process runs the stages.
    package var isAtWork: Bool {
        switch self {
        case .serving, .silent, .another, .gone(_, isAnotherAtWork: true): true
        case .nobody, .gone(_, isAnotherAtWork: false): false
        }
    }

    private static func isLocked(_ file: URL) throws -> Bool {
        guard FileManager.default.fileExists(atPath: file.path) else { return false }
        guard let lock = try FileLock.take(file) else { return true }
        _ = consume lock
        return false
    }
}
