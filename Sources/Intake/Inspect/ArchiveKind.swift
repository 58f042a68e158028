internal import Foundation
internal import SystemCalls

/// The archives that are unpacked, told by their first bytes.
package enum ArchiveKind: String, Codable, CaseIterable, Sendable {
    /// APPNOTE.TXT section 4.3: a local header, or the end record of an empty one.
    case zip
    /// RFC 1952 section 2.3.1.
    case gzip
    case bzip2
    /// The .xz file format, section 2.1.1.1.
    case xz
    /// RFC 8878 section 3.1.1.
    case zstd
    /// IEEE 1003.1 pax, "ustar Interchange Format"; GNU's differs behind the same five bytes.
    case tar

    private static let ustar = (offset: 257, magic: Array("ustar".utf8))
    private static let headBytes = 512

    init?(path: String) {
        let file = URL(filePath: path)
        do {
            let folder = try FolderDescriptor(path: file.deletingLastPathComponent().path)
            let content = try folder.open(Array(file.lastPathComponent.utf8))
            var head = [UInt8](repeating: 0, count: Self.headBytes)
            let count = try content.read(into: &head)
            self.init(head: head[..<count])
        } catch {
            // What can't be read is no archive; the reader of DICOM has said why.
            return nil
        }
    }

    /// - Parameter head: the first 512 bytes, or all of a shorter file.
    init?(head: ArraySlice<UInt8>) {
        let starts: [(ArchiveKind, [UInt8])] = [
            (.zip, [0x50, 0x4B, 3, 4]), (.zip, [0x50, 0x4B, 5, 6]), (.gzip, [0x1F, 0x8B, 8]),
            (.bzip2, Array("BZh".utf8)), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
        ]
        // A file with the prefix of PS3.10 section 7.1 is DICOM, whatever stands in its preamble.
        guard !head.dropFirst(128).starts(with: Array("DICM".utf8)) else { return nil }
        if let found = starts.first(where: { head.starts(with: $0.1) }) {
            self = found.0
        } else if head.dropFirst(Self.ustar.offset).starts(with: Self.ustar.magic) {
            self = .tar
        } else {
            return nil
        }
    }
}
