internal import Analysis
internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import Synchronization
internal import SystemCalls

extension Backup {
    /// Copies what the rows name.
    ///
    /// - Returns: whether files were taken out of quarantine since the rows were copied.
    func copyFiles(
        _ copying: inout BackupCopy,
        rowsOf copy: Ledger,
        _ progress: @escaping @Sendable (BackupReport.Counts) -> Void
    ) async throws -> Bool {
        try await everyPage(&copying, progress) { after in
            try await copy.read { try $0.archivedFiles(after: after, limit: Self.page) }
        } number: {
            $0.number
        } each: { row, copying in
            copying.report.counts.instances += 1
            guard let digest = ContentDigest(hexadecimal: row.sha256),
                row.name == Archive.name(study: row.study, digest: digest)
            else { return copying.report.add(trouble: "instance \(row.number) names a file that can't be its own") }
            let folder = "archive/\(row.study)"
            if try copying.copy(folder, "\(digest.hexadecimal).dcm", digest: digest) == .absent {
                copying.report.add(trouble: "archive/\(row.name) could not be copied: sonoquant verify says more")
            }
        }
        try await everyPage(&copying, progress) { after in
            try await copy.read { try $0.resultFolders(after: after, limit: Self.page) }
        } number: {
            $0.number
        } each: { row, copying in
            copying.report.counts.results += 1
            guard let digest = ContentDigest(hexadecimal: row.sha256) else { return }
            try Self.copyResult("results/\(digest.hexadecimal)", &copying)
        }
        try await everyPage(&copying, progress) { after in
            try await copy.read { try $0.reportFiles(after: after, limit: Self.page) }
        } number: {
            $0.number
        } each: { row, copying in
            copying.report.counts.reports += 1
            guard let digest = ContentDigest(hexadecimal: row.sha256), row.isReportFolder else {
                return copying.report.add(trouble: "report \(row.number) names a folder that can't be its own")
            }
            let folder = "reports/\(row.name)"
            for name in try copying.names(folder) where name != "report.dcm" && !name.hasPrefix(".") {
                try copying.copy(folder, name)
            }
            if try copying.copy(folder, "report.dcm", digest: digest) == .absent {
                copying.report.add(trouble: "\(folder)/report.dcm could not be copied: sonoquant verify says more")
            }
        }
        let hasMoved = try await copyQuarantine(&copying, rowsOf: copy, progress)
        try await copyOutbox(&copying, rowsOf: copy)
        copying = try await blocking { [copying, state] in
            var copying = copying
            try copying.copy("", state.configuration.lastPathComponent, changes: true)
            for name in try copying.names("orders") where !name.hasPrefix(".") {
                try copying.copy("orders", name, changes: true)
            }
            for folder in ["archive", "quarantine", "results", "reports", "outbox", "orders", "spool"] {
                try copying.make(folder)
            }
            try copying.synchronise()
            try DurableFile.synchroniseFolder(copying.target)
            return copying
        }
        return hasMoved
    }

    private func copyQuarantine(
        _ copying: inout BackupCopy,
        rowsOf copy: Ledger,
        _ progress: @escaping @Sendable (BackupReport.Counts) -> Void
    ) async throws -> Bool {
        let missing = Mutex<[ArrivalNumber]>([])
        try await everyPage(&copying, progress) { after in
            try await copy.read { try $0.quarantinedRows(after: after, limit: Self.page) }
        } number: {
            $0.arrival.number.number
        } each: { row, copying in
            copying.report.counts.quarantined += 1
            let folder = "quarantine/\(row.arrival.number)"
            let content = try copying.copy(folder, Quarantine.contentName, digest: row.arrival.digest)
            let reason = try copying.copy(folder, Quarantine.reasonName, changes: true)
            guard content == .absent || reason == .absent else { return }
            missing.withLock { $0.append(row.arrival.number) }
            copying.report.add(trouble: "\(folder) could not be copied: sonoquant verify says more")
        }
        let numbers = missing.withLock { $0 }
        return try await ledger.read { ledger in
            try numbers.contains { number in
                guard case .quarantined = try ledger.arrival(number).outcome else { return true }
                return false
            }
        }
    }

    /// A result's files, its completion mark last.
    private static func copyResult(_ folder: String, _ copying: inout BackupCopy) throws {
        let names = try copying.names(folder).filter { !$0.hasPrefix(".") }
        for name in names where name != ResultFolder.completionName { try copying.copy(folder, name) }
        if try copying.copy(folder, ResultFolder.completionName) == .absent {
            copying.report.add(trouble: "\(folder) could not be copied: sonoquant verify says more")
        }
    }

    /// The outbox as it is: what the consumer took since the last backup goes from this one too, lest it be taken twice; what
    /// is younger than the rows waits for the next backup.
    private func copyOutbox(_ copying: inout BackupCopy, rowsOf copy: Ledger) async throws {
        for destination in try copying.names("outbox") where !destination.hasPrefix(".") {
            for place in OutboxFolder.allCases {
                let folder = "outbox/\(destination)/\(place.rawValue)"
                let listed = try copying.names(folder)
                let known = try await copy.read { ledger in
                    try listed.filter { name in
                        guard let kept = OutboxName(name) else { return false }
                        return try ledger.event(kept.event) != nil
                    }
                }
                copying = try await blocking { [copying] in
                    var copying = copying
                    try copying.make(folder)
                    for name in known {
                        copying.report.counts.outboxFiles += 1
                        try copying.copy(folder, name, changes: true)
                    }
                    let place = copying.target.appending(path: folder)
                    let here = Set(known)
                    for name in try Verification.names(in: place) where OutboxName(name) != nil && !here.contains(name)
                    {
                        try Self.remove(place.appending(path: name))
                    }
                    return copying
                }
            }
        }
    }

    private func everyPage<Row: Sendable>(
        _ copying: inout BackupCopy,
        _ progress: @escaping @Sendable (BackupReport.Counts) -> Void,
        read: (_ after: Int64) async throws -> [Row],
        number: (Row) -> Int64,
        each: @escaping @Sendable (Row, inout BackupCopy) throws -> Void
    ) async throws {
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let rows = try await read(last)
            guard let end = rows.last else { return }
            last = number(end)
            copying = try await blocking { [copying] in
                var copying = copying
                for row in rows { try each(row, &copying) }
                return copying
            }
            progress(copying.report.counts)
        }
    }
}
