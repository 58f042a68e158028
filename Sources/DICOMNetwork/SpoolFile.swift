internal import Glibc
internal import SystemCalls

/// One file of the spool while it is received. Unless it was handed over, it goes with this value.
struct SpoolFile: ~Copyable {
    /// In the spool's folder.
    let name: String
    private let path: String
    private let descriptor: Int32
    private var isKept = false

    /// Makes it, for its owner only; nil when the system refuses.
    init?(number: Int, spool: String) {
        name = "\(number).part"
        path = spool + "/" + name
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
        if !isKept { _ = unsafe unlink(path) }
    }

    /// What the receiving writes to.
    var file: Int32 { descriptor }

    /// Makes the bytes durable; false when the system refuses.
    borrowing func synchronise() -> Bool {
        FaultPoint.reached(.afterWrite)
        guard fdatasync(descriptor) == 0 else { return false }
        FaultPoint.reached(.afterSync)
        return true
    }

    /// From here on it is the service's.
    mutating func handOver() { isKept = true }
}
