import Configuration
import Foundation
import Identifiers
import Ledger
import Logging
import ServiceHealth
import Synchronization
import TestSupport
import Testing

@testable import Intake

/// A watcher that runs on a real folder with the program's real workers.
final class WatchFixture: Sendable {
    let files: IntakeFixture
    let conditions = Conditions { Date(timeIntervalSince1970: 1_795_000_000) }
    let ended = Mutex<[Set<StudyKey>]>([])

    init() throws {
        files = try IntakeFixture()
    }

    var inbox: URL { files.inbox }

    /// Watches while `body` runs.
    func watching(
        _ mode: WatchedInbox.Watching = .events,
        taken: WatchedInbox.Taken = .left,
        changeLimit: Int = 16_384,
        watchLimit: Int = 500_000,
        pollSeconds: Int = 1,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        var inbox = WatchedInbox(folder: inbox)
        inbox.watching = mode
        inbox.taken = taken
        inbox.pollSeconds = pollSeconds
        inbox.settleSeconds = 2
        inbox.ignored = ["*.log"]
        let log = files.log
        let settled = inbox
        let intake = try files.intake()
        try await files.pool().withWorkers { [self] inspect in
            var watcher = InboxWatcher(
                inbox: settled,
                name: "inbox 1",
                intake: intake,
                inspect: inspect,
                gate: {},
                conditions: conditions,
                logger: Logger(label: "test") { _ in log },
                onMarker: { [self] studies in ended.withLock { $0.append(studies) } }
            )
            watcher.changeLimit = changeLimit
            watcher.watchLimit = watchLimit
            let running = watcher
            let task = Task { try await running.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            task.cancel()
            try await task.value
            try result.get()
        }
    }

    /// Waits until something is so.
    func eventually(
        _ words: Comment,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ isSo: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < end {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record(words, sourceLocation: sourceLocation)
    }

    /// The outcome of each path that the ledger has.
    func outcomes(of paths: [String]) async throws -> [String?] {
        let ledger = try files.ledger()
        let name = inbox.resolvingSymlinksInPath().standardizedFileURL.path
        return try await ledger.read { snapshot in
            try paths.map { try snapshot.lastArrival(inbox: name, relativePath: $0)?.outcome?.name }
        }
    }

    func isTaken(_ paths: [String]) async throws -> Bool {
        try await outcomes(of: paths).allSatisfy { $0 == "archived" || $0 == "duplicate" }
    }

    /// How many distinct contents the archive holds.
    func archived() throws -> Int { try files.contents().keys.count { $0.hasPrefix("archive/") } }
}
