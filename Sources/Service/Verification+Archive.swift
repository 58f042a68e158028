internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import SystemCalls

extension Verification {
    private static let archiveRemedy = "restore it from a backup, or have the study sent again"

    /// Every instance's row against its file.
    func lookAtInstances(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        _ progress: Progress
    ) async throws {
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let (after, study) = (last, study)
            let rows = try await ledger.read { try $0.archivedFiles(after: after, limit: Self.page, of: study) }
            guard let end = rows.last else { return }
            last = end.number
            for (row, answer) in zip(rows, await look(at: rows)) {
                report.counts.instances += 1
                report.counts.bytes += answer.read
                guard let finding = answer.finding else { continue }
                suspect(finding, &report, &suspicions) {
                    let fresh = try await ledger.read {
                        try $0.archivedFiles(after: row.number - 1, limit: 1, of: row.study)
                    }
                    guard let fresh = fresh.first, fresh.number == row.number else { return nil }
                    return await look(at: [fresh]).first?.finding
                }
            }
            progress(report.counts)
        }
    }

    private typealias Answer = (finding: VerificationReport.Finding?, read: Int64)

    private func look(at rows: [KeptFileRow]) async -> [Answer] {
        let (archive, isQuick) = (state.archive, isQuick)
        return await lanes.look(at: rows) { row, buffer in Self.look(at: row, archive, isQuick, &buffer) }
    }

    private static func look(at row: KeptFileRow, _ archive: URL, _ isQuick: Bool, _ buffer: inout [UInt8]) -> Answer {
        guard let digest = ContentDigest(hexadecimal: row.sha256),
            row.name == Archive.name(study: row.study, digest: digest)
        else {
            let finding = VerificationReport.Finding(
                code: .contradiction,
                subject: "instance \(row.number) of \(row.study)",
                words: "its row names a digest or a file that can't be its own",
                remedy: "somebody wrote into the ledger past sonoquant; restore it from a backup"
            )
            return (finding, 0)
        }
        let file = VerifiedFile(
            root: archive,
            components: row.name.split(separator: "/").map(String.init),
            size: row.size,
            digest: isQuick ? nil : digest
        )
        let state = file.look(&buffer)
        let finding = VerifiedFile.finding(state, subject: "archive/\(row.name)", remedy: archiveRemedy)
        if case .good(let read) = state { return (finding, read) }
        return (finding, 0)
    }

    /// Every name in the archive against a row.
    func lookAtArchiveFolders(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        _ progress: Progress
    ) async throws {
        let folders = try study.map { [$0.description] } ?? Self.names(in: state.archive)
        for folder in folders {
            try Task.checkCancellation()
            guard let key = StudyKey(folder), key.description == folder else {
                let strange = Self.strange("archive")
                suspect(strange, &report, &suspicions) { strange }
                continue
            }
            let names = try folderNames(key)
            report.counts.archiveFiles += names.count
            for start in stride(from: 0, to: names.count, by: Self.page) {
                let group = Array(names[start..<min(start + Self.page, names.count)])
                for (name, finding) in zip(group, try await orphans(group, in: key)) {
                    guard let finding else { continue }
                    suspect(finding, &report, &suspicions) {
                        guard try folderNames(key).contains(name) else { return nil }
                        return try await orphans([name], in: key).first ?? nil
                    }
                }
            }
            progress(report.counts)
        }
    }

    private func folderNames(_ key: StudyKey) throws -> [String] {
        do {
            return try Self.names(in: state.archive.appending(path: key.description))
        } catch let error as SystemCallError where error.isOtherKind {
            // What is no folder is one name without a row.
            return [""]
        }
    }

    private func orphans(_ names: [String], in key: StudyKey) async throws -> [VerificationReport.Finding?] {
        try await ledger.read { ledger in
            try names.map { name -> VerificationReport.Finding? in
                guard name.hasSuffix(".dcm"), let digest = ContentDigest(hexadecimal: String(name.dropLast(4))) else {
                    return Self.strange("archive/\(key)")
                }
                if try ledger.isArchived(digest, in: key) { return nil }
                return VerificationReport.Finding(
                    code: .orphan,
                    subject: "archive/\(key)/\(name)",
                    words: "no row names it: a run was stopped before it had told anybody that the file is kept",
                    remedy: "run the intake again, or have the study sent again, which gives it its row"
                )
            }
        }
    }

    /// A name that sonoquant never gives; it may say something of a patient, so it isn't repeated.
    static func strange(_ folder: String) -> VerificationReport.Finding {
        VerificationReport.Finding(
            code: .orphan,
            subject: folder,
            words: "holds a name that sonoquant never gives",
            remedy: "look into the folder, and take out what somebody put there"
        )
    }
}
