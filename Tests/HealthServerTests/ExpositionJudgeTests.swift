import CoreMetrics
import Foundation
import HealthServer
import ServiceHealth
import TestSupport
import Testing

@Suite("Prometheus' own parser reads the metrics", .timeLimit(.minutes(20)))
struct ExpositionJudgeTests {
    private static let hasParser: Bool = {
        // Without .venv there is no parser either.
        guard let python = Repository.python,
            let ending = try? Program(executable: python).run(["-c", "import prometheus_client.parser"])
        else { return false }
        return ending.status == 0
    }()

    @Test(
        "names, types, labels and numbers come out as they went in",
        .enabled(if: hasParser, "run scripts/python: .venv lacks prometheus-client")
    )
    func judge() async throws {
        let served = ServedHealth()
        let metrics = served.metrics
        metrics.makeCounter(label: "sonoquant_arrivals_total", dimensions: [("way", "a\"b\\c\nd"), ("outcome", "é")])
            .increment(by: 7)
        metrics.makeRecorder(label: "sonoquant_free_bytes", dimensions: [], aggregate: false).record(1.5e12)
        metrics.makeRecorder(label: "odd level!", dimensions: [("9", "x")], aggregate: false).record(.infinity)
        for seconds in [0.004, 0.3, 40.0, 1e9] {
            metrics.makeRecorder(label: "sonoquant_stage_seconds", dimensions: [("stage", "report")], aggregate: true)
                .record(seconds)
        }
        served.conditions.raise("inbox 1", "can't be \"opened\"")
        try await served.serving { port in
            let text = try await served.curl("http://127.0.0.1:\(port)/metrics").body
            let python = try #require(Repository.python)
            let judge = Repository.root.appending(path: "Tests/HealthServerTests/Judges/exposition.py")
            let verdict = try await served.run(python.path, [judge.path], input: text + "\n")
            let lines = verdict.split(separator: "\n")
            #expect(lines.contains("sonoquant_arrivals counter 1"), "\(verdict)")
            #expect(
                lines.contains(#"  sonoquant_arrivals_total [('outcome', 'é'), ('way', 'a"b\\c\nd')] 7.0"#),
                "\(verdict)"
            )
            #expect(lines.contains("  sonoquant_free_bytes [] 1500000000000.0"))
            #expect(lines.contains("  odd_level_ [('_9', 'x')] inf"))
            #expect(lines.contains { $0.hasPrefix("sonoquant_stage_seconds histogram ") })
            #expect(lines.contains("  sonoquant_stage_seconds_bucket [('le', '+Inf'), ('stage', 'report')] 4.0"))
            #expect(lines.contains("  sonoquant_stage_seconds_count [('stage', 'report')] 4.0"))
            #expect(lines.contains("  sonoquant_build_info [('version', '9.9.9')] 1.0"))
        }
    }
}
