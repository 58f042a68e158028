private import CArchive
internal import Foundation
internal import SystemCalls
internal import SystemPackage

/// Reads an archive entry by entry, with bounds. Its bytes may be hostile: only a worker process does this (law 3).
@safe struct ArchiveReader: ~Copyable {
    /// What an entry is.
    enum Kind: Hashable, Sendable {
        case regular, folder
        /// Nothing with bytes of its own; what.
        case other(String)
    }

    /// One entry as it announces itself. Nothing of it can be relied upon.
    struct Entry: Hashable, Sendable {
        var path: [UInt8]
        var kind: Kind
    }

    private let handle: OpaquePointer
    private let limits: ArchiveLimits
    /// Bytes that all members may have, by the archive's own size.
    private let allowance: Int64
    private var entries: Int
    private var memberBytes: Int64
    private var totalBytes: Int64

    /// - Parameters:
    ///   - path: the archive, which must not change meanwhile.
    ///   - limits: what is taken.
    /// - Throws: that it is none that can be read.
    init(path: String, limits: ArchiveLimits) throws(ArchiveRefusal) {
        let (scaled, overflows) = try Self.size(path).multipliedReportingOverflow(by: limits.ratio)
        let opened = unsafe try Self.open(path)
        unsafe handle = unsafe opened
        self.limits = limits
        (entries, memberBytes, totalBytes) = (0, 0, 0)
        allowance = min(limits.totalBytes, max(limits.bytesWithoutRatio, overflows ? .max : scaled))
    }

    deinit { _ = unsafe archive_read_free(handle) }

    /// The next entry; nil at the archive's end.
    ///
    /// - Throws: that the archive is broken, encrypted or over a bound.
    mutating func next() throws(ArchiveRefusal) -> Entry? {
        var entry: OpaquePointer?
        let result = unsafe archive_read_next_header(handle, &entry)
        if result == ARCHIVE_EOF { return nil }
        // A warning is of names and times that can't be expressed here, which is all the same.
        guard result >= ARCHIVE_WARN, let entry = unsafe entry else { throw trouble }
        entries += 1
        guard entries <= limits.entries else {
            throw ArchiveRefusal(.archiveTooLarge, "the archive has more than \(limits.entries) entries: divide it")
        }
        guard unsafe archive_entry_is_encrypted(entry) == 0 else { throw Self.encrypted }
        memberBytes = 0
        if unsafe archive_entry_size_is_set(entry) != 0 { try check(more: unsafe archive_entry_size(entry)) }
        return Entry(path: unsafe try path(of: entry), kind: unsafe Self.kind(of: entry))
    }

    /// Fills `buffer` from its start with the entry's next bytes; holes of a sparse member are zeros.
    ///
    /// - Returns: how many bytes; 0 at the member's end.
    /// - Throws: that the archive is broken, encrypted or over a bound.
    mutating func read(into buffer: inout [UInt8]) throws(ArchiveRefusal) -> Int {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe archive_read_data(handle, bytes.baseAddress, bytes.count)
        }
        // Also a mere warning: of a checksum that differs.
        guard count >= 0 else { throw trouble }
        try check(more: Int64(count))
        memberBytes += Int64(count)
        totalBytes += Int64(count)
        return count
    }

    private func check(more count: Int64) throws(ArchiveRefusal) {
        guard count >= 0, count <= limits.memberBytes - memberBytes else {
            throw ArchiveRefusal(
                .archiveTooLarge,
                "a file in the archive has more than \(limits.memberBytes >> 20) MiB, the limit for one file"
            )
        }
        guard count <= allowance - totalBytes else {
            throw ArchiveRefusal(
                .archiveTooLarge,
                "the archive unpacks to more than \(allowance >> 20) MiB, the limit for one of its size: unpack it by hand"
            )
        }
    }

    private func path(of entry: OpaquePointer) throws(ArchiveRefusal) -> [UInt8] {
        guard let start = unsafe carchive_entry_path(entry) else { return [] }
        var path: [UInt8] = []
        var next = unsafe start
        while unsafe next.pointee != 0 {
            guard path.count < limits.pathBytes else {
                throw ArchiveRefusal(
                    .archiveTooLarge,
                    "a path in the archive has more than \(limits.pathBytes) bytes"
                )
            }
            path.append(unsafe UInt8(bitPattern: next.pointee))
            unsafe next += 1
        }
        return path
    }

    private static func kind(of entry: OpaquePointer) -> Kind {
        switch unsafe carchive_entry_kind(entry) {
        case CARCHIVE_REGULAR: .regular
        case CARCHIVE_FOLDER: .folder
        case CARCHIVE_SYMBOLIC_LINK: .other("a symbolic link, which is not followed")
        case CARCHIVE_HARD_LINK: .other("a hard link, which is not followed")
        default: .other("no regular file")
        }
    }

    private static func open(_ path: String) throws(ArchiveRefusal) -> OpaquePointer {
        var opened = false
        guard let handle = unsafe carchive_open(path, &opened) else { throw outOfMemory }
        guard opened else {
            _ = unsafe archive_read_free(handle)
            throw broken
        }
        return unsafe handle
    }

    private static func size(_ path: String) throws(ArchiveRefusal) -> Int64 {
        do {
            let file = URL(filePath: path)
            let folder = try FolderDescriptor(path: file.deletingLastPathComponent().path)
            return try folder.status(of: Array(file.lastPathComponent.utf8)).size
        } catch {
            throw ArchiveRefusal(.brokenArchive, "the archive can't be opened: \(error.reason)")
        }
    }

    /// libarchive's own words may quote names of the archive, so that they are not passed on.
    private var trouble: ArchiveRefusal {
        if unsafe archive_read_has_encrypted_entries(handle) > 0 { return Self.encrypted }
        return unsafe archive_errno(handle) == Errno.noMemory.rawValue ? Self.outOfMemory : Self.broken
    }

    private static let broken = ArchiveRefusal(
        .brokenArchive,
        "the archive is truncated, damaged or in no format that is unpacked (zip; tar, also with gzip, bzip2, xz, zstd)"
    )
    private static let encrypted = ArchiveRefusal(
        .encryptedArchive,
        "the archive needs a password: unpack it by hand and drop its files"
    )
    private static let outOfMemory = ArchiveRefusal(
        .archiveTooLarge,
        "the archive needs more memory than its reader may use: unpack it by hand"
    )
}
