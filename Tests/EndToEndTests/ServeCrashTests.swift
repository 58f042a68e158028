import Foundation
import TestSupport
import Testing

@Suite("The service killed while files come by every way", .tags(.law1, .law2, .law5), .timeLimit(.minutes(60)))
struct ServeCrashTests {
    /// `scripts/soak` asks for more.
    private static let rounds = ProcessInfo.processInfo.environment["SONOQUANT_CRASH_ROUNDS"].flatMap { Int($0) } ?? 2
    private static let first = ProcessInfo.processInfo.environment["SONOQUANT_CRASH_SEED"].flatMap { Int($0) } ?? 0

    @Test(
        "each way at each named point: nothing promised is lost, nothing is there twice",
        arguments: ServeCrashPlan.named
    )
    func named(plan: ServeCrashPlan) async throws { try await run(plan) }

    @Test("all ways at once, killed at random", arguments: first..<first + rounds)
    func random(seed: Int) async throws { try await run(ServeCrashPlan(seed: seed)) }

    private func run(_ plan: ServeCrashPlan) async throws {
        let counts = try await ServeCrashRun(plan).run()
        print(
            "serve crash round \(plan): \(counts.kills) kills, \(counts.acknowledged) acknowledged, "
                + "\(counts.resent) sent again, \(counts.instances) instances"
        )
    }
}
