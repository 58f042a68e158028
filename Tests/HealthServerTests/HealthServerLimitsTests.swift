import CoreMetrics
import Foundation
import HealthServer
import Logging
import ServiceHealth
import TestSupport
import Testing

@Suite("What peers of the health server can't do", .tags(.law8), .serialized, .timeLimit(.minutes(20)))
struct HealthServerLimitsTests {
    private let served = ServedHealth()

    /// Runs a script of bash, whose /dev/tcp gives sockets, with the port as `$1`.
    private func bash(_ script: String, _ port: Int) async throws -> [String] {
        try await served.run("/bin/bash", ["-c", script, "bash", "\(port)"]).split(separator: "\n").map(String.init)
    }

    @Test(
        "sixteen who never finish their request are closed in ten seconds, a seventeenth at once; then all is as before"
    )
    func slowHeads() async throws {
        try await served.serving { port in
            let script = """
                for i in {1..16}; do
                    exec {slow}<>/dev/tcp/127.0.0.1/$1
                    printf 'GET /health HTTP/1.1\\r\\nHost: local' >&$slow
                    all+=($slow)
                done
                exec {more}<>/dev/tcp/127.0.0.1/$1
                cat <&$more | wc -c
                echo $SECONDS
                for slow in "${all[@]}"; do cat <&$slow; done | wc -c
                echo $SECONDS
                """
            let answers = try await bash(script, port).compactMap(Int.init)
            try #require(answers.count == 4)
            #expect(answers[0] == 0 && answers[1] < 8, "the seventeenth is closed unanswered: \(answers)")
            #expect(answers[2] == 0 && (8...30).contains(answers[3]), "the others when their time is over: \(answers)")
            #expect(try await served.curl("http://127.0.0.1:\(port)/health").status == 200)
        }
    }

    @Test("a head without end is answered 431 at its bound, and read no further")
    func endlessHead() async throws {
        try await served.serving { port in
            let script = """
                exec {socket}<>/dev/tcp/127.0.0.1/$1
                { printf 'GET /health HTTP/1.1\\r\\nX: '; head --bytes 8200 /dev/zero | tr '\\0' a; } >&$socket
                head --lines 1 <&$socket
                """
            let line = try await bash(script, port).first ?? ""
            #expect(line.contains("431"), "\(line)")
        }
    }

    @Test("one who goes away in the middle concerns nobody")
    func goesAway() async throws {
        try await served.serving { port in
            let script = """
                for i in {1..40}; do
                    exec {socket}<>/dev/tcp/127.0.0.1/$1
                    printf 'GET /metrics HTTP/1.1\\r\\n' >&$socket
                    exec {socket}>&-
                done
                """
            _ = try await bash(script, port)
            // The last of them may still be leaving.
            while try await served.curl("http://127.0.0.1:\(port)/health/live").status != 200 { await Task.yield() }
        }
    }
}
