import Foundation
import Intake
import TestSupport
import Testing

@Suite("The inspect workers", .timeLimit(.minutes(20)))
struct InspectionPoolTests {
    /// A worker of shell, to misbehave as asked.
    private func script(_ body: String, in fixture: IntakeFixture) throws -> String {
        let file = fixture.folder.url.appending(path: "worker")
        let greeting = InspectionLimits.greeting
        try Data("#!/bin/sh\necho '\(greeting)'\nwhile read -r path; do\n\(body)\ndone\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        return file.path
    }

    private static let answer = #"echo '{"skipped":"fine"}'"#

    @Test("a file that kills its workers is refused, its neighbours are answered", .tags(.law3))
    func crash() async throws {
        let fixture = try IntakeFixture()
        let worker = try script(#"case "$path" in *bad*) kill -SEGV $$;; *) \#(Self.answer);; esac"#, in: fixture)
        let answers = try await fixture.pool(executable: worker).withWorkers { inspect in
            var answers: [String: Inspection] = [:]
            for path in ["a", "bad", "c", "bad2", "d"] { answers[path] = try await inspect(path) }
            return answers
        }
        for good in ["a", "c", "d"] { #expect(answers[good] == .skipped("fine")) }
        for bad in ["bad", "bad2"] {
            #expect(answers[bad] == .readerLost("the reader crashed or ran out of memory on it, twice (signal 11)"))
        }
    }

    @Test("a worker that fails to start once or twice is started again", .tags(.law3))
    func falseStart() async throws {
        let fixture = try IntakeFixture()
        let worker = fixture.folder.url.appending(path: "worker")
        let count = fixture.folder.url.appending(path: "count").path
        let body = """
            #!/bin/sh
            echo x >> '\(count)'
            [ $(wc -l < '\(count)') -gt 2 ] || kill -KILL $$
            echo '\(InspectionLimits.greeting)'
            while read -r path; do \(Self.answer); done
            """
        try Data(body.utf8).write(to: worker)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: worker.path)
        let answer = try await fixture.pool(executable: worker.path).withWorkers { try await $0("a") }
        #expect(answer == .skipped("fine"))
    }

    @Test("a file that hangs its workers is given up in time", .tags(.law3, .law8))
    func hang() async throws {
        let fixture = try IntakeFixture()
        let worker = try script(#"case "$path" in *bad*) exec sleep 60;; *) \#(Self.answer);; esac"#, in: fixture)
        var limits = InspectionLimits()
        limits.secondsPerFile = 1
        let answers = try await fixture.pool(executable: worker, limits: limits).withWorkers { inspect in
            [try await inspect("bad"), try await inspect("good")]
        }
        #expect(answers == [.readerLost("reading it took longer than 1 s, twice"), .skipped("fine")])
    }

    @Test(
        "an answer without end, or none of ours, costs the file alone",
        .tags(.law8),
        arguments: ["yes | head -c 9999", "echo x"]
    )
    func nonsense(body: String) async throws {
        let fixture = try IntakeFixture()
        let worker = try script(body, in: fixture)
        var limits = InspectionLimits()
        limits.answerBytes = 1000
        let answer = try await fixture.pool(executable: worker, limits: limits).withWorkers { try await $0("a") }
        guard case .readerLost = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test("workers are replaced after their share of files")
    func recycling() async throws {
        let fixture = try IntakeFixture()
        let worker = try script(#"echo "{\"skipped\":\"$$\"}""#, in: fixture)
        var limits = InspectionLimits()
        limits.filesPerWorker = 2
        let answers = try await fixture.pool(executable: worker, limits: limits).withWorkers { inspect in
            var answers: [Inspection] = []
            for _ in 0..<6 { answers.append(try await inspect("a")) }
            return answers
        }
        #expect(Set(answers).count >= 3)
    }

    @Test(
        "a program that can't start is told from a file that kills it",
        arguments: ["/nonexistent", "/bin/false", "/bin/echo"]
    )
    func noStart(executable: String) async throws {
        let fixture = try IntakeFixture()
        let error = await #expect(throws: IntakeError.self) {
            try await fixture.pool(executable: executable).withWorkers { try await $0("a") }
        }
        #expect(error?.code == .workerDoesNotStart)
    }
}
