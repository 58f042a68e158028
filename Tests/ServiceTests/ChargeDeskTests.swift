import Configuration
import Foundation
import Identifiers
import Ledger
import PhantomSimulator
import Service
import TestSupport
import Testing

@Suite("The charge desk", .timeLimit(.minutes(5)))
struct ChargeDeskTests {
    private static let accession = "SIM26111001"

    @Test("a charge is dated by its study and timed by its signature, although 0689T has ended by the clock", .tags(.law5))
    func clock() async throws {
        let fixture = try ServiceFixture("liver-current")
        let signed = try await fixture.sign(Self.accession, in: fixture.installation(at: "2027-06-01T08:30:00Z"))
        #expect(signed.state == .charged)
        let event = try fixture.event()
        #expect(event.data.dateOfService == "2026-11-10")
        #expect(event.time == "2027-06-01T08:30:00Z")
    }

    @Test("the code must hold on the date of service, whichever day that is", .tags(.law4))
    func codeEnded() async throws {
        let fixture = try ServiceFixture("liver-current")
        let installation = try fixture.installation(at: "2027-06-01T08:30:00Z") {
            $0.site.globalServiceDate = .interpretation
        }
        let signed = try await fixture.sign(Self.accession, in: installation)
        guard case .held(.needsDecision, at: .charge) = signed.state else {
            Issue.record("\(signed.state.name)")
            return
        }
        #expect(try fixture.centre.events().isEmpty)
    }

    @Test("a signature dated before the scan is for a person to look at", .tags(.law4))
    func beforeTheScan() async throws {
        let fixture = try ServiceFixture("liver-current")
        let signed = try await fixture.sign(Self.accession, in: fixture.installation(at: "2026-11-01T00:00:00Z"))
        guard case .held(.needsDecision(let questions), at: .charge) = signed.state else {
            Issue.record("\(signed.state.name)")
            return
        }
        #expect(questions.contains { $0.contains("dated before the scan") })
    }

    @Test("a reported study is not charged, whatever else is there", .tags(.law4))
    func unsigned() async throws {
        let fixture = try ServiceFixture("liver-current")
        let installation = try fixture.installation()
        let desk = ChargeDesk(installation, orders: fixture.orders())
        let study = try await desk.settle(fixture.study(Self.accession, in: installation).key)
        #expect(study.state == .reported)
        _ = try await StudyLine(installation, orders: fixture.orders()).finish { _ in }
        #expect(try fixture.centre.events().isEmpty)
    }

    @Test("images that are gone from the archive carry no charge; brought back, they do", .tags(.law4))
    func noImages() async throws {
        let fixture = try ServiceFixture("liver-current")
        let installation = try fixture.installation()
        let aside = fixture.centre.folder.url.appending(path: "aside")
        let archive = installation.state.archive
        try FileManager.default.moveItem(at: archive, to: aside)
        let held = try await fixture.sign(Self.accession, in: installation)
        #expect(held.missingFacts == ["no image of this study is retained; send the images again"])
        try FileManager.default.moveItem(at: aside, to: archive)
        let charged = try await ChargeDesk(installation, orders: fixture.orders()).settle(held.key)
        #expect(charged.state == .charged)
        #expect(try fixture.event().data.evidence.images == 2)
    }

    @Test("a study without a valid tissue metric has no charge and no question", .tags(.law4))
    func noTissueMetric() async throws {
        let centre = try ImagingCentre(account: "reader")
        // 16 × 16 pixels leave 64 in the middle ROI, fewer than the pipeline's leastPixels: area alone is measured.
        var small = StudyFixture(name: "small")
        (small.width, small.height) = (16, 16)
        small.subject.accessionNumber = Self.accession
        try small.write(into: centre.inbox)
        try centre.order("liver-current")
        let fixture = try ServiceFixture(of: centre)
        let signed = try await fixture.sign(Self.accession, in: fixture.installation())
        #expect(signed.state == .notCharged(.noTissueMetric))
        #expect(try centre.events().isEmpty)
    }

    @Test(
        "each missing order fact is named, and none is charged without it", .tags(.law4),
        arguments: [
            "filler", "service", "anatomy", "diagnosticUltrasoundSameDay", "ordering", "payer", "placeOfService", "diagnoses",
        ]
    )
    func orderFact(field: String) async throws {
        let fixture = try ServiceFixture("liver-current")
        try fixture.centre.order("liver-current") { $0[field] = nil }
        let installation = try fixture.installation()
        let held = try await fixture.sign(Self.accession, in: installation)
        #expect(held.missingFacts?.count == 1)
        #expect(held.missingFacts?.first?.contains("lacks \(field)") == true, "\(held.missingFacts ?? [])")
        #expect(try fixture.centre.events().isEmpty)
        try fixture.centre.order("liver-current")
        #expect(try await ChargeDesk(installation, orders: fixture.orders()).settle(held.key).state == .charged)
    }

    @Test("everything that the site lacks is named at once", .tags(.law4))
    func siteFacts() async throws {
        let fixture = try ServiceFixture("liver-current")
        let installation = try fixture.installation {
            $0.site = Site()
        }
        let held = try await fixture.sign(Self.accession, in: installation)
        for field in ["site.id", "site.timeZone", "site.billing.npi", "site.facility.npi"] {
            #expect(held.missingFacts?.contains { $0.contains(field) } == true, "\(field)")
        }
        // The configuration is mended; the next run charges.
        let mended = try fixture.installation()
        _ = try await StudyLine(mended, orders: fixture.orders()).finish { _ in }
        #expect(try await fixture.study(Self.accession, in: mended).state == .charged)
    }

    @Test("an event that the ledger holds and the outbox lost on the way is written by the next run, the same", .tags(.law5))
    func flush() async throws {
        let fixture = try ServiceFixture("liver-current")
        let installation = try fixture.installation()
        // A file in the way of the outbox: the event is in the ledger by then, and the command ends with an error.
        try FileManager.default.removeItem(at: installation.state.outbox)
        try Data().write(to: installation.state.outbox)
        await #expect(throws: (any Error).self) { try await fixture.sign(Self.accession, in: installation) }
        let study = try await fixture.study(Self.accession, in: installation)
        #expect(study.state == .charged)
        let charge = try #require(try await installation.ledger.read { try $0.charges(of: study.key) }.first)

        try FileManager.default.removeItem(at: installation.state.outbox)
        try await ChargeDesk(installation, orders: fixture.orders()).flush()
        let events = try fixture.centre.events()
        #expect(try events.map { try Data(contentsOf: $0) } == [charge.bytes])
        try await ChargeDesk(installation, orders: fixture.orders()).flush()
        #expect(try fixture.centre.events() == events)
    }
}
