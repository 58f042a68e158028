package import Identifiers

/// What `sonoquant verify` found. It names things by key, number, digest and event, never by what they hold (law 7).
package struct VerificationReport: Encodable, Sendable {
    /// The kinds of finding; stable, docs/command-line.md lists them.
    package enum Code: String, Encodable, Sendable {
        /// A row names a file that is not there.
        case missing
        /// The file is there, with other bytes than the row says.
        case altered
        /// The system doesn't let it be read, or it is no regular file.
        case unreadable
        /// No row names it.
        case orphan
        /// Rows contradict each other or themselves.
        case contradiction
        /// A line of the audit trail was changed or removed.
        case auditBroken
        /// SQLite finds the ledger's file damaged.
        case ledgerDamaged
        /// Left by a command that was stopped; harmless.
        case leftover
    }

    /// One thing that isn't as it should be.
    package struct Finding: Hashable, Encodable, Sendable {
        /// The kind.
        package let code: Code
        /// Our own name for the thing.
        package let subject: String
        /// What it means.
        package let words: String
        /// What to do.
        package let remedy: String
    }

    /// What was looked at.
    package struct Counts: Hashable, Encodable, Sendable {
        /// Instances in the archive.
        package internal(set) var instances = 0
        /// Bytes that were read and compared; 0 when only sizes were.
        package internal(set) var bytes: Int64 = 0
        /// Files in the archive's folders.
        package internal(set) var archiveFiles = 0
        /// Arrivals in quarantine.
        package internal(set) var quarantined = 0
        /// Results.
        package internal(set) var results = 0
        /// Reports.
        package internal(set) var reports = 0
        /// Events in the ledger.
        package internal(set) var events = 0
        /// Files in the outbox.
        package internal(set) var outboxFiles = 0
        /// Lines of the audit trail.
        package internal(set) var auditLines: Int64 = 0
    }

    /// What needs a person, in the order of looking.
    package internal(set) var findings: [Finding] = []
    /// What harms nothing.
    package internal(set) var notes: [Finding] = []
    /// Findings beyond those that are kept, not looked at twice.
    package internal(set) var leftOut = 0
    /// What was looked at.
    package internal(set) var counts = Counts()
    /// Whether sizes alone were compared.
    package let quick: Bool
    /// The only study that was looked at; nil for all.
    package let study: StudyKey?

    /// Whether every row has its bytes and every byte its row.
    package var isClean: Bool { findings.isEmpty && leftOut == 0 }

    init(quick: Bool, study: StudyKey?) {
        self.quick = quick
        self.study = study
    }
}

/// Something that is not as it should be at first sight. Beside a running service it may be a file on its way.
struct VerificationSuspicion: Sendable {
    let finding: VerificationReport.Finding
    /// Looks again, with fresh rows; nil when all is well by now.
    let again: @Sendable () async throws -> VerificationReport.Finding?
}
