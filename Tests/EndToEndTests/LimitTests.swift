import Foundation
import TestSupport
import Testing

@Suite("A study past its limits", .tags(.law3, .law8), .timeLimit(.minutes(20)))
struct LimitTests {
    @Test("costs itself alone: its neighbours are reported, and retry takes it up again when the limit is raised")
    func time() throws {
        // Of the small cine a frame takes a millisecond or two; of the long study some twenty or more.
        let centre = try ImagingCentre(limits: ["analysisSeconds": 3, "analysisLanes": 1, "analysisAttempts": 1])
        try centre.drop(simulated: "cine")
        var long = StudyFixture(name: "long", frames: 300).grey8 { _, frame, x, y in UInt8((x ^ y &+ frame) & 0xFF) }
        (long.width, long.height) = (500, 500)
        try long.write(into: centre.inbox)

        let pipeline = try CostlyPipeline.write(into: centre.inbox.deletingLastPathComponent()).path
        let first = try centre.batchAnswer("--pipeline", pipeline)
        #expect(first.exitCode == 2)
        #expect(first.counts.studies == ["failed": 1, "reported": 1])
        let failed = try #require(first.studies.first { $0.state == "failed" })
        #expect(failed.waitsFor.first?.contains("took longer than 3 s") == true)
        #expect(failed.waitsFor.first?.contains("(1 tries); then sonoquant retry \(failed.study)") == true)
        #expect(
            try centre.batchAnswer("--pipeline", pipeline).counts.studies == ["failed": 1, "reported": 1],
            "not tried again unasked"
        )

        try centre.configure(limits: ["analysisLanes": 2])
        let retried = try centre.run("retry", failed.study)
        #expect(retried.status == 0, "\(retried.errors)")
        let last = try centre.batchAnswer()
        #expect(last.exitCode == 0)
        #expect(last.counts.studies == ["reported": 2], "\(last.studies.map(\.waitsFor))")
    }

    @Test("a file over the largest size is not taken, stays in the inbox, and is said", .tags(.law1))
    func largestFile() throws {
        let centre = try ImagingCentre(limits: ["largestFileMiB": 1])
        try centre.drop(simulated: "cine")
        try Data(count: 2 << 20).write(to: centre.inbox.appending(path: "large.dcm"))
        let inbox = try FileTree(centre.inbox)
        let answer = try centre.batchAnswer("--consume")
        #expect(answer.exitCode == 2)
        #expect(answer.outcomes["large.dcm"] == "unreadable")
        #expect(try FileTree(centre.inbox).entries["large.dcm"] == inbox.entries["large.dcm"])
    }
}
