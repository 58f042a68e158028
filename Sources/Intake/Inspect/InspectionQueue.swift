/// Hands files from those who ask to the workers that are free.
actor InspectionQueue {
    struct Job: Sendable {
        let path: String
        let answer: CheckedContinuation<Result<Inspection, any Error>, Never>
    }

    private var jobs: [Job] = []
    private var freeWorkers: [CheckedContinuation<Job?, Never>] = []
    private var end: (any Error)?
    private var isClosed = false

    /// Waits for the answer on one file.
    func inspect(path: String) async throws -> Inspection {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Inspection, any Error>, Never>) in
            if isClosed {
                continuation.resume(returning: .failure(end ?? CancellationError()))
                return
            }
            let job = Job(path: path, answer: continuation)
            if freeWorkers.isEmpty { jobs.append(job) } else { freeWorkers.removeFirst().resume(returning: job) }
        }.get()
    }

    /// The next file; nil when there will be none.
    func next() async -> Job? {
        if isClosed { return nil }
        if !jobs.isEmpty { return jobs.removeFirst() }
        return await withCheckedContinuation { freeWorkers.append($0) }
    }

    /// Sends the workers home. Files that still wait are answered with `error`.
    func close(_ error: (any Error)? = nil) {
        guard !isClosed else { return }
        isClosed = true
        end = error
        for worker in freeWorkers { worker.resume(returning: nil) }
        for job in jobs { job.answer.resume(returning: .failure(error ?? CancellationError())) }
        freeWorkers = []
        jobs = []
    }
}
