import Foundation
import Glibc
import TestSupport
import Testing

@Suite("A running service", .tags(.law1), .timeLimit(.minutes(20)))
struct ServeTests {
    private func centre(_ more: String = "") throws -> ImagingCentre {
        let centre = try ImagingCentre()
        try configure(centre, more)
        return centre
    }

    /// What the configuration says beside the site.
    private func configure(_ centre: ImagingCentre, _ more: String) throws {
        try centre.configure()
        let text = try String(contentsOf: centre.configuration, encoding: .utf8)
        let serving = """

            receiver: { on: false }
            monitoring: { on: false }
            assembly: { quietSeconds: 2 }
            serve: { stopSeconds: 10 }

            """
        try Data((text + serving + more).utf8).write(to: centre.configuration)
    }

    @Test("batch beside the service has it take the folder in, and says the same as ever; the signed study is charged")
    func batchBeside() throws {
        let centre = try centre()
        let service = try RunningService(centre)
        try centre.drop(simulated: "liver-prior", "cine")
        let answer = try centre.batchAnswer()
        #expect(answer.exitCode == 0)
        #expect(answer.studies.map(\.state) == ["reported", "reported"], "\(service.log)")
        let study = try #require(answer.studies.first).study
        #expect(try centre.interpret(study).status == 0)
        try service.waitFor("the charge") { try centre.studies().contains { $0.state == "charged" } }
        #expect(try centre.events().count == 1)

        #expect(try centre.batch("--orders", centre.orders.path).status == 64)
        #expect(try centre.run("serve").status == 75)
        let ending = service.end()
        #expect(ending.status == 0 && ending.seconds < 10)
        #expect(!FileManager.default.fileExists(atPath: centre.state.appending(path: "service.json").path))
    }

    @Test("an order that comes later lets the held charge go on")
    func laterOrder() throws {
        let centre = try centre()
        try centre.drop(simulated: "liver-prior", withOrders: false)
        let service = try RunningService(centre)
        let study = try #require(try centre.batchAnswer().studies.first).study
        #expect(try centre.interpret(study).status == 0)
        #expect(try centre.studies().first?.state == "held")
        try centre.order("liver-prior")
        try service.waitFor("the charge") { try centre.studies().first?.state == "charged" }
        #expect(service.end().status == 0)
    }

    @Test("SIGHUP takes a good configuration over; a wrong one changes nothing and is told with its line")
    func reload() throws {
        let centre = try centre()
        let service = try RunningService(centre)
        try configure(centre, "limits: { analysisProcesses: none }\n")
        service.send(SIGHUP)
        let snapshot = centre.state.appending(path: "service.json")
        try service.waitFor("the condition") {
            let text = (try? String(contentsOf: snapshot, encoding: .utf8)) ?? ""
            return text.contains("\"configuration\"") && text.contains("analysisProcesses")
        }
        try configure(centre, "limits: { analysisProcesses: 1 }\n")
        service.send(SIGHUP)
        try service.waitFor("the end of the condition") {
            let text = (try? String(contentsOf: snapshot, encoding: .utf8)) ?? ""
            return !text.isEmpty && !text.contains("\"configuration\"")
        }
        try centre.drop(simulated: "doppler")
        try service.waitFor("the new round") { try centre.batch("--quiet").status == 0 }
        #expect(service.end().status == 0)
    }

    @Test(
        "told to stop while it takes a new configuration over, it stops in time; told to reload again and again, it goes on"
    )
    func stopWhileReloading() throws {
        let centre = try centre()
        let service = try RunningService(centre)
        for _ in 0..<5 { service.send(SIGHUP) }
        try centre.drop(simulated: "doppler")
        try service.waitFor("the round after") { try centre.batch("--quiet").status == 0 }
        service.send(SIGHUP)
        let ending = service.end()
        #expect(ending.status == 0 && ending.seconds < 11, "\(ending): \(service.log)")
    }

    @Test("killed while it analyses, the next start finishes; the batch that waited is told that nothing is lost")
    func killed() throws {
        let centre = try centre()
        try centre.drop(simulated: "liver-prior", "cine")
        let service = try RunningService(centre)
        let folder = try TemporaryFolder()
        let batch = try Program().start(centre.arguments(["batch", centre.inbox.path]), outputIn: folder.url)
        try service.waitFor("an analysis") { try centre.studies().contains { $0.state == "analysing" } }
        service.end(by: SIGKILL)
        batch.waitUntilExit()
        #expect(batch.terminationStatus == 74)
        #expect(
            try String(contentsOf: folder.url.appending(path: "stderr"), encoding: .utf8).contains("nothing was lost")
        )

        let next = try RunningService(centre)
        try next.waitFor("the reports") { try centre.studies().count { $0.state == "reported" } == 2 }
        #expect(next.end().status == 0)
        #expect(next.log.contains("analysis was interrupted"))
    }

    @Test("a stop in the middle of an analysis is in time, and counts as no try")
    func stoppedInTime() throws {
        let centre = try centre()
        try configure(centre, "")
        try centre.drop(simulated: "cine", "liver-prior", "liver-current")
        let service = try RunningService(centre)
        let folder = try TemporaryFolder()
        let batch = try Program().start(centre.arguments(["batch", centre.inbox.path]), outputIn: folder.url)
        try service.waitFor("an analysis") { try centre.studies().contains { $0.state == "analysing" } }
        let ending = service.end()
        #expect(ending.status == 0 && ending.seconds < 11, "\(service.log)")
        batch.waitUntilExit()
        #expect(try centre.studies().allSatisfy { $0.state != "analysing" })
        #expect(try centre.batch("--quiet").status == 0)
    }
}
