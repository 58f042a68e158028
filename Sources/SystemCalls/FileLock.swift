package import Foundation
internal import Glibc
internal import SystemPackage

/// An exclusive lock on a file, held as long as this value lives; the kernel drops it when the process dies.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the lock at once, or says that another process holds it.
    ///
    /// - Returns: nil when another process holds it.
    package static func take(_ file: URL) throws(SystemCallError) -> FileLock? {
        let descriptor = unsafe open(file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .current("open", file.lastPathComponent) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = lastErrorNumber()
            close(descriptor)
            if number == EWOULDBLOCK { return nil }
            throw SystemCallError(call: "flock", subject: file.lastPathComponent, reason: .init(rawValue: number))
        }
        return FileLock(descriptor: descriptor)
    }

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - file: the lock's file.
    ///   - longest: how long at most.
    /// - Returns: nil when another process holds it all that time, or the task is cancelled.
    /// - Throws: what the system refused.
    package static func wait(for file: URL, atMost longest: Duration) async throws(SystemCallError) -> FileLock? {
        let clock = ContinuousClock()
        let end = clock.now + longest
        while true {
            if let lock = try take(file) { return lock }
            guard clock.now < end else { return nil }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                return nil
            }
        }
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
