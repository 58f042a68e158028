import Foundation
import Imaging
import TestSupport
import Testing

@Suite("What only a person can decide", .timeLimit(.minutes(20)))
struct DecisionTests {
    private let centre: ImagingCentre
    private let accession = "SIM26111001"

    init() throws {
        centre = try ImagingCentre()
    }

    @Test("a charge that no rule decides ends by an account's word, and stays ended", .tags(.law4))
    func noCharge() throws {
        try centre.drop(simulated: "liver-current")
        try centre.order("liver-current") { $0["diagnosticUltrasoundSameDay"] = true }
        #expect(try centre.batch().status == 0)
        #expect(try centre.run("decide", accession, "--no-charge", "too early").status == 65, "it is not even signed")
        #expect(try centre.interpret(accession).status == 0)
        #expect(try centre.batch().status == 2)
        for _ in 0..<2 {
            #expect(try centre.run("decide", accession, "--no-charge", "billed by hand as 0690T").status == 0)
        }
        #expect(try centre.batch().status == 0)
        let study = try #require(try centre.studies().first)
        #expect(study.state == "notCharged" && !study.needsPerson)
        #expect(study.waitsFor.first?.contains("billed by hand as 0690T") == true)
        #expect(try centre.events().isEmpty)
    }

    @Test("a revision that nobody has read is not signed", .tags(.law4))
    func revision() throws {
        try centre.drop(simulated: "liver-current")
        #expect(try centre.batch().status == 0)
        let refused = try centre.run("interpret", accession, "--revision", "2", "--impression", "Normal.")
        #expect(refused.status == 65 && refused.errors.contains("revision 1"))
        #expect(try centre.studies().map(\.state) == ["reported"])
        #expect(try centre.run("interpret", accession, "--revision", "1", "--impression", "Normal.").status == 0)
    }

    @Test("an event whose study is refused in a later revision needs a person at every run", .tags(.law4, .law5))
    func refusedAfterCharge() throws {
        try centre.drop(simulated: "liver-current")
        #expect(try centre.batch().status == 0)
        #expect(try centre.interpret(accession).status == 0)
        #expect(try centre.events().count == 1)
        #expect(try centre.run("set-aside", accession, "--arrival", "1").status == 0)
        #expect(try centre.batch().status == 0)
        #expect(try centre.run("interpret", accession, "--reject", "The region is not liver.").status == 0)
        for _ in 0..<2 {
            let answer = try centre.batchAnswer()
            #expect(answer.exitCode == 2)
            #expect(answer.studies.first?.waitsFor.first?.contains("have the biller void it") == true)
        }
        #expect(try centre.events().count == 1)
    }

    @Test("an image that declares no tissue gives numbers, and no evidence", .tags(.law4, .law6))
    func undeclaredTissue() throws {
        try StudyFixture().without(.sequenceOfUltrasoundRegions).write(into: centre.inbox)
        #expect(try centre.batch().status == 0)
        let study = try #require(try centre.studies().first)
        #expect(try centre.interpret("\(study.study)").status == 0)
        #expect(try centre.studies().map(\.state) == ["notCharged"])
    }

    @Test("a pipeline without a service measures and reports, and nothing is charged", .tags(.law4))
    func pipelineWithoutService() throws {
        let pipeline = centre.folder.url.appending(path: "research.yaml")
        let text = """
            pipeline: research
            version: "1"
            whenNoRegions: skip
            rois:
              - {name: tissue, region: tissue, shape: wholeRegion, metrics: [grey-mean]}
            """
        try Data(text.utf8).write(to: pipeline)
        try centre.drop(simulated: "liver-current")
        #expect(try centre.batch("--pipeline", pipeline.path).status == 0)
        #expect(try centre.interpret(accession).status == 0)
        #expect(try centre.studies().map(\.state) == ["notCharged"])
        #expect(try centre.events().isEmpty)
    }
}
