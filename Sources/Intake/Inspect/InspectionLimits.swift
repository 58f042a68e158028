package import SystemCalls

/// What the inspect workers may use (law 8).
package struct InspectionLimits: Hashable, Sendable {
    /// Seconds for one file, after which its worker is killed.
    package var secondsPerFile = 30
    /// Files for one worker, after which a fresh one takes over: the processor time limit is for a whole life.
    package var filesPerWorker = 2_000
    /// Address space of one worker, MiB.
    package var memoryMiB = 2048
    /// Bytes of one answer.
    package var answerBytes = 16 << 20

    package init() {}

    /// What a worker sets for itself before it reads a byte.
    package var worker: WorkerLimits {
        WorkerLimits(
            addressSpace: UInt64(memoryMiB) << 20,
            processorSeconds: UInt64(max(600, secondsPerFile)),
            openFiles: 64,
            fileSize: 0
        )
    }

    /// What a worker writes first, so that a program that can't start is told from a file that kills it.
    package static let greeting = #"{"sonoquant":"inspect","protocol":1}"#
}
