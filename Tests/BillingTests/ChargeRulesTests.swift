import Billing
import Configuration
import Foundation
import Identifiers
import TestSupport
import Testing

@Suite("Charge rules")
struct ChargeRulesTests {
    typealias Change = @Sendable (inout ChargeFixture) -> Void

    static let evidenceLacks: [(String, Change)] = [
        ("no image of this study is retained", { $0.evidence.retainedImages = 0 }),
        ("this study has no analysis", { $0.evidence.analysisDigest = nil }),
        ("this study has no final report", { $0.evidence.reportDigest = nil }),
        ("no physician has signed", { $0.evidence.signature = nil }),
        ("no Patient ID", { $0.evidence.patientID = nil }),
        ("no Accession Number", { $0.evidence.accession = nil }),
        ("no legal Study Date", { $0.evidence.studyDate = nil }),
        ("no legal Study Date", { $0.evidence.studyDate = "20261131" }),
    ]
    static let siteLacks: [(String, Change)] = [
        ("site.timeZone", { $0.configuration.site.timeZone = nil }),
        ("site.id", { $0.configuration.site.id = nil }),
        ("site.billing.npi", { $0.configuration.site.billing = nil }),
        ("site.facility.npi", { $0.configuration.site.facility = nil }),
        (
            "site.patientIdAssigner",
            {
                $0.configuration.site.patientIdAssigner = nil
                $0.evidence.issuerOfPatientID = nil
                $0.order["patient"] = nil
            }
        ),
    ]
    static let orderLacks: [(String, Change)] = [
        ("lacks filler", { $0.order["filler"] = nil }),
        ("lacks service", { $0.order["service"] = nil }),
        ("lacks anatomy", { $0.order["anatomy"] = nil }),
        ("lacks diagnosticUltrasoundSameDay", { $0.order["diagnosticUltrasoundSameDay"] = nil }),
        ("lacks ordering.npi", { $0.order["ordering"] = nil }),
        ("lacks payer.id", { $0.order["payer"] = ["plan": "PLAN1"] }),
        ("lacks placeOfService", { $0.order["placeOfService"] = nil }),
        ("lacks diagnoses", { $0.order["diagnoses"] = nil }),
    ]

    @Test(
        "one absent fact holds the charge and is named alone",
        .tags(.law4),
        arguments: evidenceLacks + siteLacks + orderLacks
    )
    func oneMissing(words: String, change: Change) throws {
        var fixture = try ChargeFixture()
        change(&fixture)
        guard case .hold(let facts) = try fixture.decide() else {
            Issue.record("is not held")
            return
        }
        #expect(facts.count == 1)
        #expect(facts.first?.contains(words) == true)
    }

    @Test("all absent facts are named in one go", .tags(.law4))
    func allMissing() throws {
        var fixture = try ChargeFixture()
        let changes = Self.evidenceLacks.dropLast() + Self.siteLacks + Self.orderLacks
        for (_, change) in changes { change(&fixture) }
        guard case .hold(let facts) = try fixture.decide() else {
            Issue.record("is not held")
            return
        }
        for (words, _) in changes { #expect(facts.contains { $0.contains(words) }, "\(words)") }
        #expect(facts.count == changes.count)
    }

    @Test("without an order file the charge waits for one", .tags(.law4))
    func noOrder() throws {
        let fixture = try ChargeFixture()
        let decision = ChargeRules(configuration: fixture.configuration).decide(
            fixture.evidence,
            order: .none,
            live: []
        )
        #expect(decision == .hold(missingFacts: ["no order file names this study's accession number"]))
    }

    @Test("no words carry patient data", .tags(.law7))
    func words() throws {
        var fixture = try ChargeFixture()
        for (_, change) in Self.siteLacks { change(&fixture) }
        fixture.order["patient"] = ["id": "OTHER77"]
        for text in ["\(try fixture.decide())"] + [
            OutboxError.differs(.study(fixture.evidence.studyInstanceUID)).description
        ] {
            for secret in ["9000123", "ACC0042", "OTHER77", "1.2.826", "20261120"] { #expect(!text.contains(secret)) }
        }
    }

    static let forPerson: [(String, Change)] = [
        ("cancelled", { $0.order["cancelled"] = true }),
        ("another patient", { $0.order["patient"] = ["id": "1"] }),
        ("another patient", { $0.order["patient"] = ["id": "9000123", "assigner": "OTHER"] }),
        ("0690T", { $0.order["diagnosticUltrasoundSameDay"] = true }),
        ("placeOfService 22", { $0.order["placeOfService"] = "22" }),
        (
            "placeOfService 19",
            {
                $0.order["placeOfService"] = "19"
                $0.configuration.site.component = .technical
            }
        ),
        (
            "no successor is confirmed",
            { fixture in
                fixture.evidence.studyDate = "20270101"
                fixture.evidence.signature?.signedAt = Date(timeIntervalSince1970: 1_799_000_000)
            }
        ),
        ("no code of codes-2026-11-23", { $0.evidence.studyDate = "20211231" }),
        ("before the scan", { $0.evidence.studyDate = "20261121" }),
    ]

    @Test("what the rules can't settle goes to a person", .tags(.law4), arguments: forPerson)
    func person(words: String, change: Change) throws {
        var fixture = try ChargeFixture()
        change(&fixture)
        guard case .needsDecision(let matters) = try fixture.decide() else {
            Issue.record("is not for a person: \(try fixture.decide())")
            return
        }
        #expect(matters.count == 1)
        #expect(matters.first?.contains(words) == true)
    }

    @Test("differing order files go to a person")
    func conflictingOrders() throws {
        let fixture = try ChargeFixture()
        let decision = ChargeRules(configuration: fixture.configuration)
            .decide(fixture.evidence, order: .conflicting, live: [])
        guard case .needsDecision = decision else {
            Issue.record("was decided")
            return
        }
    }

    @Test("without a tissue metric, or for another service, nothing is billed", .tags(.law4))
    func noCharge() throws {
        var fixture = try ChargeFixture()
        let live = try fixture.event().live
        fixture.order["service"] = "elastography"
        #expect(try fixture.decide() == .noCharge(.notOrdered))
        fixture.evidence.tissueMetrics = []
        #expect(try fixture.decide() == .noCharge(.noTissueMetric))
        guard case .needsDecision = try fixture.decide(live: [live]) else {
            Issue.record("an event that is out must go to a person")
            return
        }
    }

    @Test("a hospital's place of service is fine for the reading alone")
    func hospitalReading() throws {
        var fixture = try ChargeFixture()
        fixture.order["placeOfService"] = "21"
        fixture.configuration.site.component = .professional
        #expect(try fixture.event().data.placeOfService.text == "21")
    }

    @Test("the last day of the code is billed, the next is not")
    func sunset() throws {
        var fixture = try ChargeFixture()
        fixture.evidence.studyDate = "20261231"
        try fixture.sign(at: "2027-01-04T15:00:00Z")
        #expect(try fixture.event().data.service.code.text == "0689T")
        fixture.configuration.site.globalServiceDate = .interpretation
        guard case .needsDecision = try fixture.decide() else {
            Issue.record("was billed past its end")
            return
        }
    }

    /// Component, rule, study date, time, offset, signed at, expected day. New York is at -5 in winter, -4 in summer; its clocks
    /// went back at 02:00 on 2026-11-01.
    @Test(
        "the date of service is a day in the site's time zone",
        arguments: [
            (
                BilledComponent.global, GlobalServiceDate.scan, "20261120", "233000", nil, "2026-11-21T05:10:00Z",
                "2026-11-20"
            ),
            (.global, .interpretation, "20261120", "233000", nil, "2026-11-21T04:59:59Z", "2026-11-20"),
            (.global, .interpretation, "20261120", "233000", nil, "2026-11-21T05:00:00Z", "2026-11-21"),
            (.professional, .scan, "20261120", "233000", nil, "2026-11-21T05:10:00Z", "2026-11-21"),
            (.technical, .scan, "20261120", "233000", nil, "2026-11-25T05:10:00Z", "2026-11-20"),
            (.professional, .scan, "20261031", "100000", nil, "2026-11-01T04:30:00Z", "2026-11-01"),
            (.professional, .scan, "20261031", "100000", nil, "2026-11-02T04:30:00Z", "2026-11-01"),
            (.technical, .scan, "20261121", "043000", "+0000", "2026-11-25T12:00:00Z", "2026-11-20"),
            (.technical, .scan, "20261120", "2330", "-0500", "2026-11-25T12:00:00Z", "2026-11-20"),
            (.technical, .scan, "20261120", nil, "-0500", "2026-11-25T12:00:00Z", "2026-11-20"),
            (.technical, .scan, "20261120", "223000.5", "-0800", "2026-11-25T12:00:00Z", "2026-11-21"),
        ] as [(BilledComponent, GlobalServiceDate, String, String?, String?, String, String)]
    )
    func dateOfService(
        component: BilledComponent,
        rule: GlobalServiceDate,
        date: String,
        time: String?,
        offset: String?,
        signed: String,
        expected: String
    ) throws {
        var fixture = try ChargeFixture()
        fixture.configuration.site.component = component
        fixture.configuration.site.globalServiceDate = rule
        fixture.evidence.studyDate = date
        fixture.evidence.studyTime = time
        fixture.evidence.timezoneOffsetFromUTC = offset
        try fixture.sign(at: signed)
        #expect(try fixture.event().data.dateOfService.text == expected)
    }

    @Test("a day that can't be told is missing", arguments: [("+0000", nil), ("0500", "101500"), ("+1500", "101500")])
    func untoldDay(offset: String, time: String?) throws {
        var fixture = try ChargeFixture()
        fixture.evidence.timezoneOffsetFromUTC = offset
        fixture.evidence.studyTime = time
        guard case .hold(let facts) = try fixture.decide() else {
            Issue.record("was decided")
            return
        }
        #expect(facts.count == 1)
    }
}
