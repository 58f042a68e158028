internal import Foundation
package import Logging
package import ServiceHealth
internal import ServiceLifecycle
internal import Subprocess
internal import Synchronization
internal import SystemCalls
internal import SystemPackage

/// Runs `sonoquant inspect` workers. A file that crashes, hangs or bloats one costs itself alone (law 3).
package struct InspectionPool: Sendable {
    /// The program whose `inspect` is run.
    package let executable: String
    /// How many workers at a time.
    package let workers: Int
    /// The bounds of one worker.
    package let limits: InspectionLimits
    /// SOP Classes beyond ours whose instances are kept.
    package let additionalClasses: [String]
    /// Where a pool of a service that goes on says that no worker starts; nil for a run that ends then.
    private let conditions: Conditions?
    /// The folder that all files lie in; nil where they may lie anywhere.
    private let folder: String?
    private let logger: Logger

    private static let part = "inspect"

    /// How many workers a file may kill before it is refused.
    private static let deathsPerFile = 2
    /// How often in a row a worker may fail to start: the system may be short of memory or processes for a moment.
    private static let falseStarts = 3

    /// - Parameters:
    ///   - executable: the program whose `inspect` is run.
    ///   - workers: how many at a time.
    ///   - limits: the bounds of one worker.
    ///   - additionalClasses: SOP Classes beyond ours whose instances are kept.
    ///   - folder: the folder that all files lie in, so that workers read no other; nil where they may lie anywhere.
    ///   - conditions: given, a worker that doesn't start is tried again for ever, with waits, and files wait meanwhile; these
    ///     conditions hear of it as `inspect`. Nil: the third time ends the pool.
    ///   - logger: hears of workers that die.
    package init(
        executable: String,
        workers: Int,
        limits: InspectionLimits = InspectionLimits(),
        additionalClasses: [String] = [],
        within folder: String? = nil,
        keepsTrying conditions: Conditions? = nil,
        logger: Logger
    ) {
        precondition(workers > 0, "a pool has at least one worker")
        self.additionalClasses = additionalClasses
        self.conditions = conditions
        self.folder = folder
        self.executable = executable
        self.workers = workers
        self.limits = limits
        self.logger = logger
    }

    /// Runs `body`, which may ask from many tasks at a time; the workers start when they are needed and end with it.
    ///
    /// - Throws: what `body` throws; `IntakeError` of `workerDoesNotStart`.
    package func withWorkers<Output: Sendable>(
        _ body:
            @Sendable (_ inspect: @escaping @Sendable (_ path: String) async throws -> Inspection) async throws ->
            Output
    ) async throws -> Output {
        PipeSignal.ignore()
        let queue = InspectionQueue()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    do {
                        try await serve(queue)
                    } catch {
                        await queue.close(error)
                        throw error
                    }
                }
            }
            let result: Result<Output, any Error>
            do {
                result = .success(try await body { path in try await queue.inspect(path: path) })
            } catch {
                result = .failure(error)
            }
            await queue.close()
            try await group.waitForAll()
            return try result.get()
        }
    }

    /// How one worker process ended.
    private enum Ending: Sendable {
        /// There are no more files.
        case closed
        /// It has had its share of files.
        case worn
        /// It died over this file.
        case died(InspectionQueue.Job, afterSeconds: Int?)
        /// It never said that it is ready.
        case neverReady(InspectionQueue.Job)
    }

    /// One lane: a worker process after the other.
    private func serve(_ queue: InspectionQueue) async throws {
        var held: InspectionQueue.Job?
        var deaths = 0
        var falseStarts = 0
        var backoff = Backoff(first: .milliseconds(500), longest: .seconds(30))
        while true {
            guard let job = if let held { held } else { await queue.next() } else { return }
            held = nil
            let (ending, status) = await runWorker(first: job, queue)
            if case .neverReady = ending {
                falseStarts += 1
            } else {
                falseStarts = 0
                backoff.reset()
                conditions?.clear(Self.part)
            }
            switch ending {
            case .closed: return
            case .worn: deaths = 0
            case .neverReady(let job) where falseStarts < Self.falseStarts && !Task.isCancelled:
                logger.warning("inspect worker did not start", metadata: ["status": "\(status)"])
                held = job
            case .neverReady(let job) where conditions != nil:
                conditions?.raise(
                    Self.part,
                    "the inspect worker doesn't start and files wait: sonoquant doctor says more"
                )
                let wait = backoff.next()
                do {
                    try await cancelWhenGracefulShutdown { try await Task.sleep(for: wait) }
                    held = job
                } catch {
                    job.answer.resume(returning: .failure(CancellationError()))
                    throw error
                }
            case .neverReady(let job):
                let error = IntakeError(
                    .workerDoesNotStart,
                    "the inspect worker doesn't start: sonoquant doctor says more"
                )
                job.answer.resume(returning: .failure(error))
                throw error
            case .died(let victim, let seconds):
                // The first file of this worker has died before when it was held; any other dies for the first time.
                deaths = victim.path == job.path ? deaths + 1 : 1
                logger.warning("inspect worker died", metadata: ["deaths": "\(deaths)", "status": "\(status)"])
                if Task.isCancelled {
                    victim.answer.resume(returning: .failure(CancellationError()))
                    throw CancellationError()
                }
                if deaths < Self.deathsPerFile {
                    held = victim
                } else {
                    deaths = 0
                    victim.answer.resume(returning: .success(.readerLost(Self.explanation(status, seconds))))
                }
            }
        }
    }

    private var readable: [String] {
        if let folder { ["--reads", folder] } else { [] }
    }

    private func runWorker(
        first: InspectionQueue.Job,
        _ queue: InspectionQueue
    ) async -> (Ending, TerminationStatus) {
        // What the conversation came to, kept beside `run`: it may throw after its body has answered the file.
        let ending = Mutex<Ending?>(nil)
        var status = TerminationStatus.exited(1)
        do {
            status = try await Subprocess.run(
                .path(FilePath(executable)),
                arguments: Arguments(
                    [
                        "inspect", "--parent", String(ProcessInfo.processInfo.processIdentifier), "--memory-mib",
                        String(limits.memoryMiB),
                    ] + additionalClasses.flatMap { ["--additional-class", $0] } + readable
                ),
                input: .inputWriter,
                output: .sequence,
                error: .discarded
            ) { execution in
                let end = await converse(execution, first: first, queue)
                ending.withLock { $0 = end }
            }.terminationStatus
        } catch {
            logger.error("inspect worker failed", metadata: ["cause": "\(type(of: error))"])
        }
        return (ending.withLock { $0 } ?? .neverReady(first), status)
    }

    private func converse(
        _ execution: Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>,
        first: InspectionQueue.Job,
        _ queue: InspectionQueue
    ) async -> Ending {
        var lines = ChildLines(execution.standardOutput, longest: limits.answerBytes)
        let watch = AnswerWatch(seconds: limits.secondsPerFile)
        let guarding = Task {
            guard await watch.run() else { return }
            // It may have died already.
            try? execution.send(signal: .kill)
        }
        defer { guarding.cancel() }
        watch.begin()
        // A pipe that breaks is the worker's end.
        let greeting = try? await lines.next()
        guard greeting == Data(InspectionLimits.greeting.utf8) else { return .neverReady(first) }
        let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
        var job = first
        var files = 0
        while true {
            let inspection: Inspection
            watch.begin()
            do {
                _ = try await execution.standardInputWriter.write(Array(encoder.encode(job.path)) + [10])
                guard let line = try await lines.next() else { throw WorkerEnd() }
                inspection = try decoder.decode(Inspection.self, from: line)
                watch.end()
            } catch {
                // A broken pipe, an answer without end and a line that is no answer are the worker's end.
                // It may have died already.
                try? execution.send(signal: .kill)
                return .died(job, afterSeconds: watch.hasPassed ? limits.secondsPerFile : nil)
            }
            job.answer.resume(returning: .success(inspection))
            files += 1
            if files >= limits.filesPerWorker { return .worn }
            guard let next = await queue.next() else { return .closed }
            job = next
        }
    }

    /// The worker's output ended before its answer.
    private struct WorkerEnd: Error {}

    private static func explanation(_ status: TerminationStatus, _ seconds: Int?) -> String {
        if let seconds { return "reading it took longer than \(seconds) s, twice" }
        switch status {
        case .signaled(let signal): return "the reader crashed or ran out of memory on it, twice (signal \(signal))"
        case .exited(let code): return "the reader gave up on it, twice (exit code \(code))"
        }
    }
}
