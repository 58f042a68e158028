internal import Foundation
package import Identifiers
package import Ledger
internal import SystemCalls

/// Holds every row of the ledger against the bytes, and every byte against a row. It only reads, also beside a running service:
/// what looks wrong at first sight is looked at again, with fresh rows, before it is told.
package struct Verification: Sendable {
    /// How far it has come.
    package typealias Progress = @Sendable (VerificationReport.Counts) -> Void

    let state: StateDirectory
    let ledger: Ledger
    let isQuick: Bool
    let study: StudyKey?
    let lanes = VerificationLanes()
    private let pauses: [Duration]

    /// Rows of a page: memory doesn't grow with the ledger.
    static let page = 512
    /// Suspicions and findings that are kept (law 8).
    static let mostFindings = 10_000
    /// Names in one folder (law 8).
    static let mostNames = 10_000_000

    /// - Parameters:
    ///   - state: the folders; none is changed.
    ///   - ledger: their ledger.
    ///   - isQuick: compares sizes alone, no bytes.
    ///   - study: the only study to look at; nil for all there is.
    ///   - pauses: before each further look at what seems wrong. What the service is moving has its row a moment later.
    package init(
        _ state: StateDirectory,
        ledger: Ledger,
        isQuick: Bool = false,
        study: StudyKey? = nil,
        pauses: [Duration] = [.seconds(1), .seconds(4)]
    ) {
        self.state = state
        self.ledger = ledger
        self.isQuick = isQuick
        self.study = study
        self.pauses = pauses
    }

    /// Looks at everything once, at what seems wrong again.
    ///
    /// - Parameter progress: told after each page.
    /// - Returns: what isn't as it should be.
    /// - Throws: `LedgerError`, or the folders' trouble; cancellation.
    package func run(progress: @escaping Progress = { _ in }) async throws -> VerificationReport {
        var report = VerificationReport(quick: isQuick, study: study)
        var suspicions: [VerificationSuspicion] = []
        // The ledger first: a damaged one makes all else hard to read.
        try await lookAtLedger(&report, &suspicions)
        progress(report.counts)
        try await lookAtInstances(&report, &suspicions, progress)
        try await lookAtArchiveFolders(&report, &suspicions, progress)
        try await lookAtResults(&report, &suspicions, progress)
        try await lookAtReports(&report, &suspicions, progress)
        try await lookAtEvents(&report, &suspicions)
        if study == nil {
            try await lookAtQuarantine(&report, &suspicions, progress)
            try await lookAtOutbox(&report, &suspicions)
            try lookAtSpool(&suspicions)
        }
        for pause in pauses where !suspicions.isEmpty {
            try await Task.sleep(for: pause)
            suspicions = try await lookAgain(suspicions)
        }
        for suspicion in suspicions {
            if suspicion.finding.code == .leftover {
                report.notes.append(suspicion.finding)
            } else {
                report.findings.append(suspicion.finding)
            }
        }
        return report
    }

    private func lookAgain(_ suspicions: [VerificationSuspicion]) async throws -> [VerificationSuspicion] {
        var left: [VerificationSuspicion] = []
        for suspicion in suspicions {
            try Task.checkCancellation()
            if let finding = try await suspicion.again() {
                left.append(VerificationSuspicion(finding: finding, again: suspicion.again))
            }
        }
        return left
    }

    /// Keeps a suspicion, or counts it where there are too many.
    func suspect(
        _ finding: VerificationReport.Finding,
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        again: @escaping @Sendable () async throws -> VerificationReport.Finding?
    ) {
        guard suspicions.count < Self.mostFindings else {
            report.leftOut += 1
            return
        }
        suspicions.append(VerificationSuspicion(finding: finding, again: again))
    }

    /// The names in a folder of ours; none where it is not there.
    static func names(in folder: URL) throws -> [String] {
        do {
            guard let names = try FolderDescriptor(path: folder.path).names(limit: mostNames) else {
                throw ServiceError(.refused, "a folder of the state directory holds more than \(mostNames) names")
            }
            return names.map { String(decoding: $0, as: UTF8.self) }
        } catch let error as SystemCallError where error.isAbsent {
            return []
        }
    }

    // MARK: The ledger itself

    private func lookAtLedger(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion]
    ) async throws {
        report.counts.auditLines = try await ledger.read { try $0.lastAuditNumber() }
        for part in [Self.audit, Self.counts, Self.charges, Self.arrivals] {
            let (ledger, isQuick) = (ledger, isQuick)
            let look: @Sendable () async throws -> VerificationReport.Finding? = {
                try await ledger.read { try part($0, isQuick) }
            }
            if let finding = try await look() { suspect(finding, &report, &suspicions, again: look) }
        }
    }

    private typealias LedgerPart = @Sendable (borrowing LedgerSnapshot, Bool) throws -> VerificationReport.Finding?

    private static let audit: LedgerPart = { ledger, isQuick in
        if !isQuick, try !ledger.isWhole() {
            return .init(
                code: .ledgerDamaged,
                subject: "ledger.sqlite",
                words: "SQLite finds its pages, indexes or references damaged",
                remedy: "restore the state directory from its last backup that verifies clean"
            )
        }
        guard let line = try ledger.firstBrokenAuditLine() else { return nil }
        return .init(
            code: .auditBroken,
            subject: "audit line \(line)",
            words: "the line was changed, or one before it removed",
            remedy: "compare with a backup's trail: somebody wrote into the ledger past sonoquant"
        )
    }

    private static let counts: LedgerPart = { ledger, _ in
        let tables = try ledger.wrongCounts()
        guard !tables.isEmpty else { return nil }
        return .init(
            code: .contradiction,
            subject: tables.joined(separator: ", "),
            words: "the kept counts differ from a recount of the rows",
            remedy: "somebody wrote into the ledger past sonoquant; restore it from a backup, and report this"
        )
    }

    private static let charges: LedgerPart = { ledger, _ in
        let studies = try ledger.studiesChargedTwice(limit: 20)
        guard !studies.isEmpty else { return nil }
        return .init(
            code: .contradiction,
            subject: studies.map(\.description).joined(separator: ", "),
            words: "more than one event stands for one study, service and component",
            remedy: "have the biller void one; report this as a fault of sonoquant"
        )
    }

    private static let arrivals: LedgerPart = { ledger, _ in
        let arrivals = try ledger.arrivalsWithoutInstance(after: 0, limit: 20)
        guard !arrivals.isEmpty else { return nil }
        return .init(
            code: .contradiction,
            subject: "arrival " + arrivals.map(\.description).joined(separator: ", "),
            words: "is said to be archived, and no instance of its study has its bytes",
            remedy: "send those files again, and report this as a fault of sonoquant"
        )
    }
}
