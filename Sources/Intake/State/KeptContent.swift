internal import Foundation
internal import Identifiers
internal import Ledger
internal import SystemCalls

/// Whether a file of an earlier run may leave the inbox: only if what lies there is what was kept, and what was kept is still
/// there (law 1). Size, time and inode are no proof of the first, and the ledger's row is none of the second.
struct KeptContent: Sendable {
    let archive: Archive
    let quarantine: Quarantine

    private static let bufferBytes = 256 << 10

    /// - Parameters:
    ///   - finding: the file as it was listed.
    ///   - record: what an earlier run made of it.
    ///   - inbox: where it lies.
    /// - Returns: whether the bytes are the same in both places.
    func stands(for finding: InboxFinding, _ record: ArrivalRecord, in inbox: InboxFolder) -> Bool {
        guard let expected = record.digest, let kept = file(of: record) else { return false }
        do {
            let source = try inbox.open(finding.path)
            guard try source.status() == finding.status, !source.hasWriter else { return false }
            let folder = try FolderDescriptor(path: kept.deletingLastPathComponent().path)
            let copy = try folder.open(Array(kept.lastPathComponent.utf8))
            return try Self.digest(source).digest == expected && Self.digest(copy).digest == expected
        } catch {
            // What can't be compared is not known to be safe: it is taken in anew, which says more.
            return false
        }
    }

    /// Whether bytes of a digest are those that an earlier run kept, and are still there.
    func holds(_ digest: ContentDigest, _ record: ArrivalRecord) -> Bool {
        guard record.digest == digest, let kept = file(of: record) else { return false }
        do {
            let folder = try FolderDescriptor(path: kept.deletingLastPathComponent().path)
            return try Self.digest(folder.open(Array(kept.lastPathComponent.utf8))).digest == digest
        } catch {
            // What can't be read is not known to be there.
            return false
        }
    }

    private func file(of record: ArrivalRecord) -> URL? {
        switch (record.outcome, record.digest) {
        case (.archived(let study), let digest?), (.duplicate(_, let study), let digest?),
            (.keptNotMeasured(let study, _), let digest?):
            archive.file(Archive.name(study: study, digest: digest))
        case (.quarantined, _): quarantine.folder(of: record.number).appending(path: "content")
        case (.archived, nil), (.duplicate, nil), (.keptNotMeasured, nil), (.skipped, _), (.unpacked, _),
            (.discarded, _),
            (.unreadable, _), (.unsettled, _), (nil, _):
            nil
        }
    }

    /// The digest of a file of ours, and its bytes.
    static func digest(of file: URL) throws(SystemCallError) -> (digest: ContentDigest, size: Int64) {
        let folder = try FolderDescriptor(path: file.deletingLastPathComponent().path)
        return try digest(folder.open(Array(file.lastPathComponent.utf8)))
    }

    static func digest(
        _ file: borrowing ReadableFile
    ) throws(SystemCallError) -> (digest: ContentDigest, size: Int64) {
        var stream = DigestStream()
        var size: Int64 = 0
        var buffer = [UInt8](repeating: 0, count: bufferBytes)
        while true {
            let count = try file.read(into: &buffer)
            if count == 0 { return (stream.finish(), size) }
            stream.update(buffer, count: count)
            size += Int64(count)
        }
    }
}
