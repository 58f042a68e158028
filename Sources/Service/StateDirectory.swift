package import Foundation
package import SystemCalls

/// The folders of one installation (DESIGN.md, "On disk"), for its owner alone.
package struct StateDirectory: Hashable, Sendable {
    /// `STATE`.
    package let root: URL

    /// - Parameter root: need not exist yet.
    package init(root: URL) {
        self.root = root.standardizedFileURL
    }

    /// The SQLite file.
    package var ledger: URL { root.appending(path: "ledger.sqlite") }
    /// Held by whoever runs the stages.
    package var lock: URL { root.appending(path: "lock") }
    /// Held while a final report or an event's file is written: signatures need no `lock`, yet never write at once.
    package var deskLock: URL { root.appending(path: "desk.lock") }
    /// What a running `serve` tells of itself, written every few seconds.
    package var service: URL { root.appending(path: "service.json") }
    /// Where a running `serve` listens to other commands.
    package var control: URL { root.appending(path: "control.sock") }
    /// Bytes being received.
    package var spool: URL { root.appending(path: "spool") }
    /// Retained instances: a folder a study.
    package var archive: URL { root.appending(path: "archive") }
    /// What could not be taken: a folder an arrival.
    package var quarantine: URL { root.appending(path: "quarantine") }
    /// A folder an analysis digest.
    package var results: URL { root.appending(path: "results") }
    /// A folder a study, in it one a report.
    package var reports: URL { root.appending(path: "reports") }
    /// A folder a destination.
    package var outbox: URL { root.appending(path: "outbox") }
    /// Order files, where the configuration names no other folder.
    package var orders: URL { root.appending(path: "orders") }
    /// The configuration that is read where none is named.
    package var configuration: URL { root.appending(path: "sonoquant.yaml") }

    /// How long a command waits for another's report or event to be written.
    private static let longestDeskWait = Duration.seconds(30)

    /// Takes `deskLock`, after a wait where another command has it.
    ///
    /// - Throws: `ServiceError` of `locked` when that takes too long.
    func deskLocked() async throws -> FileLock {
        guard let lock = try await FileLock.wait(for: deskLock, atMost: Self.longestDeskWait) else {
            throw ServiceError(
                .locked,
                "another command is writing reports or events in this state directory; try again"
            )
        }
        return lock
    }

    /// Makes what is not there yet.
    package func prepare() throws(SystemCallError) {
        for folder in [root, spool, archive, quarantine, results, reports, outbox, orders] {
            try DurableFile.makeFolder(folder)
        }
    }
}
