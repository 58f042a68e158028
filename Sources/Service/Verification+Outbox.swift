internal import Configuration
internal import Foundation
internal import Identifiers
internal import Ledger
internal import SystemCalls

extension Verification {
    /// Every event's row against itself.
    func lookAtEvents(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion]
    ) async throws {
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let (after, study) = (last, study)
            let rows = try await ledger.read { try $0.events(after: after, limit: Self.page, of: study) }
            guard let end = rows.last else { return }
            last = end.number
            for row in rows {
                report.counts.events += 1
                guard ContentDigest(of: row.bytes).hexadecimal != row.sha256 else { continue }
                let finding = VerificationReport.Finding(
                    code: .altered,
                    subject: "event \(row.event) of \(row.study)",
                    words: "the ledger's bytes have another digest than their row says",
                    remedy: "somebody wrote into the ledger past sonoquant; restore it from a backup"
                )
                suspect(finding, &report, &suspicions) { finding }
            }
        }
    }

    /// Every file of the outbox against its event. What the consumer took is missing by right.
    func lookAtOutbox(
        _ report: inout VerificationReport,
        _ suspicions: inout [VerificationSuspicion]
    ) async throws {
        for destination in try Self.names(in: state.outbox) {
            guard PlainToken(destination) != nil else {
                let strange = Self.strange("outbox")
                suspect(strange, &report, &suspicions) { strange }
                continue
            }
            for folder in OutboxFolder.allCases {
                let place = "outbox/\(destination)/\(folder.rawValue)"
                let names = try Self.names(in: state.root.appending(path: place))
                report.counts.outboxFiles += names.count
                for name in names {
                    let look: @Sendable () async throws -> VerificationReport.Finding? = {
                        try await outboxFile(name, in: place)
                    }
                    if let finding = try await look() { suspect(finding, &report, &suspicions, again: look) }
                }
            }
        }
    }

    private func outboxFile(_ name: String, in place: String) async throws -> VerificationReport.Finding? {
        let file = state.root.appending(path: place).appending(path: name)
        guard let kept = OutboxName(name) else {
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return VerificationReport.Finding(
                code: .leftover,
                subject: place,
                words: "holds a name that sonoquant never gives",
                remedy: "none for sonoquant; ask whoever takes events from there"
            )
        }
        guard let row = try await ledger.read({ try $0.event(kept.event) }) else {
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return VerificationReport.Finding(
                code: .orphan,
                subject: "\(place)/\(kept.event)",
                words: "the ledger knows no such event",
                remedy: "keep the biller from taking it: the ledger is older than the outbox, or somebody put it there"
            )
        }
        guard kept.isEvent else { return nil }
        do throws(BoundedFileError) {
            // One byte more than the event tells a longer file from it.
            if try BoundedFile.read(file, atMost: row.bytes.count + 1) == row.bytes { return nil }
        } catch {
            if error == .absent { return nil }
        }
        return VerificationReport.Finding(
            code: .altered,
            subject: "\(place)/\(kept.event)",
            words: "is not, byte for byte, the event that the ledger holds",
            remedy: "keep the biller from taking it, and move it out of the outbox: it isn't written again by itself"
        )
    }
}

/// The folders of a destination (docs/billing.md).
enum OutboxFolder: String, CaseIterable {
    case pending, delivered, dead
}

/// A name that an event's file has on its way through the outbox.
struct OutboxName: Hashable {
    /// The event's identifier.
    let event: String
    /// Whether the file is the event itself, not the consumer's answer.
    let isEvent: Bool

    /// Nil for all other names.
    init?(_ name: String) {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let uuid = UUID(uuidString: String(parts[0])),
            uuid.uuidString.lowercased() == parts[0]
        else { return nil }
        switch parts[1] {
        case "json", "json.claimed": isEvent = true
        case "ack.json": isEvent = false
        default: return nil
        }
        event = String(parts[0])
    }
}
