import Analysis
import Foundation
import TestSupport
import Testing

/// The validators of Tests/ReportingTests/Judges, run as their own programs.
enum Judge {
    static let folder = Repository.root.appending(path: "Tests/ReportingTests/Judges")

    /// Runs a program to its end.
    static func run(
        _ program: String,
        _ arguments: [String],
        in folder: TemporaryFolder,
        environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        let output = folder.url.appending(path: "output-\(UUID().uuidString).txt")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        try handle.close()
        return (status, String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    /// Every judge on a report, beside source images that are made from its result. PixelMed takes 10 s.
    static func judge(
        _ fixture: ReportFixture,
        template: Bool = false
    ) async throws -> (status: Int32, output: String) {
        let python = try #require(Repository.python, "run scripts/python first")
        let temporary = try TemporaryFolder()
        let report = temporary.url.appending(path: "report.dcm")
        let result = temporary.url.appending(path: "result.json")
        try fixture.encoded().write(to: report)
        try JSONEncoder().encode(fixture.result).write(to: result)
        let made = try await run(
            python.path,
            [folder.appending(path: "make_images.py").path, result.path, temporary.url.path],
            in: temporary
        )
        try #require(made.status == 0, "\(made.output)")
        let images = fixture.result.instances.indices.map { temporary.url.appending(path: "image\($0 + 1).dcm").path }
        let verdict = try await run(
            "/bin/sh",
            [folder.appending(path: "sr_all.sh").path, report.path] + images,
            in: temporary,
            environment: ["PYTHON": python.path, "REQUIRE_ALL": "1", "NO_JAVA": template ? "" : "1"]
        )
        let findings = verdict.output.split(separator: "\n").filter { line in
            !line.contains("WARN") && !line.contains("NOTE") && !fixture.tolerated.contains { line.contains($0) }
        }
        if verdict.status == 1, findings.isEmpty, !fixture.tolerated.isEmpty { return (0, verdict.output) }
        return verdict
    }
}
