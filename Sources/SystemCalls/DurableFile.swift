package import Foundation
internal import Glibc
internal import SystemPackage

/// Writes that survive a power cut: bytes to a temporary name, fsync, rename, fsync of the folder.
package enum DurableFile {
    /// Writes `bytes` to `name` in `folder`, whole or not at all; an older file of that name is replaced.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - name: the last component of the path.
    ///   - folder: an existing folder.
    ///   - permissions: of the file; owner only unless said otherwise.
    ///   - temporaryName: of the bytes until they are durable; `.<name>.tmp` unless said otherwise.
    /// - Throws: what the system refused; nothing of `name` has changed then.
    package static func write(
        _ bytes: Data,
        named name: String,
        in folder: URL,
        permissions: mode_t = 0o600,
        temporaryName: String? = nil
    ) throws(SystemCallError) {
        let temporary = folder.appending(path: temporaryName ?? ".\(name).tmp").path
        let final = folder.appending(path: name).path
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, permissions)
        guard descriptor >= 0 else { throw .current("open", name) }
        do throws(SystemCallError) {
            try writeAll(bytes, to: descriptor, subject: name)
            guard fsync(descriptor) == 0 else { throw SystemCallError.current("fsync", name) }
        } catch {
            close(descriptor)
            unsafe unlink(temporary)
            throw error
        }
        close(descriptor)
        guard unsafe Glibc.rename(temporary, final) == 0 else { throw .current("rename", name) }
        try synchroniseFolder(folder)
    }

    /// Makes the names in a folder durable.
    package static func synchroniseFolder(_ folder: URL) throws(SystemCallError) {
        let descriptor = unsafe open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .current("open", "a folder") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .current("fsync", "a folder") }
    }

    /// Moves a file that is already durable, and makes both folders' names durable.
    package static func move(_ source: URL, to target: URL) throws(SystemCallError) {
        guard unsafe Glibc.rename(source.path, target.path) == 0 else {
            throw .current("rename", target.lastPathComponent)
        }
        try synchroniseFolder(target.deletingLastPathComponent())
        try synchroniseFolder(source.deletingLastPathComponent())
    }

    /// Moves a file within one file system. The names are durable only when both folders are synchronised.
    package static func rename(_ source: URL, to target: URL) throws(SystemCallError) {
        guard unsafe Glibc.rename(source.path, target.path) == 0 else {
            throw .current("rename", target.lastPathComponent)
        }
    }

    /// Gives a file a second name on the same file system, durably; a name that stands already is left as it is.
    package static func link(_ source: URL, to target: URL) throws(SystemCallError) {
        _ = try linkUnlessPresent(source, to: target)
        try synchroniseFolder(target.deletingLastPathComponent())
    }

    /// Gives a file a second name on the same file system. The name is durable only when its folder is synchronised.
    ///
    /// - Returns: false when something of that name stands already, which is left as it is.
    package static func linkUnlessPresent(_ source: URL, to target: URL) throws(SystemCallError) -> Bool {
        if unsafe Glibc.link(source.path, target.path) == 0 { return true }
        let error = SystemCallError.current("link", target.lastPathComponent)
        guard error.reason == .fileExists else { throw error }
        return false
    }

    /// Removes a file's name, if it is there.
    package static func remove(_ file: URL) throws(SystemCallError) {
        guard unsafe unlink(file.path) != 0 else { return }
        let error = SystemCallError.current("unlink", file.lastPathComponent)
        guard error.reason == .noSuchFileOrDirectory else { throw error }
    }

    /// How many names a file has; 0 when there is none.
    package static func names(of file: URL) throws(SystemCallError) -> Int {
        var status = stat()
        if unsafe lstat(file.path, &status) == 0 { return Int(status.st_nlink) }
        let error = SystemCallError.current("stat", file.lastPathComponent)
        guard error.reason == .noSuchFileOrDirectory else { throw error }
        return 0
    }

    /// Makes a folder for this user alone, with its parents, and their names durable.
    package static func makeFolder(_ folder: URL, permissions: mode_t = 0o700) throws(SystemCallError) {
        if unsafe mkdir(folder.path, permissions) == 0 {
            try synchroniseFolder(folder.deletingLastPathComponent())
            return
        }
        switch Errno(rawValue: lastErrorNumber()) {
        case .fileExists: return
        case .noSuchFileOrDirectory where folder.path != "/":
            try makeFolder(folder.deletingLastPathComponent(), permissions: permissions)
            try makeFolder(folder, permissions: permissions)
        default: throw .current("mkdir", folder.lastPathComponent)
        }
    }

    private static func writeAll(_ bytes: Data, to descriptor: Int32, subject: String) throws(SystemCallError) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if count < 0 {
                guard lastErrorNumber() == EINTR else { throw .current("write", subject) }
                continue
            }
            offset += count
        }
    }
}
