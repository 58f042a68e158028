package import SystemCalls

/// How much of an archive is taken on trust, and what its worker may use (law 8).
package struct ArchiveLimits: Hashable, Codable, Sendable {
    /// Entries, folders and links included.
    package var entries = 100_000
    /// Bytes of one member.
    package var memberBytes: Int64 = 16 << 30
    /// Bytes of all members.
    package var totalBytes: Int64 = 64 << 30
    /// How many times the archive's own size its members may have together, above `bytesWithoutRatio`. DEFLATE can do 1,032.
    package var ratio: Int64 = 200
    /// Bytes that the members may have together whatever the ratio.
    package var bytesWithoutRatio: Int64 = 64 << 20
    /// Bytes of a member's path.
    package var pathBytes = 4096
    /// Seconds for one archive, after which its worker is killed.
    package var seconds = 900
    /// Address space of the worker, MiB.
    package var memoryMiB = 2048

    package init() {}

    /// What the worker sets for itself before it reads a byte.
    package var worker: WorkerLimits {
        WorkerLimits(
            addressSpace: UInt64(memoryMiB) << 20,
            processorSeconds: UInt64(seconds),
            openFiles: 64,
            fileSize: UInt64(memberBytes) + 1
        )
    }
}
