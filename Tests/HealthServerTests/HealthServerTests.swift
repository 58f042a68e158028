import CoreMetrics
import Foundation
import FoundationNetworking
import HealthServer
import Logging
import ServiceHealth
import TestSupport
import Testing

@Suite("Health over HTTP", .serialized, .timeLimit(.minutes(20)))
struct HealthServerTests {
    private let conditions = Conditions(now: { Date(timeIntervalSince1970: 1_700_000_000) })
    private let metrics = MetricsRegistry()

    /// Runs the server at a free port for the length of `body`.
    private func serving(_ body: (Int) async throws -> Void) async throws {
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

    /// What curl prints: the body, then a line with the status. It is waited for on a thread of its own: the server needs async's.
    private func curl(_ arguments: String...) async throws -> (status: Int, body: String) {
        let output = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<String, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try Program(executable: URL(filePath: "/usr/bin/curl")).run(
                            ["--silent", "--max-time", "10", "--write-out", "\n%{http_code}"] + arguments
                        ).output
                    }
                )
            }
        }
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
    }

    @Test("health is 200 while intake runs, 503 when a condition stops it, and names the conditions")
    func health() async throws {
        try await serving { port in
            let url = "http://127.0.0.1:\(port)/health"
            let good = try await curl(url)
            #expect(good.status == 200)
            #expect(good.body.contains(#""status":"good","version":"9.9.9""#))
            conditions.raise("inbox 1", "is not there")
            #expect(try await curl(url).status == 200)
            conditions.raise("disk", "is full", stopsIntake: true)
            let stopped = try await curl(url)
            #expect(stopped.status == 503)
            #expect(stopped.body.contains(#""part":"inbox 1""#))
            #expect(stopped.body.contains(#""since":"2023-11-14T22:13:20Z""#))
            #expect(try await curl("http://127.0.0.1:\(port)/health/live").status == 200)
            conditions.clear("disk")
            #expect(try await curl(url).status == 200)
        }
    }

    @Test("everything else is refused with its status", .tags(.law8))
    func refusals() async throws {
        try await serving { port in
            let base = "http://127.0.0.1:\(port)"
            #expect(try await curl(base + "/").status == 404)
            #expect(try await curl("--path-as-is", base + "/health/../metrics").status == 404)
            #expect(try await curl("--request", "POST", base + "/health").status == 405)
            #expect(try await curl("--data", "x=y", base + "/health").status == 413)
            #expect(try await curl("--header", "Host: rebound.example.org", base + "/health").status == 421)
            #expect(try await curl("--header", "Host:", base + "/health").status == 421)
            #expect(try await curl("--header", "Host: localhost:\(port)", base + "/health?x=1").status == 200)
            #expect(
                try await curl("--header", "X: " + String(repeating: "a", count: 9000), base + "/health").status == 431
            )
            let head = try await curl("--head", base + "/metrics").body
            #expect(head.contains("text/plain; version=0.0.4"))
        }
    }

    @Test("metrics are exposed in order, with labels escaped and numbers bounded", .tags(.law8))
    func exposition() async throws {
        metrics.makeCounter(label: "b_total", dimensions: [("way", "a\"b\\c\nd")]).increment(by: 3)
        metrics.makeCounter(label: "b_total", dimensions: [("way", "a\"b\\c\nd")]).increment(by: 4)
        metrics.makeRecorder(label: "a bytes", dimensions: [], aggregate: false).record(2.5)
        metrics.makeRecorder(label: "c_seconds", dimensions: [("stage", "x")], aggregate: true).record(0.07)
        metrics.makeRecorder(label: "c_seconds", dimensions: [("stage", "x")], aggregate: true).record(5000.0)
        for index in 0..<300 {
            metrics.makeCounter(label: "many_total", dimensions: [("n", "\(index)")]).increment(by: 1)
        }
        try await serving { port in
            let text = try await curl("http://[::1]:\(port)/metrics", "--globoff").body
            #expect(text.contains("# TYPE a_bytes gauge\na_bytes 2.5\n"))
            #expect(text.contains(#"b_total{way="a\"b\\c\nd"} 7"#))
            #expect(text.contains(#"c_seconds_bucket{stage="x",le="0.05"} 0"#))
            #expect(text.contains(#"c_seconds_bucket{stage="x",le="0.1"} 1"#))
            #expect(text.contains(#"c_seconds_bucket{stage="x",le="+Inf"} 2"#))
            #expect(text.contains(#"c_seconds_count{stage="x"} 2"#))
            #expect(text.contains(#"sonoquant_build_info{version="9.9.9"} 1"#))
            #expect(text.contains("sonoquant_metrics_dropped_total 100"))
            let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
            #expect(names == names.sorted())
        }
    }

    @Test("a taken port is a condition, not an end")
    func takenPort() async throws {
        try await serving { port in
            let other = Conditions(now: { Date() })
            let server = HealthServer(
                port: UInt16(port),
                conditions: other,
                version: "9",
                metrics: metrics,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let task = Task { try await server.run() }
            while other.all.isEmpty { await Task.yield() }
            #expect(other.all.first?.part == "monitoring")
            task.cancel()
            try await task.value
        }
    }
}
