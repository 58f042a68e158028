package import Foundation
internal import Glibc
internal import SystemPackage

/// Copies one file of ours to another disk, so that it survives a power cut there.
package enum FileCopy {
    private static let bufferBytes = 1 << 20

    /// Copies a regular file, whole or not at all, under a temporary name first; never follows a link.
    ///
    /// - Parameters:
    ///   - name: the file in both folders; without a slash.
    ///   - source: the open folder that has it.
    ///   - target: the folder that gets it. Its names are durable only when it is synchronised.
    ///   - update: is given each piece, for a digest.
    ///   - isWanted: asked before the copy gets its name; where it says no, nothing stays.
    /// - Returns: the bytes; nil where it wasn't wanted.
    /// - Throws: what the system refused.
    package static func copy(
        _ name: String,
        from source: borrowing FolderDescriptor,
        to target: URL,
        update: (_ buffer: [UInt8], _ count: Int) -> Void,
        isWanted: () -> Bool
    ) throws(SystemCallError) -> Int64? {
        let file = try source.open(Array(name.utf8))
        guard try file.status().kind == .regular else {
            throw SystemCallError(call: "copy", subject: "what is no regular file", reason: .init(rawValue: EINVAL))
        }
        let temporary = target.appending(path: ".\(name).tmp")
        var total: Int64 = 0
        do throws(SystemCallError) {
            let copy = try WritableFile(path: temporary.path, subject: "the copy")
            var buffer = [UInt8](repeating: 0, count: bufferBytes)
            while true {
                let count = try file.read(into: &buffer)
                if count == 0 { break }
                update(buffer, count)
                try copy.write(buffer, count: count)
                total += Int64(count)
            }
            try copy.synchronise()
        } catch {
            unsafe unlink(temporary.path)
            throw error
        }
        guard isWanted() else {
            unsafe unlink(temporary.path)
            return nil
        }
        try DurableFile.rename(temporary, to: target.appending(path: name))
        return total
    }
}
