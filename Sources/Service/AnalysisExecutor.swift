package import Configuration
package import Foundation
internal import Glibc
internal import Subprocess
internal import Synchronization
internal import SystemCalls
internal import SystemPackage

/// Runs `sonoquant analyse` as a child process: one study in, one result folder out, and nothing that it does can harm the
/// service (law 3).
package struct AnalysisExecutor: Sendable {
    /// What is to be analysed.
    package struct Request: Hashable, Sendable {
        /// The study's folder in the archive.
        package var study: URL
        /// The files of it that count, by name.
        package var names: [String]
        /// A pipeline file; nil for the built-in one.
        package var pipeline: URL?
        /// Where the result goes; the worker makes it.
        package var output: URL

        package init(study: URL, names: [String], pipeline: URL?, output: URL) {
            self.study = study
            self.names = names
            self.pipeline = pipeline
            self.output = output
        }
    }

    /// How the process ended.
    package enum Ending: Hashable, Sendable {
        /// The result folder is complete.
        case finished
        /// It did not finish; why, without patient data, and the file that it was at.
        case failed(String, at: String?)
        /// The result could not be written, which is no fault of the study; why.
        case notWritten(String)
    }

    private let program: URL
    private let limits: ServiceLimits

    /// EX_IOERR: the worker's code where its output is refused.
    private static let notWritten: Int32 = 74
    /// The most that the worker takes.
    private static let mostProcessorSeconds = 604_800

    /// - Parameters:
    ///   - program: this program.
    ///   - limits: time, memory and lanes of one analysis.
    package init(program: URL, limits: ServiceLimits) {
        self.program = program
        self.limits = limits
    }

    /// Runs one analysis and waits for its end.
    ///
    /// - Throws: that the process could not be started.
    package func run(_ request: Request) async throws -> Ending {
        var arguments = [
            "analyse", "--supervised", "--parent", String(getpid()), "--study", request.study.path, "--output",
            request.output.path,
            "--lanes", String(limits.analysisLanes), "--memory-mib", String(limits.analysisMemoryMiB), "--cpu-seconds",
            String(min(limits.analysisSeconds * limits.analysisLanes, Self.mostProcessorSeconds)),
        ]
        // A worker may die before it has read its names.
        PipeSignal.ignore()
        if let pipeline = request.pipeline { arguments += ["--pipeline", pipeline.path] }
        var platform = PlatformOptions()
        // Not in our group: a Ctrl-C in the terminal is for us, who then end the worker.
        platform.processGroupID = 0
        platform.teardownSequence = [.send(signal: .kill, toProcessGroup: false, allowedDurationToNextStep: .zero)]
        let watch = AnalysisWatch()
        let seconds = limits.analysisSeconds
        let names = request.names
        let result = try await Subprocess.run(
            .path(FilePath(program.path)),
            arguments: Arguments(arguments),
            platformOptions: platform,
            input: .inputWriter,
            output: .sequence,
            error: .sequence
        ) { execution in
            let timer = Task {
                do {
                    try await Task.sleep(for: .seconds(seconds))
                } catch {
                    return
                }
                watch.overrun()
                // A process that is gone already needs no signal.
                try? execution.send(signal: .kill)
            }
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // A worker that dies early closes its end; its ending says more than the failed write.
                    _ = try? await execution.standardInputWriter.write(names.joined(separator: "\n") + "\n\n")
                }
                group.addTask {
                    await Self.read(execution.standardError, of: execution) { watch.take(words: $0) }
                }
                await Self.read(execution.standardOutput, of: execution) { watch.take(line: $0) }
            }
            timer.cancel()
            // Closed before the end only if the worker has ended, as its closed output says.
            try? await execution.standardInputWriter.finish()
        }
        if case .exited(0) = result.terminationStatus { return .finished }
        let culprit = watch.name(among: names)
        if watch.hasOverrun { return .failed("the analysis took longer than \(seconds) s", at: culprit) }
        switch result.terminationStatus {
        case .exited(Self.notWritten):
            return .notWritten(watch.words ?? "the analysis can't write its result")
        case .exited(let code):
            return .failed("the analysis stopped: \(watch.words ?? "exit code \(code)")", at: culprit)
        case .signaled(let signal):
            return .failed("the analysis ended by signal \(signal)", at: culprit)
        }
    }

    /// Reads a stream to its end. A worker whose lines have no end is killed: nobody reads on, and it would wait for ever.
    private static func read(
        _ stream: SubprocessOutputSequence,
        of execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>,
        line take: (String) -> Void
    ) async {
        do {
            for try await line in stream.strings() { take(line) }
        } catch {
            // A process that is gone already needs no signal.
            try? execution.send(signal: .kill)
        }
    }
}

/// What is seen of a worker from outside.
private final class AnalysisWatch: Sendable {
    private struct Line: Decodable {
        var instance: Int
    }

    private struct Sight {
        var instance: Int?
        var hasOverrun = false
        var words: String?
    }

    /// What a worker puts before its own words. What else comes on standard error is a library's or the runtime's, which may
    /// tell of the file's content, and is not kept (law 7).
    private static let mark = "sonoquant analyse: "

    private let sight = Mutex(Sight())

    var hasOverrun: Bool { sight.withLock { $0.hasOverrun } }

    func overrun() {
        sight.withLock { $0.hasOverrun = true }
    }

    /// The last that the worker said itself.
    var words: String? { sight.withLock { $0.words } }

    func take(words line: String) {
        guard line.hasPrefix(Self.mark) else { return }
        sight.withLock { $0.words = String(line.dropFirst(Self.mark.count)) }
    }

    func take(line: String) {
        // A line that is no progress report is no news.
        guard let report = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else { return }
        sight.withLock { $0.instance = report.instance }
    }

    func name(among names: [String]) -> String? {
        guard let instance = sight.withLock({ $0.instance }), names.indices.contains(instance - 1) else { return nil }
        return names[instance - 1]
    }
}
