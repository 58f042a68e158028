internal import Foundation
internal import Identifiers
internal import SystemCalls

/// Copies files of the state directory under the same names to a backup. Blocks: only on Dispatch.
struct BackupCopy: Sendable {
    let source: URL
    let target: URL
    var report: BackupReport
    /// Folders of the backup with new names.
    private var changed: Set<String> = []
    private var made: Set<String> = []

    /// Folders whose names are made durable together.
    private static let mostChanged = 256

    init(source: URL, target: URL, report: BackupReport) {
        self.source = source
        self.target = target
        self.report = report
    }

    /// What came of one file.
    enum Outcome {
        case copied, kept, absent
    }

    /// Copies a file, unless one of the same size is there and files of this name never change.
    ///
    /// - Parameters:
    ///   - folder: under the state directory; names of ours.
    ///   - name: the file in it.
    ///   - digest: what the bytes must have; what differs is a trouble and doesn't take the place of an older copy.
    ///   - changes: whether the file may have other bytes under the same name, so that it is copied each time.
    /// - Returns: what came of it.
    /// - Throws: that the backup's disk refuses.
    @discardableResult
    mutating func copy(_ folder: String, _ name: String, digest: ContentDigest? = nil, changes: Bool = false) throws
        -> Outcome
    {
        let subject = folder.isEmpty ? name : "\(folder)/\(name)"
        let place = folder.isEmpty ? target : target.appending(path: folder)
        do {
            let from = try open(folder)
            let status = try from.status(of: Array(name.utf8))
            guard status.kind == .regular else {
                report.add(trouble: "\(subject) is no regular file")
                return .absent
            }
            try make(folder)
            if !changes, try size(of: name, in: place) == status.size {
                report.counts.keptFiles += 1
                return .kept
            }
            var stream = DigestStream()
            let bytes = try FileCopy.copy(name, from: from, to: place) {
                stream.update($0, count: $1)
            } isWanted: {
                guard let digest else { return true }
                return stream.finish() == digest
            }
            guard let bytes else {
                report.add(trouble: "\(subject) has other bytes than those that came: sonoquant verify says more")
                return .absent
            }
            report.counts.copiedFiles += 1
            report.counts.copiedBytes += bytes
            changed.insert(folder)
            if changed.count >= Self.mostChanged { try synchronise() }
            return .copied
        } catch let error as SystemCallError where error.isAbsent {
            return .absent
        }
    }

    /// The names of the files in a folder of the state directory; none where it is not there.
    func names(_ folder: String) throws -> [String] {
        try Verification.names(in: source.appending(path: folder))
    }

    /// Makes the names of all copies durable.
    mutating func synchronise() throws {
        for folder in changed {
            try DurableFile.synchroniseFolder(folder.isEmpty ? target : target.appending(path: folder))
        }
        changed = []
    }

    /// Makes a folder of the backup.
    mutating func make(_ folder: String) throws {
        guard !folder.isEmpty, !made.contains(folder) else { return }
        try DurableFile.makeFolder(target.appending(path: folder))
        if made.count >= 4 * Self.mostChanged { made = [] }
        made.insert(folder)
    }

    private func open(_ folder: String) throws(SystemCallError) -> FolderDescriptor {
        var descriptor = try FolderDescriptor(path: source.path)
        for name in folder.split(separator: "/") { descriptor = try descriptor.subfolder(Array(name.utf8)) }
        return descriptor
    }

    private func size(of name: String, in place: URL) throws(SystemCallError) -> Int64? {
        do throws(SystemCallError) {
            let status = try FolderDescriptor(path: place.path).status(of: Array(name.utf8))
            return status.kind == .regular ? status.size : nil
        } catch {
            guard error.isAbsent else { throw error }
            return nil
        }
    }
}
