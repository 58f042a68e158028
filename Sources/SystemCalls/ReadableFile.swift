internal import CProcessControl
internal import Glibc
internal import SystemPackage

/// A file that is open for reading.
package struct ReadableFile: ~Copyable, Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// What the open file is at this moment.
    package borrowing func status() throws(SystemCallError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .current("stat", "a file") }
        return FileStatus(status)
    }

    /// Whether another process has the file open for writing, as far as the system tells: of other users' files it doesn't, nor on
    /// file systems without leases.
    package var hasWriter: Bool { process_file_has_writer(descriptor) == 1 }

    /// Fills `buffer` from its start with the next bytes.
    ///
    /// - Returns: how many bytes; 0 at the end.
    package borrowing func read(into buffer: inout [UInt8]) throws(SystemCallError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count >= 0 { return count }
            guard lastErrorNumber() == EINTR else { throw .current("read", "a file") }
        }
    }

    /// Makes what another process wrote durable.
    package borrowing func synchronise() throws(SystemCallError) {
        guard fsync(descriptor) == 0 else { throw .current("fsync", "a file") }
    }
}

extension ReadableFile {
    /// Goes on from a byte counted from 0.
    package borrowing func seek(to offset: Int64) throws(SystemCallError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw .current("lseek", "a file") }
    }

    /// Fills the whole of `buffer`, less only at the end of the file.
    ///
    /// - Returns: how many bytes; 0 at the end.
    package borrowing func fill(_ buffer: inout [UInt8]) throws(SystemCallError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress?.advanced(by: filled), bytes.count - filled)
            }
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else {
                guard lastErrorNumber() == EINTR else { throw .current("read", "a file") }
            }
        }
        return filled
    }
}

/// A new file that is being written.
package struct WritableFile: ~Copyable, Sendable {
    private let descriptor: Int32
    private let subject: String

    /// Makes a file for this user alone, empty. An older one of that name loses the name and keeps its bytes: they may stand under
    /// another name too.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - subject: our own name for it, for errors.
    /// - Throws: what the system refused.
    package init(path: String, subject: String) throws(SystemCallError) {
        if unsafe unlink(path) != 0, lastErrorNumber() != ENOENT { throw .current("unlink", subject) }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .current("open", subject) }
        self.init(descriptor: descriptor, subject: subject)
    }

    init(descriptor: Int32, subject: String) {
        self.descriptor = descriptor
        self.subject = subject
    }

    deinit { close(descriptor) }

    /// Appends the first `count` bytes of `buffer`.
    package borrowing func write(_ buffer: [UInt8], count: Int) throws(SystemCallError) {
        var offset = 0
        while offset < count {
            let written = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: offset), count - offset)
            }
            if written < 0 {
                guard lastErrorNumber() == EINTR else { throw .current("write", subject) }
                continue
            }
            offset += written
        }
    }

    /// Makes the content durable.
    package borrowing func synchronise() throws(SystemCallError) {
        guard fsync(descriptor) == 0 else { throw .current("fsync", subject) }
    }
}
