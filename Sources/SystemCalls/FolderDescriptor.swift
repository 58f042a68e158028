internal import Glibc
internal import SystemPackage

/// What a name in a folder stands for, without following a symbolic link.
package struct FileStatus: Hashable, Sendable {
    /// The kinds of file that intake tells apart.
    package enum Kind: Hashable, Sendable {
        case regular, folder, symbolicLink
        /// A pipe, socket or device: opening it may block or do something.
        case special
    }

    /// What it stands for.
    package let kind: Kind
    /// Bytes.
    package let size: Int64
    /// Modification time, nanoseconds since 1970.
    package let modifiedNanoseconds: Int64
    /// With `device`, the same for two names of one file.
    package let inode: UInt64
    /// The number of the device that holds it.
    package let device: UInt64

    /// A file that came in this one.
    ///
    /// - Parameter size: its bytes.
    /// - Returns: all else as of this one.
    package func member(size: Int64) -> FileStatus { FileStatus(member: size, of: self) }

    private init(member size: Int64, of whole: FileStatus) {
        kind = .regular
        self.size = size
        modifiedNanoseconds = whole.modifiedNanoseconds
        inode = whole.inode
        device = whole.device
    }

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink
        default: kind = .special
        }
        size = Int64(status.st_size)
        let seconds = Int64(status.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue
        modifiedNanoseconds = seconds &+ Int64(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
    }
}

/// An open folder. What is reached through it lies in it, whatever is renamed or linked meanwhile; names are bytes, as the
/// kernel has them.
package struct FolderDescriptor: ~Copyable, Sendable {
    let descriptor: Int32

    /// Opens a folder that a person named; a symbolic link is followed.
    package init(path: String) throws(SystemCallError) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .current("open", "a folder") }
        self.descriptor = descriptor
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens a folder in this one; a symbolic link is refused.
    package borrowing func subfolder(_ name: [UInt8]) throws(SystemCallError) -> FolderDescriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
        let opened = unsafe Self.withName(name) { unsafe Glibc.openat(descriptor, $0, flags) }
        guard opened >= 0 else { throw .current("open", "a folder") }
        return FolderDescriptor(descriptor: opened)
    }

    /// The names in the folder, sorted by their bytes, without `.` and `..`.
    ///
    /// - Parameter limit: the most names that are read.
    /// - Returns: nil when there are more than `limit`.
    /// - Throws: what the system refused.
    package borrowing func names(limit: Int) throws(SystemCallError) -> [[UInt8]]? {
        let copy = Self.another(descriptor)
        guard copy >= 0 else { throw .current("open", "a folder") }
        guard let stream = unsafe fdopendir(copy) else {
            let error = SystemCallError.current("fdopendir", "a folder")
            close(copy)
            throw error
        }
        defer { unsafe closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { buffer in
                unsafe Array(buffer.prefix { $0 != 0 })
            }
            if name == [46] || name == [46, 46] { continue }
            if names.count == limit { return nil }
            names.append(name)
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// What a name stands for.
    package borrowing func status(of name: [UInt8]) throws(SystemCallError) -> FileStatus {
        var status = stat()
        let result = unsafe Self.withName(name) { unsafe fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
        guard result == 0 else { throw .current("stat", "a file") }
        return FileStatus(status)
    }

    /// What this folder itself is.
    package borrowing func status() throws(SystemCallError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .current("stat", "a folder") }
        return FileStatus(status)
    }

    /// Opens a file for reading; never follows a link, never waits for a pipe's other end.
    package borrowing func open(_ name: [UInt8]) throws(SystemCallError) -> ReadableFile {
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let opened = unsafe Self.withName(name) { unsafe Glibc.openat(descriptor, $0, flags) }
        guard opened >= 0 else { throw .current("open", "a file") }
        return ReadableFile(descriptor: opened)
    }

    /// Opens a folder in this one, which is made where it is missing, for this user and those whom the umask lets in.
    package borrowing func madeSubfolder(_ name: [UInt8]) throws(SystemCallError) -> FolderDescriptor {
        let made = unsafe Self.withName(name) { unsafe mkdirat(descriptor, $0, 0o777) }
        if made == 0 {
            try synchronise()
        } else {
            let error = SystemCallError.current("mkdir", "a folder")
            guard error.reason == .fileExists else { throw error }
        }
        return try subfolder(name)
    }

    /// Makes the folder's names durable.
    package borrowing func synchronise() throws(SystemCallError) {
        guard fsync(descriptor) == 0 else { throw .current("fsync", "a folder") }
    }

    /// Gives a file of this folder a second name in another one; a link itself is not followed.
    ///
    /// - Returns: false when the name stands there already.
    package borrowing func link(
        _ name: [UInt8],
        into folder: borrowing FolderDescriptor,
        as other: [UInt8]
    ) throws(SystemCallError) -> Bool {
        let target = folder.descriptor
        let result = unsafe Self.withName(name) { source in
            unsafe Self.withName(other) { unsafe linkat(descriptor, source, target, $0, 0) }
        }
        if result == 0 { return true }
        let error = SystemCallError.current("link", "a file")
        guard error.reason == .fileExists else { throw error }
        return false
    }

    /// Makes a new empty file.
    ///
    /// - Returns: nil when the name stands already.
    package borrowing func create(_ name: [UInt8]) throws(SystemCallError) -> WritableFile? {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let opened = unsafe Self.withName(name) { unsafe Glibc.openat(descriptor, $0, flags, 0o666) }
        if opened >= 0 { return WritableFile(descriptor: opened, subject: "a file") }
        let error = SystemCallError.current("open", "a file")
        guard error.reason == .fileExists else { throw error }
        return nil
    }

    /// Renames a file within the folder, over one of the new name.
    package borrowing func rename(_ name: [UInt8], to other: [UInt8]) throws(SystemCallError) {
        let result = unsafe Self.withName(name) { source in
            unsafe Self.withName(other) { unsafe renameat(descriptor, source, descriptor, $0) }
        }
        guard result == 0 else { throw .current("rename", "a file") }
    }

    /// Removes a file's name.
    package borrowing func remove(_ name: [UInt8]) throws(SystemCallError) {
        let result = unsafe Self.withName(name) { unsafe unlinkat(descriptor, $0, 0) }
        guard result == 0 else { throw .current("unlink", "a file") }
    }

    private static func another(_ folder: Int32) -> Int32 {
        unsafe Glibc.openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    private static func withName(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
        let text = name.map { CChar(bitPattern: $0) } + [0]
        return unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return -1 }
            return unsafe body(start)
        }
    }
}
