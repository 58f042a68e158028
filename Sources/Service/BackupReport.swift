package import Foundation

/// What a backup holds; `backup.json` of its folder.
package struct BackupReport: Codable, Sendable {
    /// The name of the mark in the backup's folder.
    package static let name = "backup.json"
    /// The version of this schema.
    package static let schema = "org.sonoquant.backup.v1"

    /// How many of each kind the ledger's copy names.
    package struct Counts: Hashable, Codable, Sendable {
        /// Instances in the archive.
        package internal(set) var instances = 0
        /// Arrivals in quarantine.
        package internal(set) var quarantined = 0
        /// Results.
        package internal(set) var results = 0
        /// Reports.
        package internal(set) var reports = 0
        /// Files in the outbox.
        package internal(set) var outboxFiles = 0
        /// Files that were copied by this run.
        package internal(set) var copiedFiles = 0
        /// Their bytes.
        package internal(set) var copiedBytes: Int64 = 0
        /// Files that an earlier run had copied.
        package internal(set) var keptFiles = 0
    }

    /// As written in the file.
    package let schema: String
    /// The program that made it.
    package let version: String
    /// When the run began.
    package let started: Date
    /// When everything was durable.
    package internal(set) var finished: Date
    /// What it holds.
    package internal(set) var counts = Counts()
    /// What the ledger names and could not be copied whole: the same that `sonoquant verify` finds.
    package internal(set) var troubles: [String] = []
    /// Troubles beyond those that are kept.
    package internal(set) var leftOut = 0

    init(started: Date, version: String) {
        schema = Self.schema
        self.version = version
        self.started = started
        finished = started
    }

    /// Whether every row has its bytes in the backup.
    package var isWhole: Bool { troubles.isEmpty && leftOut == 0 }

    mutating func add(trouble: String) {
        if troubles.count < 1_000 { troubles.append(trouble) } else { leftOut += 1 }
    }
}
