package import Foundation
internal import GRDB

/// What the program knows of arrivals, studies, reports, signatures and charges, in one SQLite file (WAL, synchronous FULL).
///
/// Every step of a study is one `write`; several processes may have the ledger open. Values only go in and come out: rows
/// stay inside.
package struct Ledger: Sendable {
    private let queue: DatabaseQueue
    private let now: @Sendable () -> Date

    /// How long a transaction waits for another process's, seconds.
    private static let busySeconds: TimeInterval = 10

    /// Opens the ledger, and makes or migrates it where needed.
    ///
    /// - Parameters:
    ///   - file: `ledger.sqlite` in the state directory, which exists.
    ///   - now: the clock of every row.
    /// - Throws: `LedgerError`, or SQLite's own error.
    package init(file: URL, now: @escaping @Sendable () -> Date) throws {
        if !FileManager.default.fileExists(atPath: file.path) {
            // SQLite gives its -wal and -shm files the permissions of the main one. Where this fails, so does opening.
            _ = FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.label = "sonoquant.ledger"
        configuration.prepareDatabase { database in
            // INSERT OR REPLACE deletes without firing triggers unless this is on.
            try database.execute(sql: "PRAGMA recursive_triggers = ON")
        }
        queue = try LedgerError.translating { [configuration] in
            try DatabaseQueue(path: file.path, configuration: configuration)
        }
        self.now = now
        try LedgerError.translating {
            // GRDB chooses NORMAL for WAL, which may lose the last transactions in a power cut (law 1).
            try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try migrate()
        }
    }

    /// Reads a consistent state; sees no half of another process's transaction.
    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (borrowing LedgerSnapshot) throws -> Output
    ) async throws -> Output {
        try await LedgerError.translating { try await queue.read { try body(LedgerSnapshot(rows: LedgerRows($0))) } }
    }

    /// Performs `body` as one transaction: all of it, or nothing when it throws.
    @discardableResult
    package func write<Output: Sendable>(
        _ body: @escaping @Sendable (borrowing LedgerTransaction) throws -> Output
    ) async throws -> Output {
        let now = now
        return try await LedgerError.translating {
            try await queue.write { try body(LedgerTransaction(rows: LedgerRows($0), now: now())) }
        }
    }

    /// Writes a consistent copy of the whole ledger, while others read and write it.
    ///
    /// - Parameter file: where no file is, or one that may be overwritten; for its owner alone when this returns.
    /// - Throws: `LedgerError`, or SQLite's own error. It blocks: never call it on async's threads.
    package func backUp(to file: URL) throws {
        _ = FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        try LedgerError.translating {
            let copy = try DatabaseQueue(path: file.path)
            try queue.backup(to: copy)
            try copy.close()
        }
    }

    private func migrate() throws {
        var migrator = DatabaseMigrator()
        V001Studies.register(in: &migrator)
        V002Service.register(in: &migrator)
        let isNewer = try queue.read { try migrator.hasBeenSuperseded($0) }
        guard !isNewer else {
            throw LedgerError(.newerSchema, "the ledger was written by a newer sonoquant: use that version")
        }
        try migrator.migrate(queue)
    }
}
