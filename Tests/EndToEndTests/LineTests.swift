import Foundation
import Imaging
import TestSupport
import Testing

@Suite("A study's line, from the inbox to the event", .timeLimit(.minutes(20)))
struct LineTests {
    private let centre: ImagingCentre

    init() throws {
        centre = try ImagingCentre()
    }

    /// All that is kept: the files, and what the ledger tells, audit trail and times included. SQLite moves its own bytes
    /// between its files at will.
    private func everything() throws -> [String: String] {
        var everything = try FileTree(centre.state) { !$0.hasPrefix("ledger.sqlite") }.entries
        everything["studies"] = try centre.run("studies", "--json").output
        for study in try centre.studies() { everything[study.study] = try centre.run("show", study.study).output }
        return everything
    }

    @Test("a simulated study is reported by one batch and charged by one signature, once", .tags(.law4, .law5))
    func wholeLine() throws {
        try centre.drop(simulated: "liver-current", "doppler")
        let inbox = try FileTree(centre.inbox)
        let first = try centre.batchAnswer()
        #expect(first.exitCode == 0)
        #expect(first.counts.files == ["archived": 4])
        #expect(first.counts.studies == ["reported": 2])
        #expect(try centre.events().isEmpty, "no event before a signature")
        let study = try centre.show("SIM26111001").study.study

        let signed = try centre.interpret(study)
        #expect(signed.status == 0, "\(signed.errors)")
        let detail = try centre.show(study)
        #expect(detail.study.state == "charged")
        #expect(detail.charges.count == 1)
        let events = try centre.events()
        #expect(events.count == 1)
        let event = try EventAnswer(#require(events.first))
        #expect(event.data.dateOfService == "2026-11-10")
        #expect(event.data.evidence.images == 2)
        #expect(!event.data.evidence.metrics.contains("area"))
        #expect(detail.charges.first?.event == event.id)

        let charged = try everything()
        let bytes = try Data(contentsOf: #require(events.first))
        #expect(try centre.batchAnswer().exitCode == 0)
        let again = try centre.interpret(study)
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output == signed.output)
        #expect(try everything() == charged, "a second batch and signature change nothing")
        #expect(try Data(contentsOf: #require(centre.events().first)) == bytes)
        #expect(try FileTree(centre.inbox) == inbox, "the inbox stays as it is")
    }

    @Test(
        "the judge passes the event; the final report verifies its preliminary one",
        .enabled(if: Repository.python != nil)
    )
    func judged() throws {
        try centre.drop(simulated: "liver-prior")
        #expect(try centre.batch("--quiet").status == 0)
        #expect(try centre.interpret("SIM26051201").status == 0)
        let interpreter: URL = try #require(Repository.python)
        let judge = Repository.root.appending(path: "Tests/BillingTests/Judges/cloudevent.py")
        let verdict = try Program(executable: interpreter).run([judge.path, try #require(centre.events().first).path])
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")

        let reports = try centre.show("SIM26051201").reports
        try #require(reports.map(\.kind) == ["preliminary", "final"])
        let (preliminary, final) = try (ReportFacts(reports[0]), ReportFacts(reports[1]))
        #expect(preliminary.verification == "UNVERIFIED" && preliminary.preliminary == "PRELIMINARY")
        #expect(preliminary.predecessors == [] && preliminary.observers == [])
        #expect(final.verification == "VERIFIED" && final.preliminary == "FINAL")
        #expect(final.completion == "COMPLETE")
        #expect(final.observers == ["Reader^Example"])
        #expect(final.predecessors == [preliminary.sopInstanceUID])
        #expect(final.studyInstanceUID == preliminary.studyInstanceUID)
        #expect(final.sopInstanceUID != preliminary.sopInstanceUID)
    }

    @Test("--consume takes only what is kept out of the inbox", .tags(.law1))
    func consume() throws {
        try centre.drop(simulated: "cine")
        try StudyFixture(name: "tomogram").with(.sopClassUID, "1.2.840.10008.5.1.4.1.1.2").write(into: centre.inbox)
        let letter = Data("Dear colleague".utf8)
        try letter.write(to: centre.inbox.appending(path: "letter.txt"))
        let answer = try centre.batchAnswer("--consume")
        #expect(
            answer.outcomes == [
                "cine/cine.dcm": "archived", "letter.txt": "quarantined", "tomogram-1.dcm": "skipped",
            ]
        )
        #expect(try FileTree(centre.inbox).paths.filter { !$0.hasPrefix("cine") } == ["tomogram-1.dcm"])
        #expect(!FileManager.default.fileExists(atPath: centre.inbox.appending(path: "cine/cine.dcm").path))
        let kept = try FileTree(centre.state)
        let cine = try FileTree(Repository.root.appending(path: "TestDICOM/cine"))
        #expect(kept.digests.isSuperset(of: cine.digests))
        let arrival = try #require(answer.files.first { $0.path == "letter.txt" }?.arrival)
        let quarantined = centre.state.appending(path: "quarantine")
        let content = try FileTree(quarantined).paths.first { $0.hasSuffix("/content") }
        #expect(content?.contains(String(arrival)) == true)
        #expect(try Data(contentsOf: quarantined.appending(path: #require(content))) == letter)

        let second = try centre.batchAnswer("--consume")
        #expect(second.outcomes == ["tomogram-1.dcm": "skipped"])
        #expect(try FileTree(centre.state.appending(path: "archive")).digests.isSuperset(of: cine.digests))
    }

    @Test("an inbox may hold the state directory, which is not taken in")
    func stateInInbox() throws {
        try centre.drop(simulated: "cine")
        let inside = centre.inbox.appending(path: "state")
        let program = Program()
        for _ in 0..<2 {
            let ending = try program.run(["batch", centre.inbox.path, "--state", inside.path, "--json"])
            #expect(try BatchAnswer(ending).outcomes == ["cine/cine.dcm": "archived"])
        }
    }

    @Test("a report of ours that comes back from the PACS is skipped, not taken for a late instance", .tags(.law5))
    func ownReport() throws {
        try centre.drop(simulated: "cine")
        #expect(try centre.batchAnswer().exitCode == 0)
        let report = try #require(try centre.show("SIM26111201").reports.first)
        try FileManager.default.copyItem(
            at: URL(filePath: report.file),
            to: centre.inbox.appending(path: "from-pacs.dcm")
        )
        let answer = try centre.batchAnswer()
        #expect(answer.outcomes["from-pacs.dcm"] == "skipped")
        #expect(try centre.studies().map(\.revision) == [1])
    }

    @Test("other content under the UID of a report of ours is kept, not skipped unread", .tags(.law2))
    func contentUnderReportUID() throws {
        try centre.drop(simulated: "cine")
        #expect(try centre.batchAnswer().exitCode == 0)
        let report = try #require(try centre.show("SIM26111201").reports.first)
        var bytes = try Data(contentsOf: URL(filePath: report.file))
        let word = try #require(bytes.firstRange(of: Data("UNVERIFIED".utf8)))
        bytes.replaceSubrange(word, with: Data("VERIFIED  ".utf8))
        try bytes.write(to: centre.inbox.appending(path: "other.dcm"))
        let answer = try centre.batchAnswer()
        #expect(answer.outcomes["other.dcm"] == "kept")
        // An archive that changes our reports and sends them back would else have us write another, for ever.
        #expect(try centre.studies().map(\.state) == ["reported"])
        #expect(try centre.studies().map(\.revision) == [1])
        #expect(try centre.run("verify").status == 0)
    }

    @Test("an image whose UID has the leading zeros of a real device is reported and referred to as it is")
    func leadingZeros() throws {
        try StudyFixture(name: "zeros").with(.sopInstanceUID, "1.4.13.3.0104484").write(into: centre.inbox)
        let answer = try centre.batchAnswer()
        #expect(answer.studies.map(\.state) == ["reported"], "\(answer.studies.map(\.waitsFor))")
        let report = try #require(centre.show("S000001").reports.first)
        #expect(try Data(contentsOf: URL(filePath: report.file)).firstRange(of: Data("1.4.13.3.0104484".utf8)) != nil)
    }
}
