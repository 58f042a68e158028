import Foundation
import TestSupport
import Testing

@Suite("From a signature to the one event, with facts that are missing, late or changed", .timeLimit(.minutes(5)))
struct ChargeLineTests {
    private let centre: ImagingCentre
    private let accession = "SIM26111001"

    init() throws {
        centre = try ImagingCentre()
    }

    private func sign(_ impression: String = "Within normal limits.") throws -> StudyAnswer {
        let ending = try centre.run("interpret", accession, "--impression", impression, "--json")
        #expect(ending.status == 0, "\(ending.errors)")
        return try JSONDecoder().decode(StudyAnswer.self, from: Data(ending.output.utf8))
    }

    @Test("order facts that are missing are all asked for at once; given, the next batch charges", .tags(.law4))
    func missingFacts() throws {
        try centre.drop(simulated: "liver-current")
        try centre.order("liver-current") {
            $0["filler"] = nil
            $0["diagnoses"] = nil
            $0["diagnosticUltrasoundSameDay"] = nil
            $0["payer"] = nil
        }
        #expect(try centre.batchAnswer().exitCode == 0)
        let held = try sign()
        #expect(held.state == "held" && !held.needsPerson)
        for field in ["filler", "diagnoses", "diagnosticUltrasoundSameDay", "payer.id"] {
            #expect(held.waitsFor.contains { $0.contains(field) }, "\(field) is not asked for: \(held.waitsFor)")
        }
        #expect(try centre.studies() == [held])
        #expect(try centre.batchAnswer().exitCode == 0, "waiting for a fact is no failure")
        #expect(try centre.events().isEmpty)
        try centre.order("liver-current")
        let answer = try centre.batchAnswer()
        #expect(answer.studies.map(\.state) == ["charged"])
        #expect(try centre.events().count == 1)
    }

    @Test("a study without an order file is held until one comes", .tags(.law4))
    func noOrder() throws {
        try centre.drop(simulated: "liver-current", withOrders: false)
        #expect(try centre.batchAnswer().exitCode == 0)
        let held = try sign()
        #expect(held.waitsFor == ["no order file names this study's accession number"])
        try centre.order("liver-current")
        #expect(try centre.batchAnswer().studies.map(\.state) == ["charged"])
    }

    @Test("a diagnostic ultrasound of that day is for a person to decide, and never 0689T", .tags(.law4))
    func diagnosticUltrasound() throws {
        try centre.drop(simulated: "liver-current")
        try centre.order("liver-current") { $0["diagnosticUltrasoundSameDay"] = true }
        #expect(try centre.batchAnswer().exitCode == 0)
        let held = try sign()
        #expect(held.state == "held" && held.needsPerson)
        let answer = try centre.batchAnswer()
        #expect(answer.exitCode == 2)
        #expect(try centre.events().isEmpty)
    }

    @Test("a study that a physician refuses is not charged and stays refused", .tags(.law4))
    func reject() throws {
        try centre.drop(simulated: "liver-current")
        #expect(try centre.batchAnswer().exitCode == 0)
        let refusal = ["interpret", accession, "--reject", "The region is not liver."]
        for _ in 0..<2 {
            let ending = try Program().run(centre.arguments(refusal))
            #expect(ending.status == 0, "\(ending.errors)")
        }
        #expect(try centre.interpret(accession).status == 65)
        #expect(try centre.batchAnswer().studies.map(\.state) == ["rejected"])
        #expect(try centre.events().isEmpty)
    }

    @Test("another reading of a signed revision is refused, and the first one stands", .tags(.law5))
    func secondReading() throws {
        try centre.drop(simulated: "liver-current")
        #expect(try centre.batchAnswer().exitCode == 0)
        #expect(try sign().state == "charged")
        let before = try FileTree(centre.pending)
        #expect(try centre.interpret(accession, "On second thoughts, increased echogenicity.").status == 65)
        #expect(try FileTree(centre.pending) == before)
    }

    @Test(
        "a late instance asks for the signature again and bills nothing twice",
        .tags(.law1, .law5),
        .enabled(if: Repository.python != nil)
    )
    func lateInstance() throws {
        try late()
        let events = try centre.events()
        #expect(events.count == 1, "nothing billed changed, so no second event")
        let detail = try centre.show(accession)
        #expect(detail.charges.map(\.live) == [true])
        try #require(detail.reports.map(\.kind) == ["preliminary", "final", "preliminary", "final"])
        try #require(detail.reports.map(\.revision) == [1, 1, 2, 2])
        let facts = try detail.reports.map { try ReportFacts($0) }
        #expect(facts[2].verification == "UNVERIFIED" && facts[3].verification == "VERIFIED")
        #expect(facts[2].predecessors == [facts[1].sopInstanceUID])
        #expect(facts[3].predecessors == [facts[2].sopInstanceUID])
        #expect(Set(facts.map(\.sopInstanceUID)).count == 4)
    }

    @Test("billed facts that changed make one event that supersedes the first", .tags(.law5))
    func changedFacts() throws {
        try late { try centre.order("liver-current") { $0["diagnoses"] = [["code": "R16.0"]] } }
        let events = try centre.events().map { try EventAnswer($0) }.sorted { $0.data.revision < $1.data.revision }
        try #require(events.count == 2)
        #expect(events.map(\.data.action) == ["charge", "replace"])
        #expect(events[1].data.supersedes == events[0].id)
        #expect(events[1].id != events[0].id)
        #expect(events[1].data.evidence.images == 2)
        let charges = try centre.show(accession).charges
        #expect(charges.filter(\.live).map(\.event) == [events[1].id])
        let before = try FileTree(centre.pending)
        #expect(try centre.batchAnswer().exitCode == 0)
        #expect(try sign().state == "charged")
        #expect(try FileTree(centre.pending) == before)
    }

    /// Charges the first image, then lets the second come, and signs again.
    private func late(changing change: () throws -> Void = {}) throws {
        try centre.drop(simulated: "liver-current")
        let second = centre.inbox.appending(path: "liver-current/liver-2.dcm")
        let aside = centre.folder.url.appending(path: "liver-2.dcm")
        try FileManager.default.moveItem(at: second, to: aside)
        #expect(try centre.batchAnswer().studies.map(\.state) == ["reported"])
        #expect(try sign().state == "charged")
        let first = try FileTree(centre.pending)

        try FileManager.default.moveItem(at: aside, to: second)
        try change()
        let answer = try centre.batchAnswer()
        #expect(answer.studies.map(\.state) == ["reported"])
        #expect(answer.studies.map(\.revision) == [2])
        #expect(try FileTree(centre.pending) == first)
        #expect(try sign().state == "charged")
        #expect(Set(try FileTree(centre.pending).entries.keys).isSuperset(of: first.entries.keys))
    }
}
