package import Foundation
internal import SystemCalls

/// The worker's side of unpacking: members become files under numbers of ours, so that no name of the archive is ever one of
/// the file system.
package enum ArchiveUnpacking {
    private static let bufferBytes = 256 << 10

    /// Unpacks the regular files of an archive. Only a worker process does this (law 3).
    ///
    /// - Parameters:
    ///   - order: which archive, within which bounds.
    ///   - folder: an empty folder.
    ///   - say: hears each member and each entry that is left out.
    /// - Returns: how it ended: `whole`, `stopped` or `noSpace`.
    /// - Throws: what `say` throws; `SystemCallError` about the folder.
    package static func unpack(
        _ order: UnpackOrder,
        into folder: URL,
        say: (UnpackReport) throws -> Void
    ) throws -> UnpackReport {
        do {
            var reader = try ArchiveReader(path: order.archive, limits: order.limits)
            var buffer = [UInt8](repeating: 0, count: bufferBytes)
            var members = 0
            var skipped = 0
            while let entry = try reader.next() {
                switch entry.kind {
                case .folder: break
                case .other(let why):
                    skipped += 1
                    try say(.skipped(why))
                case .regular:
                    members += 1
                    let file = folder.appending(path: UnpackedMember.fileName(members))
                    let size = try write(&reader, to: file, &buffer)
                    try say(.member(UnpackedMember(number: members, path: Data(entry.path), size: size)))
                }
            }
            return .whole(members: members, skipped: skipped)
        } catch let refusal as ArchiveRefusal {
            return .stopped(refusal)
        } catch let error as SystemCallError where error.isOutOfSpace {
            return .noSpace
        }
    }

    private static func write(_ reader: inout ArchiveReader, to file: URL, _ buffer: inout [UInt8]) throws -> Int64 {
        let target = try WritableFile(path: file.path, subject: "an unpacked file")
        var size: Int64 = 0
        while true {
            let count = try reader.read(into: &buffer)
            if count == 0 { return size }
            try target.write(buffer, count: count)
            size += Int64(count)
        }
    }
}
