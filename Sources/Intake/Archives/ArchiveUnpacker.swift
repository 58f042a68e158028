internal import Foundation
internal import Logging
internal import Subprocess
internal import Synchronization
internal import SystemCalls
internal import SystemPackage

/// Runs `sonoquant unpack`, a process for each archive. An archive that crashes, hangs or bloats it costs itself alone (law 3).
struct ArchiveUnpacker: Sendable {
    /// What came of an archive.
    enum Result: Hashable, Sendable {
        /// All of its files are in the folder, and how many entries were left out.
        case whole([UnpackedMember], skipped: Int)
        /// Nothing of it is to be taken; why.
        case refused(Quarantine.Reason)
    }

    /// The program whose `unpack` is run.
    let executable: String
    let limits: ArchiveLimits
    let logger: Logger

    /// How many workers an archive may kill before it is refused.
    private static let deathsPerArchive = 2
    /// How often a worker may fail to start.
    private static let falseStarts = 3

    /// Unpacks into a folder, which is made anew each time and left behind only by `whole`.
    ///
    /// - Parameters:
    ///   - archive: a file that doesn't change.
    ///   - folder: of our own naming; whatever is there is removed.
    /// - Returns: what came of it.
    /// - Throws: `IntakeError` of `workerDoesNotStart` or `diskFull`; `SystemCallError`; `CancellationError`.
    func unpack(_ archive: URL, into folder: URL) async throws -> Result {
        PipeSignal.ignore()
        var deaths = 0
        var falseStarts = 0
        while true {
            try Self.remove(folder)
            try DurableFile.makeFolder(folder)
            do {
                let conversation = try await runWorker(archive, folder)
                switch conversation.ending {
                case .whole where try Self.isAsTold(conversation.members, folder):
                    return .whole(conversation.members, skipped: conversation.skipped)
                case .stopped(let refusal):
                    try Self.remove(folder)
                    return .refused(.init(code: refusal.code.rawValue, explanation: refusal.explanation))
                case .noSpace:
                    throw IntakeError(
                        .diskFull,
                        "the disk of the state directory is full: nothing was lost, make room and run again"
                    )
                case .neverReady:
                    falseStarts += 1
                    guard falseStarts < Self.falseStarts else {
                        throw IntakeError(
                            .workerDoesNotStart,
                            "the unpack worker doesn't start: sonoquant doctor says more"
                        )
                    }
                case .whole, .died:
                    deaths += 1
                    logger.warning("unpack worker died", metadata: ["deaths": "\(deaths)"])
                    guard deaths >= Self.deathsPerArchive else { continue }
                    try Self.remove(folder)
                    return .refused(
                        .init(code: "readerLost", explanation: "unpacking it failed twice: the worker died")
                    )
                case .tookTooLong:
                    try Self.remove(folder)
                    let explanation = "unpacking it took longer than \(limits.seconds) s: unpack it by hand"
                    return .refused(.init(code: "readerLost", explanation: explanation))
                }
            } catch {
                // The spool's next sweep takes what can't be removed now; the error that ended this says more.
                try? Self.remove(folder)
                throw error
            }
        }
    }

    /// How a worker's conversation ended.
    private enum Ending: Sendable {
        case neverReady, whole, noSpace, died, tookTooLong
        case stopped(ArchiveRefusal)
    }

    /// What a worker has said so far.
    private struct Conversation: Sendable {
        var ending = Ending.neverReady
        var members: [UnpackedMember] = []
        var skipped = 0
    }

    private func runWorker(_ archive: URL, _ folder: URL) async throws -> Conversation {
        let order = try JSONEncoder().encode(UnpackOrder(archive: archive.path, limits: limits)) + Data("\n".utf8)
        // Kept beside `run`, which may throw after its body has heard the worker out.
        let heard = Mutex(Conversation())
        do {
            _ = try await Subprocess.run(
                .path(FilePath(executable)),
                arguments: [
                    "unpack", "--parent", String(ProcessInfo.processInfo.processIdentifier), "--output", folder.path,
                ],
                input: .inputWriter,
                output: .sequence,
                error: .discarded
            ) { execution in
                let seconds = limits.seconds
                let timer = Task { () -> Bool in
                    do {
                        try await Task.sleep(for: .seconds(seconds))
                    } catch {
                        return false
                    }
                    // It may have died already.
                    try? execution.send(signal: .kill)
                    return true
                }
                var conversation = await converse(execution, order)
                timer.cancel()
                if case .died = conversation.ending, await timer.value { conversation.ending = .tookTooLong }
                // It has said its last line, or died already: nothing that it does from here on counts.
                try? execution.send(signal: .kill)
                heard.withLock { [conversation] in $0 = conversation }
            }
        } catch {
            logger.error("unpack worker failed", metadata: ["cause": "\(type(of: error))"])
        }
        try Task.checkCancellation()
        return heard.withLock { $0 }
    }

    private func converse(
        _ execution: Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>,
        _ order: Data
    ) async -> Conversation {
        var conversation = Conversation()
        // A path is written in base 64.
        var lines = execution.standardOutput.strings(
            separatedBy: .unicodeScalarSequence(["\n"]),
            bufferingPolicy: .maxLineLength(limits.pathBytes * 2 + 1024)
        ).makeAsyncIterator()
        do {
            while let line = try await lines.next() {
                let report = try JSONDecoder().decode(UnpackReport.self, from: Data(line.utf8))
                switch (conversation.ending, report) {
                case (.neverReady, .ready):
                    conversation.ending = .died
                    _ = try await execution.standardInputWriter.write(Array(order))
                    try await execution.standardInputWriter.finish()
                case (.died, .member(let member))
                where member.number == conversation.members.count + 1 && member.number <= limits.entries:
                    conversation.members.append(member)
                case (.died, .skipped) where conversation.skipped < limits.entries: conversation.skipped += 1
                case (.died, .whole(conversation.members.count, conversation.skipped)):
                    conversation.ending = .whole
                    return conversation
                case (.died, .stopped(let refusal)):
                    conversation.ending = .stopped(refusal)
                    return conversation
                case (.died, .noSpace):
                    conversation.ending = .noSpace
                    return conversation
                default: throw UnexpectedReport()
                }
            }
        } catch {
            // A pipe that breaks, or an answer that is none, is the worker's end.
            logger.debug("unpack worker's answer ends", metadata: ["cause": "\(type(of: error))"])
        }
        return conversation
    }

    private struct UnexpectedReport: Error {}

    /// Whether the folder holds what the worker said, which read bytes from outside.
    private static func isAsTold(_ members: [UnpackedMember], _ folder: URL) throws -> Bool {
        let descriptor = try FolderDescriptor(path: folder.path)
        guard let names = try descriptor.names(limit: members.count), names.count == members.count else { return false }
        for (name, member) in zip(names, members) {
            let status = try descriptor.status(of: name)
            guard name == Array(UnpackedMember.fileName(member.number).utf8), status.kind == .regular,
                status.size == member.size
            else { return false }
        }
        return true
    }

    private static func remove(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        try FileManager.default.removeItem(at: folder)
    }
}
