internal import Foundation
internal import Glibc
internal import Synchronization

/// A named moment at which the crash harness kills the program as a power cut would. In release builds nothing of it is left.
///
/// `SONOQUANT_FAULT_POINT=afterRename:3` kills the process at the third time that it comes there.
package enum FaultPoint: String, CaseIterable, Sendable {
    /// Bytes are written to the spool, not synced.
    case afterWrite
    /// They are synced.
    case afterSync
    /// The name stands in archive or quarantine; no row yet.
    case afterRename
    /// The ledger has the row; nobody was told, nothing was taken out of the inbox.
    case afterCommit
    /// A study's next state was committed.
    case afterMove

    #if DEBUG
        private static let left = Mutex<[FaultPoint: Int]>(
            ProcessInfo.processInfo.environment["SONOQUANT_FAULT_POINT"].flatMap { text in
                let parts = text.split(separator: ":")
                guard let name = parts.first, let point = FaultPoint(rawValue: String(name)) else { return nil }
                return [point: parts.count > 1 ? Int(parts[1]) ?? 1 : 1]
            } ?? [:]
        )
    #endif

    /// Says that the program has come here.
    @inline(__always)
    package static func reached(_ point: FaultPoint) {
        #if DEBUG
            let isDue = left.withLock { left in
                guard let count = left[point] else { return false }
                left[point] = count - 1
                return count == 1
            }
            if isDue { _ = kill(getpid(), SIGKILL) }
        #endif
    }
}
