internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import SystemCalls

extension Verification {
    /// Every arrival in quarantine against its folder, then every folder against its arrival.
    func lookAtQuarantine(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion],
        _ progress: Progress
    ) async throws {
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let after = last
            let rows = try await ledger.read { try $0.quarantinedRows(after: after, limit: Self.page) }.map(\.arrival)
            guard let end = rows.last else { break }
            last = end.number.number
            for (row, answer) in zip(rows, await look(at: rows)) {
                report.counts.quarantined += 1
                report.counts.bytes += answer.read
                guard let finding = answer.finding else { continue }
                suspect(finding, &report, &suspicions) {
                    guard let fresh = try await ledger.read({ try $0.arrivalRow(row.number) })?.arrival,
                        case .quarantined = fresh.outcome
                    else { return nil }
                    return await look(at: [fresh]).first?.finding
                }
            }
            progress(report.counts)
        }
        for name in try Self.names(in: state.quarantine) {
            let look: @Sendable () async throws -> VerificationReport.Finding? = { try await folder(name) }
            if let finding = try await look() { suspect(finding, &report, &suspicions, again: look) }
        }
    }

    private typealias Answer = (finding: VerificationReport.Finding?, read: Int64)

    private func look(at rows: [ArrivalRecord]) async -> [Answer] {
        let (quarantine, isQuick) = (Quarantine(folder: state.quarantine), isQuick)
        return await lanes.look(at: rows) { row, buffer in Self.look(at: row, quarantine, isQuick, &buffer) }
    }

    private static func look(
        at row: ArrivalRecord,
        _ quarantine: Quarantine,
        _ isQuick: Bool,
        _ buffer: inout [UInt8]
    ) -> Answer {
        let subject = "quarantine/\(row.number)"
        let remedy = "restore it from a backup, or have the file sent again"
        guard let digest = row.digest else {
            let finding = VerificationReport.Finding(
                code: .contradiction,
                subject: "arrival \(row.number)",
                words: "is in quarantine without a digest",
                remedy: "somebody wrote into the ledger past sonoquant; restore it from a backup"
            )
            return (finding, 0)
        }
        let content = VerifiedFile(
            root: quarantine.folder,
            components: [row.number.description, Quarantine.contentName],
            size: nil,
            digest: isQuick ? nil : digest
        ).look(&buffer)
        if let finding = VerifiedFile.finding(content, subject: subject, remedy: remedy) { return (finding, 0) }
        if let note = quarantine.note(of: row.number), note.arrival == row.number, note.digest == digest {
            if case .good(let read) = content { return (nil, read) }
            return (nil, 0)
        }
        let finding = VerificationReport.Finding(
            code: .altered,
            subject: "\(subject)/\(Quarantine.reasonName)",
            words: "is missing, can't be read, or is of another file",
            remedy: "sonoquant quarantine restore \(row.number) writes it anew"
        )
        return (finding, 0)
    }

    /// What is wrong with a folder's name; the rows have been looked at.
    private func folder(_ name: String) async throws -> VerificationReport.Finding? {
        guard let number = ArrivalNumber(name), number.description == name else { return Self.strange("quarantine") }
        guard FileManager.default.fileExists(atPath: state.quarantine.appending(path: name).path) else { return nil }
        guard let row = try await ledger.read({ try $0.arrivalRow(number) })?.arrival else {
            return VerificationReport.Finding(
                code: .orphan,
                subject: "quarantine/\(number)",
                words: "no arrival has this number",
                remedy: "the ledger is older than the quarantine: restore both from one backup"
            )
        }
        switch row.outcome {
        case .quarantined: return nil
        case nil, .unreadable, .unsettled:
            return VerificationReport.Finding(
                code: .leftover,
                subject: "quarantine/\(number)",
                words: "a run was stopped while it put the file here; the file is still where it came from",
                remedy: "the next run takes it up again"
            )
        default:
            return VerificationReport.Finding(
                code: .leftover,
                subject: "quarantine/\(number)",
                words:
                    "a command was stopped before it removed the folder; the arrival is \(row.outcome?.name ?? "open")",
                remedy: "sonoquant quarantine discard \(number) removes it"
            )
        }
    }

    /// What is on its way, or was when a run was stopped.
    func lookAtSpool(_ suspicions: inout [VerificationSuspicion]) throws {
        let spool = state.spool
        let look: @Sendable () throws -> VerificationReport.Finding? = {
            // The receiver's folder stays.
            let count =
                try Self.names(in: spool).count { $0 != "receive" }
                + Self.names(in: spool.appending(path: "receive")).count
            guard count > 0 else { return nil }
            return VerificationReport.Finding(
                code: .leftover,
                subject: "spool",
                words: "holds \(count) files: they are being received, or a run was stopped",
                remedy: "none; the next run empties it"
            )
        }
        if let finding = try look() { suspicions.append(VerificationSuspicion(finding: finding, again: look)) }
    }
}
