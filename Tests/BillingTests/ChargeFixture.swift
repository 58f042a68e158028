import Billing
import Configuration
import Foundation
import Identifiers
import Testing

/// A study that is charged unless something is changed: scanned and signed on 2026-11-20 in New York.
struct ChargeFixture {
    var evidence: ChargeEvidence
    var configuration: SiteConfiguration
    var order: [String: Any]

    init(study: String = "1.2.826.0.1.3680043.10.1") throws {
        evidence = ChargeEvidence(studyInstanceUID: try #require(DICOMUID(study)))
        evidence.patientID = "9000123"
        evidence.issuerOfPatientID = "IMGCTR"
        evidence.accession = "ACC0042"
        evidence.studyDate = "20261120"
        evidence.studyTime = "101500"
        evidence.retainedImages = 12
        evidence.analysisDigest = ContentDigest(of: Data("analysis".utf8))
        evidence.reportDigest = ContentDigest(of: Data("report".utf8))
        evidence.tissueMetrics = ["grey-mean", "grey-entropy"]
        evidence.signature = ChargeEvidence.Signature(
            physician: try #require(PhysicianName("Reader^Example")),
            npi: try #require(NPI("1234567893")),
            taxonomy: try #require(ProviderTaxonomy("2085R0202X")),
            signedAt: try Date("2026-11-20T16:04:10Z", strategy: .iso8601),
            status: .final
        )
        configuration = SiteConfiguration()
        configuration.site = Site(
            id: PlainToken("example"),
            timeZone: TimeZone(identifier: "America/New_York"),
            patientIdAssigner: "IMGCTR",
            billing: NPI("1999999992"),
            facility: NPI("1999999992")
        )
        order = [
            "schema": "org.sonoquant.order.v1", "accession": "ACC0042", "placer": "ORD0042", "filler": "FIL0042",
            "patient": ["id": "9000123", "assigner": "IMGCTR"], "service": "quantitativeUltrasound",
            "anatomy": ["code": "10200004", "scheme": "SCT", "meaning": "Liver"], "diagnosticUltrasoundSameDay": false,
            "ordering": ["npi": "1245319599"], "payer": ["id": "PAYER01", "plan": "PLAN1", "authorisation": "AUTH001"],
            "placeOfService": "11", "diagnoses": [["code": "K76.0"], ["code": "E11.9"]],
        ]
    }

    mutating func sign(at text: String, report: String = "report") throws {
        evidence.signature?.signedAt = try Date(text, strategy: .iso8601)
        evidence.reportDigest = ContentDigest(of: Data(report.utf8))
    }

    func match() throws -> OrderBook.Match {
        .order(try Order(reading: try JSONSerialization.data(withJSONObject: order), file: "order.json"))
    }

    func decide(live: [LiveCharge] = []) throws -> ChargeDecision {
        ChargeRules(configuration: configuration).decide(evidence, order: try match(), live: live)
    }

    func event(live: [LiveCharge] = []) throws -> ChargeEvent {
        let decision = try decide(live: live)
        guard case .emit(let event) = decision else {
            Issue.record("no event: \(decision)")
            throw CancellationError()
        }
        return event
    }
}
