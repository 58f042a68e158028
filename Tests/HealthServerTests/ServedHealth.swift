import Foundation
import HealthServer
import Logging
import ServiceHealth
import TestSupport

/// A health server at a free port, and programs that speak to it.
struct ServedHealth {
    let conditions = Conditions(now: { Date(timeIntervalSince1970: 1_700_000_000) })
    let metrics = MetricsRegistry()

    /// Runs the server for the length of `body`, which gets the port.
    func serving(_ body: (Int) async throws -> Void) async throws {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let server = HealthServer(
            port: 0,
            conditions: conditions,
            version: "9.9.9",
            metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            listening: { continuation.yield($0) }
        )
        let task = Task { try await server.run() }
        defer { task.cancel() }
        for await port in ports {
            try await body(port)
            break
        }
        task.cancel()
        try await task.value
    }

    /// What a program prints. It is waited for on a thread of its own: the server needs async's.
    func run(_ program: String, _ arguments: [String], input: String? = nil) async throws -> String {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<String, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let ending = try Program(executable: URL(filePath: program)).run(arguments, input: input)
                        return ending.output + ending.errors
                    }
                )
            }
        }
    }

    /// What curl gets: the status and the body.
    func curl(_ arguments: String...) async throws -> (status: Int, body: String) {
        let output = try await run(
            "/usr/bin/curl",
            ["--silent", "--max-time", "10", "--write-out", "\n%{http_code}"] + arguments
        )
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}
