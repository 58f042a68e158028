private import Glibc

/// A regular file, opened for reading at any place.
struct RegularFile: ~Copyable {
    private let descriptor: Int32
    /// Bytes in it when it was opened.
    let size: UInt64

    init(path: String) throws(ImagingError) {
        // Without O_NONBLOCK, opening a pipe would wait for its other end.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ImagingError(.unreadable, "the file can't be opened (errno \(errno))") }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size >= 0 else {
            close(descriptor)
            throw ImagingError(.unreadable, "it is no regular file")
        }
        self.descriptor = descriptor
        size = UInt64(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills `bytes` from `offset` on, as far as the file goes, and returns how many there were.
    func read(into bytes: inout [UInt8], at offset: UInt64) throws(ImagingError) -> Int {
        guard offset < size, let start = off_t(exactly: offset) else { return 0 }
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress, $0.count, start)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw ImagingError(.unreadable, "the file can't be read (errno \(errno))") }
        }
    }
}
