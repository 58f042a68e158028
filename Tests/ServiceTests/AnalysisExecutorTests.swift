import Configuration
import Foundation
import Service
import TestSupport
import Testing

/// Workers here are shell scripts: what a broken, hanging or lying worker does, the executor has to bear.
@Suite("The executor of analyses", .tags(.law3, .law8), .timeLimit(.minutes(20)))
struct AnalysisExecutorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func ending(of script: String, seconds: Int = 60) async throws -> AnalysisExecutor.Ending {
        let program = folder.url.appending(path: "worker")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        var limits = ServiceLimits()
        limits.analysisSeconds = seconds
        return try await AnalysisExecutor(program: program, limits: limits).run(
            AnalysisExecutor.Request(
                study: folder.url,
                names: ["a.dcm", "b.dcm"],
                pipeline: nil,
                output: folder.url.appending(path: "result")
            )
        )
    }

    @Test("a worker that ends with 0 has finished")
    func finished() async throws {
        #expect(try await ending(of: "while read -r name; do [ -n \"$name\" ] || exit 0; done; exit 1") == .finished)
    }

    @Test("a worker that hangs is killed, and the file that it was at is named")
    func hangs() async throws {
        let ending = try await ending(of: "echo '{\"instance\":2,\"of\":2}'; exec sleep 3600", seconds: 1)
        #expect(ending == .failed("the analysis took longer than 1 s", at: "b.dcm"))
    }

    @Test("a worker that dies, early or late, costs its study alone")
    func dies() async throws {
        #expect(try await ending(of: "kill -SEGV $$") == .failed("the analysis ended by signal 11", at: nil))
        #expect(
            try await ending(
                of:
                    "exec < /dev/null; echo '{\"instance\":1,\"of\":2}'; echo 'sonoquant analyse: no memory' >&2; echo 'DOE^JOHN' >&2; exit 70"
            )
                == .failed("the analysis stopped: no memory", at: "a.dcm")
        )
        #expect(try await ending(of: "exit 3") == .failed("the analysis stopped: exit code 3", at: nil))
    }

    @Test("what a worker babbles is no news, however much it is")
    func babbles() async throws {
        let ending = try await ending(
            of: "head -c 3000000 /dev/zero; echo; echo '{\"instance\":99}'; head -c 3000000 /dev/zero >&2; exit 9",
            seconds: 20
        )
        guard case .failed(_, at: let file) = ending else {
            Issue.record("\(ending)")
            return
        }
        #expect(file == nil)
    }
}
