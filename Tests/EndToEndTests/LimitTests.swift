import Foundation
import TestSupport
import Testing

@Suite("A study past its limits", .tags(.law3, .law8), .timeLimit(.minutes(5)))
struct LimitTests {
    /// A picture of 9000 × 9000 pixels, which has no place in the least memory that can be configured.
    private static let makesItLarge = """
        import sys, pydicom
        dataset = pydicom.dcmread(sys.argv[1])
        dataset.Rows = dataset.Columns = 9000
        dataset.PixelData = bytes(9000 * 9000)
        region = dataset.SequenceOfUltrasoundRegions[0]
        region.RegionLocationMaxX1 = region.RegionLocationMaxY1 = 8999
        dataset.save_as(sys.argv[1])
        """

    @Test(
        "costs itself alone: its neighbours are reported, and it is taken up again by retry when the limit is raised",
        .enabled(if: Repository.python != nil)
    )
    func memory() throws {
        let centre = try ImagingCentre(limits: ["analysisMemoryMiB": 256, "analysisAttempts": 2])
        try centre.drop(simulated: "cine")
        let large = try StudyFixture(name: "large").write(into: centre.inbox).files[0]
        let interpreter: URL = try #require(Repository.python)
        let made = try Program(executable: interpreter).run(["-c", Self.makesItLarge, large.path])
        try #require(made.status == 0, "\(made.errors)")

        let first = try centre.batchAnswer()
        #expect(first.exitCode == 2)
        #expect(first.counts.studies == ["failed": 1, "reported": 1])
        let failed = try #require(first.studies.first { $0.state == "failed" })
        #expect(failed.waitsFor.first?.contains("sonoquant retry \(failed.study)") == true)
        #expect(failed.waitsFor.first?.contains("2 tries") == true)
        #expect(try centre.batchAnswer().counts.studies == ["failed": 1, "reported": 1], "not tried again unasked")

        try centre.configure(limits: ["analysisMemoryMiB": 4096])
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
