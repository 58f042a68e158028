import CoreMetrics
import Foundation
import HealthServer
import Logging
import ServiceHealth
import TestSupport
import Testing

@Suite("Health over HTTP", .serialized, .timeLimit(.minutes(20)))
struct HealthServerTests {
    private let served = ServedHealth()

    @Test("health is 200 while intake runs, 503 when a condition stops it, and names the conditions")
    func health() async throws {
        try await served.serving { port in
            let url = "http://127.0.0.1:\(port)/health"
            let good = try await served.curl(url)
            #expect(good.status == 200)
            #expect(good.body.contains(#""status":"good","version":"9.9.9""#))
            served.conditions.raise("inbox 1", "is not there")
            #expect(try await served.curl(url).status == 200)
            served.conditions.raise("disk", "is full", stopsIntake: true)
            let stopped = try await served.curl(url)
            #expect(stopped.status == 503)
            #expect(stopped.body.contains(#""part":"inbox 1""#))
            #expect(stopped.body.contains(#""since":"2023-11-14T22:13:20Z""#))
            #expect(try await served.curl("http://127.0.0.1:\(port)/health/live").status == 200)
            served.conditions.clear("disk")
            #expect(try await served.curl(url).status == 200)
        }
    }

    @Test("everything else is refused with its status", .tags(.law8))
    func refusals() async throws {
        try await served.serving { port in
            let base = "http://127.0.0.1:\(port)"
            #expect(try await served.curl(base + "/").status == 404)
            #expect(try await served.curl("--path-as-is", base + "/health/../metrics").status == 404)
            #expect(try await served.curl("--request", "POST", base + "/health").status == 405)
            #expect(try await served.curl("--data", "x=y", base + "/health").status == 413)
            #expect(try await served.curl("--header", "Host: rebound.example.org", base + "/health").status == 421)
            #expect(try await served.curl("--header", "Host:", base + "/health").status == 421)
            #expect(try await served.curl("--header", "Host: localhost:\(port)", base + "/health?x=1").status == 200)
            #expect(
                try await served.curl("--header", "X: " + String(repeating: "a", count: 9000), base + "/health").status
                    == 431
            )
            let head = try await served.curl("--head", base + "/metrics").body
            #expect(head.contains("text/plain; version=0.0.4"))
        }
    }

    @Test("metrics are exposed in order, with labels escaped and numbers bounded", .tags(.law8))
    func exposition() async throws {
        served.metrics.makeCounter(label: "b_total", dimensions: [("way", "a\"b\\c\nd")]).increment(by: 3)
        served.metrics.makeCounter(label: "b_total", dimensions: [("way", "a\"b\\c\nd")]).increment(by: 4)
        served.metrics.makeRecorder(label: "a bytes", dimensions: [], aggregate: false).record(2.5)
        served.metrics.makeRecorder(label: "c_seconds", dimensions: [("stage", "x")], aggregate: true).record(0.07)
        served.metrics.makeRecorder(label: "c_seconds", dimensions: [("stage", "x")], aggregate: true).record(5000.0)
        for index in 0..<300 {
            served.metrics.makeCounter(label: "many_total", dimensions: [("n", "\(index)")]).increment(by: 1)
        }
        try await served.serving { port in
            let text = try await served.curl("http://[::1]:\(port)/metrics", "--globoff").body
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
        try await served.serving { port in
            let other = Conditions(now: { Date() })
            let server = HealthServer(
                port: UInt16(port),
                conditions: other,
                version: "9",
                metrics: served.metrics,
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
