package import Foundation

/// What the service tells `sonoquant unpack`, as one JSON line.
package struct UnpackOrder: Hashable, Codable, Sendable {
    /// The archive's path.
    package let archive: String
    /// What is taken of it.
    package let limits: ArchiveLimits

    package init(archive: String, limits: ArchiveLimits) {
        self.archive = archive
        self.limits = limits
    }
}

/// A file that was unpacked.
package struct UnpackedMember: Hashable, Codable, Sendable {
    /// From 1, in the archive's order; it names the file.
    package let number: Int
    /// Its path in the archive, in whatever encoding that has.
    package let path: Data
    /// Bytes.
    package let size: Int64

    package init(number: Int, path: Data, size: Int64) {
        self.number = number
        self.path = path
        self.size = size
    }

    /// The name of the file in the output folder.
    package static func fileName(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}

/// What `sonoquant unpack` says, one JSON line each; `whole`, `stopped` or `noSpace` is the last.
package enum UnpackReport: Hashable, Codable, Sendable {
    /// It has started, so that a program that can't is told from an archive that kills it.
    case ready
    /// A file is there.
    case member(UnpackedMember)
    /// An entry that is no file; what it is.
    case skipped(String)
    /// The archive was read to its end.
    case whole(members: Int, skipped: Int)
    /// It was not; what was unpacked is of no worth.
    case stopped(ArchiveRefusal)
    /// The disk is full.
    case noSpace
}
