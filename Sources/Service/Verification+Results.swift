internal import Analysis
internal import Foundation
internal import Identifiers
internal import Ledger

extension Verification {
    private static let resultRemedy = "restore the folder from a backup"

    private typealias Answer = (finding: VerificationReport.Finding?, read: Int64)

    /// Every result that a row names against its completion mark and digests.
    func lookAtResults(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        _ progress: Progress
    ) async throws {
        let (results, isQuick) = (ResultStore(folder: state.results), isQuick)
        let look: @Sendable (KeptFileRow) -> VerificationReport.Finding? = { row in
            Self.look(atResult: row, results, isQuick)
        }
        try await everyRow(&report, &suspicions, progress) { ledger, after, limit, study in
            try ledger.resultFolders(after: after, limit: limit, of: study)
        } counting: {
            $0.results += 1
        } look: { row, _ in
            (look(row), 0)
        }
    }

    /// Every report against its row.
    func lookAtReports(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        _ progress: Progress
    ) async throws {
        let (reports, isQuick) = (state.reports, isQuick)
        try await everyRow(&report, &suspicions, progress) { ledger, after, limit, study in
            try ledger.reportFiles(after: after, limit: limit, of: study)
        } counting: {
            $0.reports += 1
        } look: { row, buffer in
            Self.look(atReport: row, reports, isQuick, &buffer)
        }
    }

    /// Pages through rows that stay as they are, and looks at what each names.
    private func everyRow(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        _ progress: Progress,
        read page: @escaping @Sendable (borrowing LedgerSnapshot, Int64, Int, StudyKey?) throws -> [KeptFileRow],
        counting count: (inout VerificationReport.Counts) -> Void,
        look: @escaping @Sendable (KeptFileRow, inout [UInt8]) -> (VerificationReport.Finding?, Int64)
    ) async throws {
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let (after, study, lanes) = (last, study, lanes)
            let rows = try await ledger.read { try page($0, after, Self.page, study) }
            guard let end = rows.last else { return }
            last = end.number
            for (row, answer) in zip(rows, await lanes.look(at: rows, look)) {
                count(&report.counts)
                report.counts.bytes += answer.1
                guard let finding = answer.0 else { continue }
                suspect(finding, &report, &suspicions) { await lanes.look(at: [row], look).first?.0 ?? nil }
            }
            progress(report.counts)
        }
    }

    private static func look(
        atResult row: KeptFileRow,
        _ results: ResultStore,
        _ isQuick: Bool
    ) -> VerificationReport.Finding? {
        guard let digest = ContentDigest(hexadecimal: row.sha256) else { return wrong("result \(row.number)", row) }
        let subject = "results/\(digest.hexadecimal)"
        guard results.isFinished(digest) else {
            return VerificationReport.Finding(
                code: .missing,
                subject: subject,
                words: "the ledger names it for \(row.study), and it has no completion mark",
                remedy: resultRemedy
            )
        }
        guard !isQuick else { return nil }
        do {
            _ = try results.result(digest)
            return nil
        } catch {
            let words = (error as? AnalysisError)?.explanation ?? "can't be read"
            return VerificationReport.Finding(code: .altered, subject: subject, words: words, remedy: resultRemedy)
        }
    }

    private static func look(
        atReport row: KeptFileRow,
        _ reports: URL,
        _ isQuick: Bool,
        _ buffer: inout [UInt8]
    ) -> (VerificationReport.Finding?, Int64) {
        guard let digest = ContentDigest(hexadecimal: row.sha256), row.isReportFolder else {
            return (wrong("report \(row.number)", row), 0)
        }
        let file = VerifiedFile(
            root: reports,
            components: row.name.split(separator: "/").map(String.init) + ["report.dcm"],
            size: nil,
            digest: isQuick ? nil : digest
        )
        let state = file.look(&buffer)
        let finding = VerifiedFile.finding(
            state,
            subject: "reports/\(row.name)/report.dcm",
            remedy: "restore it from a backup"
        )
        if case .good(let read) = state { return (finding, read) }
        return (finding, 0)
    }

    private static func wrong(_ subject: String, _ row: KeptFileRow) -> VerificationReport.Finding {
        VerificationReport.Finding(
            code: .contradiction,
            subject: "\(subject) of \(row.study)",
            words: "its row names a digest or a folder that can't be its own",
            remedy: "somebody wrote into the ledger past sonoquant; restore it from a backup"
        )
    }
}

extension KeptFileRow {
    /// Whether `name` is `<study key>/<revision>-<word>`, as the report desk names its folders.
    var isReportFolder: Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == study.description else { return false }
        let last = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        return last.count == 2 && Int(last[0]) != nil && ["preliminary", "final", "amended"].contains(last[1])
    }
}
