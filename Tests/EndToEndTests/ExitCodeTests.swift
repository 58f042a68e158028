import Foundation
import TestSupport
import Testing

@Suite("Exit codes and streams that scripts rely on", .timeLimit(.minutes(5)))
struct ExitCodeTests {
    private let centre: ImagingCentre

    init() throws {
        centre = try ImagingCentre()
    }

    private func run(_ arguments: [String]) throws -> Program.Ending { try Program().run(arguments) }

    @Test("0, and not a word with --quiet, when all is well")
    func quiet() throws {
        try centre.drop(simulated: "cine")
        for _ in 0..<2 {
            let ending = try centre.batch("--quiet")
            #expect(ending.status == 0)
            #expect(ending.output.isEmpty && ending.errors.isEmpty, "\(ending.output)\(ending.errors)")
        }
        let empty = try ImagingCentre()
        let ending = try empty.batch("--quiet")
        #expect(ending.status == 0 && ending.output.isEmpty && ending.errors.isEmpty)
    }

    @Test("2, said also with --quiet, when a file is in quarantine; what is well goes on", .tags(.law1))
    func partialFailure() throws {
        try centre.drop(simulated: "cine")
        try Data("no DICOM".utf8).write(to: centre.inbox.appending(path: "letter.txt"))
        for _ in 0..<2 {
            let ending = try centre.batch("--quiet")
            #expect(ending.status == 2)
            #expect(ending.output.contains("letter.txt") && ending.output.contains("quarantined"))
        }
        #expect(try centre.studies().map(\.state) == ["reported"])
    }

    @Test("2 when an order file can't be used; it is named with its line, and other studies go on")
    func badOrder() throws {
        try centre.drop(simulated: "cine")
        try Data("{\n  \"schema\": 7\n}".utf8).write(to: centre.orders.appending(path: "broken.json"))
        let ending = try centre.batch()
        #expect(ending.status == 2)
        #expect(ending.output.contains("broken.json, line 2, schema"))
        #expect(try centre.studies().map(\.state) == ["reported"])
    }

    @Test(
        "64 for what is no usage",
        arguments: [
            ["batch"], ["batch", "INBOX/absent", "--state", "STATE"], ["batch", "INBOX", "--state", "STATE", "--fast"],
            ["batch", "INBOX"], ["interpret", "S000001", "--state", "STATE"],
            ["interpret", "S000001", "--state", "STATE", "--impression", "a", "--reject", "b"],
            ["interpret", "S000001", "--state", "STATE", "--impression", "a", "--npi", "1234567890"],
            ["studies", "--state", "STATE", "--in", "lost"], ["analyse", "--study", "INBOX"],
            ["analyse", "--study", "INBOX", "--output", "STATE/r", "--lanes", "0"], ["charge"],
        ]
    )
    func usage(arguments: [String]) throws {
        let ending = try run(
            arguments.map {
                $0.replacing("INBOX", with: centre.inbox.path).replacing("STATE", with: centre.state.path)
            }
        )
        #expect(ending.status == 64)
        #expect(ending.output.isEmpty && !ending.errors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: centre.state.path), "a wrong command leaves no trace")
    }

    @Test("65 for a study that isn't there or not in a state that allows it")
    func notPossible() throws {
        #expect(try centre.run("studies").status == 65, "no ledger yet")
        try centre.drop(simulated: "cine")
        #expect(try centre.batch("--quiet").status == 0)
        let study = try #require(try centre.studies().first).study
        for command in [
            ["show", "S000999"], ["show", "no such"], ["interpret", "S000999", "--impression", "a"], ["retry", study],
            ["set-aside", study, "--arrival", "999"], ["interpret", study, "--impression", "  "],
        ] {
            let ending = try run(centre.arguments(command))
            #expect(ending.status == 65, "\(command): \(ending.errors)")
            #expect(ending.errors.hasPrefix("sonoquant: ") && ending.output.isEmpty)
        }
    }

    @Test("74 when the state directory can't be")
    func inputOutput() throws {
        let file = centre.folder.url.appending(path: "file")
        try Data().write(to: file)
        let ending = try run(["batch", centre.inbox.path, "--state", file.appending(path: "state").path])
        #expect(ending.status == 74, "\(ending.errors)")
    }

    @Test("75 while another run holds the lock, which dies with its holder")
    func locked() throws {
        try centre.drop(simulated: "cine")
        try FileManager.default.createDirectory(at: centre.state, withIntermediateDirectories: true)
        let (holder, input, output) = (Process(), Pipe(), Pipe())
        holder.executableURL = URL(filePath: "/usr/bin/flock")
        holder.arguments = [centre.state.appending(path: "lock").path, "sh", "-c", "echo held; exec cat"]
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        _ = try output.fileHandleForReading.read(upToCount: 4)
        let ending = try centre.batch()
        #expect(ending.status == 75, "\(ending.errors)")
        #expect(ending.errors.contains("another run is at work"))
        #expect(try FileTree(centre.state.appending(path: "archive")).entries.isEmpty)
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        #expect(try centre.batch("--quiet").status == 0)
    }

    @Test("77 for an account that may not sign, or not as that physician", .tags(.law4))
    func notPermitted() throws {
        try centre.drop(simulated: "cine")
        #expect(try centre.batch("--quiet").status == 0)
        let asAnother = try centre.run("interpret", "SIM26111201", "--impression", "a", "--npi", "1245319599")
        #expect(asAnother.status == 77, "\(asAnother.errors)")
        try centre.configure(account: "somebody-else")
        let stranger = try centre.interpret("SIM26111201")
        #expect(stranger.status == 77, "\(stranger.errors)")
        #expect(try centre.studies().map(\.state) == ["reported"])
        #expect(try centre.events().isEmpty)
    }

    @Test("78 for a wrong configuration, with file, line and field, and nothing is made")
    func configuration() throws {
        try Data("site:\n  id: example\n  timeZone: Mars/Olympus\n".utf8).write(to: centre.configuration)
        for ending in [try centre.batch(), try centre.run("doctor")] {
            #expect(ending.status == 78)
            #expect((ending.errors + ending.output).contains("site.yaml, line 3, site.timeZone"))
        }
        #expect(!FileManager.default.fileExists(atPath: centre.state.path))
    }

    @Test("78 for a wrong pipeline file, with file, line and field")
    func pipeline() throws {
        let file = centre.folder.url.appending(path: "mine.yaml")
        try Data("pipeline: mine\nversion: \"1\"\nservice: 0689T\nspeed: 9\n".utf8).write(to: file)
        let ending = try centre.batch("--pipeline", file.path)
        #expect(ending.status == 78)
        #expect(ending.errors.contains("mine.yaml, line 4, speed"), "\(ending.errors)")
    }

    @Test("--json is one document whose counts agree with its lists and whose exit code is the program's")
    func json() throws {
        try centre.drop(simulated: "cine", "doppler")
        try Data("no DICOM".utf8).write(to: centre.inbox.appending(path: "letter.txt"))
        try FileManager.default.copyItem(
            at: centre.inbox.appending(path: "cine/cine.dcm"), to: centre.inbox.appending(path: "copy.dcm"))
        for isNew in [true, false] {
            let ending = try centre.batch("--json")
            let answer = try BatchAnswer(ending)
            #expect(answer.exitCode == ending.status && ending.status == 2)
            #expect(answer.counts.files == ["archived": 3, "duplicate": 1, "quarantined": 1])
            #expect(answer.counts.files == Dictionary(answer.files.map { ($0.outcome, 1) }, uniquingKeysWith: +))
            #expect(answer.counts.studies == Dictionary(answer.studies.map { ($0.state, 1) }, uniquingKeysWith: +))
            #expect(answer.files.allSatisfy { $0.new == isNew })
            #expect(Set(answer.files.map(\.arrival)).count == answer.files.count)
            #expect(ending.errors.isEmpty)
        }
    }

    @Test("doctor says that all is well, and mends nothing")
    func doctor() throws {
        try centre.drop(simulated: "cine")
        #expect(try centre.batch("--quiet").status == 0)
        let before = try FileTree(centre.state) { !$0.hasPrefix("ledger.sqlite") }
        let ending = try centre.run("doctor")
        #expect(ending.status == 0, "\(ending.output)")
        #expect(ending.output.contains("audit: the trail is whole"))
        #expect(try FileTree(centre.state) { !$0.hasPrefix("ledger.sqlite") } == before)
    }

    @Test("help and completions need no state directory", arguments: [["--help"], ["help", "batch"], ["--version"]])
    func help(arguments: [String]) throws {
        let ending = try run(arguments)
        #expect(ending.status == 0 && !ending.output.isEmpty)
        #expect(try run(["--generate-completion-script", "bash"]).output.contains("_sonoquant"))
    }
}
