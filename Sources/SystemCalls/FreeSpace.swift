package import Foundation
internal import Glibc

/// Room on a file system.
package enum FreeSpace {
    /// Bytes that this account may still write where a folder lies.
    ///
    /// - Parameter folder: an existing folder.
    /// - Returns: the bytes; quotas don't show.
    /// - Throws: what the system refused.
    package static func bytes(at folder: URL) throws(SystemCallError) -> UInt64 {
        var status = statvfs()
        guard unsafe statvfs(folder.path, &status) == 0 else { throw .current("statvfs", "a folder") }
        let (bytes, isOver) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isOver ? .max : bytes
    }
}
