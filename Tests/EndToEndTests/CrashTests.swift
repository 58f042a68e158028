import Foundation
import PhantomSimulator
import TestSupport
import Testing

@Suite("Killed at random moments", .tags(.law1, .law2, .law5), .timeLimit(.minutes(60)))
struct CrashTests {
    /// `scripts/soak` asks for more.
    private static let rounds = ProcessInfo.processInfo.environment["SONOQUANT_CRASH_ROUNDS"].flatMap { Int($0) } ?? 2

    @Test("kill -9 during batch and during interpret, then run again: the same end as without", arguments: 0..<rounds)
    func killed(round: Int) throws {
        let truth = try CrashRun.truth.get()
        var random = SplitMix64(seed: UInt64(round))
        let run = try CrashRun()

        // Stratified: the rounds together cover the whole of a run, and each half of it once in two rounds.
        let moment = (Double(round) + Double.random(in: 0..<1, using: &random)) / Double(Self.rounds)
        let batch = ["batch", run.centre.inbox.path]
        var kills = 0
        if try run.kill(batch, after: moment * truth.batchSeconds) { kills += 1 }
        // A second kill, of the run that mends what the first one left.
        if try run.kill(batch, after: .random(in: 0..<1, using: &random) * truth.batchSeconds) { kills += 1 }
        #expect(try run.centre.batch().status == 2)

        let waiting = try run.centre.studies().filter { $0.state == "reported" }
        let study = try #require(waiting.randomElement(using: &random)).study
        let sign = ["interpret", study, "--impression", "Within normal limits."]
        if try run.kill(sign, after: .random(in: 0..<1, using: &random) * truth.interpretSeconds) { kills += 1 }
        if Bool.random(using: &random) {
            // Either the physician tries again, or the next batch finds the signature.
            _ = try run.centre.batch()
        }
        try run.interpretAll()

        let outcome = try run.outcome()
        #expect(outcome.studies == truth.outcome.studies)
        #expect(outcome.files == truth.outcome.files)
        #expect(outcome.bytes == truth.outcome.bytes)
        #expect(outcome.reports == truth.outcome.reports)
        #expect(outcome.events == truth.outcome.events)
        for study in outcome.studies where study.state == "charged" {
            #expect(try run.centre.show(study.study).charges.map(\.live) == [true])
        }
        try expectClean(run.centre)
        print("crash round \(round): \(kills) kills")
    }

    /// Nothing half-made is left, and the audit trail is whole.
    private func expectClean(_ centre: ImagingCentre) throws {
        let paths = try FileTree(centre.state).paths
        #expect(paths.filter { $0.hasPrefix("spool/") || $0.hasPrefix(".") || $0.contains("/.") } == [])
        let doctor = try centre.run("doctor")
        #expect(doctor.status == 0 && doctor.output.contains("audit: the trail is whole"), "\(doctor.output)")
    }

    @Test("the uninterrupted run has what the rounds are compared with")
    func truth() throws {
        let outcome = try CrashRun.truth.get().outcome
        #expect(outcome.studies.count { $0.state == "charged" } == 4)
        #expect(outcome.studies.count { $0.state == "held" } == 1)
        #expect(outcome.events.count == 4)
        #expect(outcome.files.values.contains { $0.hasPrefix("quarantined") })
        #expect(outcome.reports.count { $0.hasSuffix("report.dcm") } >= 8)
    }
}
