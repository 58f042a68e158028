internal import Analysis
internal import ArgumentParser
internal import CheckedYAML
internal import Foundation
internal import Glibc
internal import Identifiers
internal import Imaging
internal import PipelineFile
internal import SystemCalls

/// `sonoquant analyse`: one study to one result folder, in a process with limits of its own.
struct AnalyseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyse",
        abstract: "Measures one study and writes its result folder.",
        discussion: """
            Reads the files of one study and writes result.json, pictures, and last complete.json into a new folder.
            The same files, pipeline and versions give the same bytes, whatever the number of lanes.

            Examples:
              sonoquant analyse --study ./study --output ./result
              sonoquant analyse --study ./study --pipeline mine.yaml --output ./result --lanes 4

            Exit codes: 0 the result is written, whatever its outcome; 64 usage; 65 the study's folder can't be used;
            70 an internal fault; 74 the output can't be written; 78 the pipeline file is wrong.
            """
    )

    @Option(help: ArgumentHelp("The folder with the study's files.", valueName: "folder"))
    var study: String

    @Option(
        help: ArgumentHelp("The pipeline file; without it, the general pipeline within the program.", valueName: "file")
    )
    var pipeline: String?

    @Option(help: ArgumentHelp("The result folder: absent, empty, or left unfinished.", valueName: "folder"))
    var output: String

    @Option(help: "How many frames are measured at a time.")
    var lanes = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "The most memory (address space), MiB.")
    var memoryMib = 4096

    @Option(help: "The most processor time, seconds.")
    var cpuSeconds = 3600

    @Flag(
        help: ArgumentHelp(
            "Run for a service: names on standard input, progress on standard output.",
            visibility: .hidden
        )
    )
    var supervised = false

    @Option(help: ArgumentHelp("The process to end with.", visibility: .hidden))
    var parent: Int32?

    func validate() throws {
        guard (1...256).contains(lanes) else { throw ValidationError("--lanes must be from 1 to 256") }
        guard (1024...1_048_576).contains(memoryMib) else {
            throw ValidationError("--memory-mib must be from 1024 to 1048576")
        }
        guard (1...604_800).contains(cpuSeconds) else {
            throw ValidationError("--cpu-seconds must be from 1 to 604800")
        }
    }

    func run() async throws {
        do {
            try limit()
            try await analyse()
        } catch let problem as YAMLProblem {
            throw fault("the pipeline file is wrong: \(problem)", ExitStatus.configuration)
        } catch let error as AnalysisError {
            throw fault(error.explanation, ExitStatus.of(error.code))
        } catch let error as ExitCode {
            throw error
        } catch let error as any CustomStringConvertible {
            throw fault(error.description, ExitStatus.internalError)
        }
    }

    /// Before a byte from outside is read (law 3).
    private func limit() throws {
        if let parent { try ParentWatch.endWith(parent: parent) }
        try WorkerLimits(
            addressSpace: UInt64(memoryMib) << 20,
            processorSeconds: UInt64(cpuSeconds),
            openFiles: 256,
            fileSize: 512 << 20
        ).apply()
    }

    private func analyse() async throws {
        let folder = URL(filePath: study, directoryHint: .isDirectory)
        let names = supervised ? try Self.namesFromStandardInput() : try Self.names(in: folder)
        let pipeline = try PipelineFile.forAnalysis(path: pipeline)
        var results = try ResultFolder(URL(filePath: output, directoryHint: .isDirectory))
        let analysis = StudyAnalysis(
            pipeline: pipeline,
            lanes: lanes,
            program: .current,
            decoders: DecoderVersions.all
        )
        let result = try await analysis.result(
            of: names,
            in: folder,
            progress: { position, count in
                guard supervised else { return }
                try FileHandle.standardOutput.write(
                    contentsOf: Data("{\"instance\":\(position + 1),\"of\":\(count)}\n".utf8)
                )
            },
            picture: { depiction, groups, index, digest in
                try AnalysisPictures(depiction: depiction, groups: groups, index: index, digest: digest)
                    .write(into: &results)
            }
        )
        try results.finish(result)
        if !supervised { print(Self.summary(of: result, in: output)) }
    }

    private static func names(in folder: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(
                at: folder,
                includingPropertiesForKeys: [.isRegularFileKey]
            ).filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }.map(
                \.lastPathComponent
            )
            .sorted()
        } catch {
            throw AnalysisError(.unreadableFolder, "the study's folder can't be listed: \(error.localizedDescription)")
        }
    }

    /// One name a line, ended by an empty line; then this process ends when standard input does.
    private static func namesFromStandardInput() throws -> [String] {
        var names: [String] = []
        while let line = readLine() {
            if line.isEmpty {
                endWithStandardInput()
                return names
            }
            guard !line.contains("/"), line != ".", line != "..", names.count < StudyAnalysis.mostInstances else {
                throw AnalysisError(.unreadableFolder, "standard input names no file of the study's folder")
            }
            names.append(line)
        }
        throw AnalysisError(.unreadableFolder, "standard input ended before the empty line that ends the names")
    }

    private static func endWithStandardInput() {
        Thread.detachNewThread {
            // The service says nothing more: the end of input is its end.
            while readLine() != nil {}
            Glibc.exit(ExitStatus.locked.rawValue)
        }
    }

    private static func summary(of result: StudyResult, in output: String) -> String {
        let measured = result.instances.count { $0.disposition == .measured }
        let line = "\(measured) of \(result.instances.count) instances measured; the result is in \(output)"
        return switch result.outcome {
        case .measured: line
        case .nothingToMeasure(let reasons): line + "\nnothing to measure: " + reasons.joined(separator: "; ")
        case .conflictingInstances(let conflicts):
            line + "\n\(conflicts.count) SOP Instance UIDs have contents that disagree: a person must pick"
        }
    }

    private func fault(_ explanation: String, _ status: ExitCode) -> ExitCode {
        // Standard error may be closed; there is no one left to tell then.
        try? FileHandle.standardError.write(contentsOf: Data("sonoquant analyse: \(explanation)\n".utf8))
        return status
    }
}

extension AnalyseCommand: ConfinedCommand {
    /// Fonts and what the pipeline names may lie anywhere: all may be read.
    var confinement: FileConfinement {
        let folder = URL(filePath: output, directoryHint: .isDirectory)
        // A folder that can't be made is told when the result is written.
        try? DurableFile.makeFolder(folder)
        return FileConfinement(readable: nil, writable: [folder.path])
    }
}

extension ExitStatus {
    fileprivate static func of(_ code: AnalysisError.Code) -> ExitCode {
        switch code {
        case .unreadableFolder, .noInstances, .severalStudies, .tooManyInstances: notPossible
        case .outputOccupied, .unwritable, .damagedResult: inputOutput
        }
    }
}
