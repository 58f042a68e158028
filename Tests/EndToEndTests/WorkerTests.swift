import Foundation
import Glibc
import SystemCalls
import TestSupport
import Testing

@Suite("The workers", .tags(.law3, .law8), .timeLimit(.minutes(20)))
struct WorkerTests {
    private let folder: TemporaryFolder
    private let program = Program()

    init() throws {
        folder = try TemporaryFolder()
    }

    private var output: URL { folder.url.appending(path: "result") }

    private func analyse(_ study: URL, into output: URL? = nil, _ options: String...) throws -> Program.Ending {
        try program.run(["analyse", "--study", study.path, "--output", (output ?? self.output).path] + options)
    }

    /// A cine that keeps a worker busy for a while.
    private func longStudy() throws -> URL {
        var fixture = StudyFixture(name: "long", frames: 40).grey8 { _, frame, x, y in UInt8((x ^ y &+ frame) & 0xFF) }
        fixture.instances = 4
        fixture.width = 256
        fixture.height = 256
        return try fixture.write(into: folder.url.appending(path: "long")).folder
    }

    @Test("the result is the same bytes whatever the number of lanes, and its mark is written last", .tags(.law2))
    func lanes() throws {
        let study = Repository.root.appending(path: "TestDICOM/cine")
        var trees: [FileTree] = []
        for lanes in ["1", "2", "7"] {
            let output = folder.url.appending(path: "lanes-\(lanes)")
            let ending = try analyse(study, into: output, "--lanes", lanes)
            #expect(ending.status == 0, "\(ending.errors)")
            trees.append(try FileTree(output))
            let dates = try trees[trees.count - 1].paths.map { path in
                let values = try output.appending(path: path).resourceValues(forKeys: [.contentModificationDateKey])
                return (path, values.contentModificationDate ?? .distantPast)
            }
            #expect(dates.max { $0.1 < $1.1 }?.0 == "complete.json")
        }
        #expect(trees[0].entries["result.json"] != nil && trees[0].entries["complete.json"] != nil)
        #expect(trees[1].differences(from: trees[0]) == [])
        #expect(trees[2].differences(from: trees[0]) == [])
    }

    @Test("analyse's own exit codes: 65 no study, 74 no room for the result, 78 a wrong pipeline")
    func exitCodes() throws {
        let study = Repository.root.appending(path: "TestDICOM/cine")
        let empty = folder.url.appending(path: "empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        #expect(try analyse(empty).status == 65)
        #expect(try analyse(folder.url.appending(path: "absent")).status == 65)
        #expect(try analyse(Repository.root.appending(path: "TestDICOM"), into: output).status == 65)
        let occupied = folder.url.appending(path: "occupied")
        try FileManager.default.createDirectory(at: occupied, withIntermediateDirectories: true)
        try Data().write(to: occupied.appending(path: "somebody-elses"))
        #expect(try analyse(study, into: occupied).status == 74)
        #expect(try FileTree(occupied).paths == ["somebody-elses"])
        let pipeline = folder.url.appending(path: "mine.yaml")
        try Data("pipeline: 7\n".utf8).write(to: pipeline)
        let wrong = try analyse(study, into: nil, "--pipeline", pipeline.path)
        #expect(wrong.status == 78 && wrong.errors.contains("mine.yaml, line 1"), "\(wrong.errors)")
        #expect(!FileManager.default.fileExists(atPath: output.appending(path: "complete.json").path))
    }

    @Test("files of two studies are no study")
    func severalStudies() throws {
        let mixed = folder.url.appending(path: "mixed")
        try StudyFixture(name: "one").write(into: mixed)
        try StudyFixture(name: "two").write(into: mixed)
        #expect(try analyse(mixed).status == 65)
    }

    @Test("a worker out of processor time ends by a signal and leaves no finished result")
    func processorTime() throws {
        let pipeline = try CostlyPipeline.write(into: folder.url).path
        let ending = try analyse(
            try longStudy(),
            into: nil,
            "--cpu-seconds",
            "1",
            "--lanes",
            "1",
            "--pipeline",
            pipeline
        )
        #expect(ending.status < 0, "ended with \(ending.status): \(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: output.appending(path: "complete.json").path))
    }

    /// Runs a worker below a shell that keeps its standard input open, and kills the shell.
    private func outlivesItsParent(_ worker: String, sending input: String, after line: String) throws -> Bool {
        let (shell, toWorker, fromWorker) = (Process(), Pipe(), Pipe())
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "exec 3<&0; '\(Program.url.path)' \(worker) <&3 & echo $!; wait"]
        shell.standardInput = toWorker
        shell.standardOutput = fromWorker
        try shell.run()
        try toWorker.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        var heard = ""
        while !heard.contains(line) {
            guard let more = try fromWorker.fileHandleForReading.read(upToCount: 1), !more.isEmpty else { break }
            heard += String(decoding: more, as: UTF8.self)
        }
        let process = try #require(heard.split(separator: "\n").first.flatMap { Int32($0) }, "\(heard)")
        try #require(ProcessTable.isRunning(process))
        _ = Glibc.kill(shell.processIdentifier, SIGKILL)
        shell.waitUntilExit()
        let isGone = ProcessTable.waits { !ProcessTable.isRunning(process) }
        try toWorker.fileHandleForWriting.close()
        return !isGone
    }

    @Test("inspect ends with its parent, although its standard input stays open")
    func inspectParent() throws {
        #expect(try !outlivesItsParent("inspect --parent $$", sending: "", after: "protocol"))
    }

    @Test("analyse ends with its parent, although its standard input stays open")
    func analyseParent() throws {
        let study = try longStudy()
        let worker = "analyse --supervised --parent $$ --study '\(study.path)' --output '\(output.path)'"
        let names = try FileManager.default.contentsOfDirectory(atPath: study.path).sorted().joined(separator: "\n")
        #expect(try !outlivesItsParent(worker, sending: names + "\n\n", after: "{\"instance\":1,"))
        #expect(!FileManager.default.fileExists(atPath: output.appending(path: "complete.json").path))
    }

    @Test("a worker whose parent is gone already does nothing")
    func orphan() throws {
        let ending = try program.run(["inspect", "--parent", "1"], input: "\"/etc/passwd\"\n")
        #expect(ending.status != 0 && ending.output.isEmpty)
    }

    @Test("inspect answers a line for a line, whatever the file, and ends with its standard input")
    func inspectInput() throws {
        let file = Repository.root.appending(path: "TestDICOM/cine/cine.dcm").path
        let paths = [file, "/nonexistent", Program.url.path, "/dev/zero", folder.url.path, file]
        let lines = try paths.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
        // It may write to a pipe only: its limit for files is nothing.
        let ending = try Program(executable: URL(filePath: "/bin/sh"))
            .run(["-c", "{ '\(Program.url.path)' inspect; echo \"ended $?\" >&2; } | cat"], input: lines)
        #expect(ending.errors == "ended 0\n")
        let answers = ending.output.split(separator: "\n")
        try #require(answers.count == paths.count + 1)
        #expect(answers[1].contains("\"facts\"") && answers[1] == answers[6])
        for answer in answers[2...5] { #expect(answer.contains("\"refused\"")) }
    }

    @Test("inspect reads nothing outside of its folder and its links", .enabled(if: FileConfinement.version != nil))
    func inspectFolder() throws {
        let files = FileManager.default
        let source = Repository.root.appending(path: "TestDICOM/cine/cine.dcm")
        let state = folder.url.appending(path: "state")
        for name in ["state/spool", "disk", "other"] {
            let place = folder.url.appending(path: name)
            try files.createDirectory(at: place, withIntermediateDirectories: true)
            try files.copyItem(at: source, to: place.appending(path: "file"))
        }
        try files.createSymbolicLink(
            at: state.appending(path: "archive"),
            withDestinationURL: folder.url.appending(path: "disk")
        )
        let lines = try ["state/spool", "state/archive", "other"].map {
            try JSONEncoder().encode(folder.url.appending(path: "\($0)/file").path)
        }.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        let ending = try Program(executable: URL(filePath: "/bin/sh"))
            .run(["-c", "'\(Program.url.path)' inspect --reads '\(state.path)' | cat"], input: lines)
        let answers = ending.output.split(separator: "\n")
        try #require(answers.count == 4)
        #expect(answers[1].contains("\"facts\"") && answers[2].contains("\"facts\""))
        #expect(answers[3].contains("\"refused\"") && answers[3].contains("errno \(EACCES)"))
    }

    @Test("analyse ends when the service closes its standard input")
    func analyseInput() throws {
        let study = try longStudy()
        let names = try FileManager.default.contentsOfDirectory(atPath: study.path).sorted().joined(separator: "\n")
        let arguments = ["analyse", "--supervised", "--study", study.path, "--output", output.path]
        let unfinished = try program.run(arguments, input: names + "\n")
        #expect(unfinished.status == 65, "the list of names had no end: \(unfinished.errors)")
        let closed = try program.run(arguments, input: names + "\n\n")
        #expect(closed.status == 75, "\(closed.errors)")
        #expect(!FileManager.default.fileExists(atPath: output.appending(path: "complete.json").path))
        let outside = try program.run(arguments, input: "../long/long-1.dcm\n\n")
        #expect(outside.status == 65, "a name may not lead out of the study's folder")
    }
}
