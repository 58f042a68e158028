internal import Configuration
internal import Foundation
internal import Identifiers

/// A charge in the making: collects every missing fact and every matter for a person in one go, so that nobody is sent
/// back twice.
struct ChargeDraft {
    let evidence: ChargeEvidence
    let order: Order?
    let site: Site
    let catalogue: CodeCatalogue

    private(set) var missing: [String] = []
    private(set) var decisions: [String] = []
    /// Nil while it can't be told.
    private(set) var dateOfService: CalendarDate?
    private(set) var patient: ChargeData.Patient?

    init(evidence: ChargeEvidence, order: Order?, site: Site, catalogue: CodeCatalogue) {
        self.evidence = evidence
        self.order = order
        self.site = site
        self.catalogue = catalogue
    }

    /// The first event's data; nil when anything is missing.
    mutating func data() -> ChargeData? {
        let proof = proof()
        dateOfService = day()
        patient = identity()
        let row = row()
        let billing = given(site.billing, "the configuration lacks site.billing.npi")
        let facility = given(site.facility, "the configuration lacks site.facility.npi")
        _ = given(site.id, "the configuration lacks site.id")
        let claim = claim()
        guard let proof, let signature = evidence.signature, let dateOfService, let patient, let row, let billing,
            let facility, let claim
        else { return nil }
        return ChargeData(
            action: .charge,
            chargeId: .charge(
                study: evidence.studyInstanceUID,
                service: .quantitativeUltrasound,
                component: site.component
            ),
            revision: 1,
            service: ChargeData.Service(
                code: row.code,
                modifiers: site.component.modifiers,
                units: Self.units,
                component: site.component,
                catalogue: catalogue.version
            ),
            dateOfService: dateOfService,
            placeOfService: claim.placeOfService,
            order: claim.numbers,
            patient: patient,
            rendering: site.component == .technical
                ? nil : ChargeData.Rendering(npi: signature.npi, taxonomy: signature.taxonomy),
            ordering: ChargeData.Provider(npi: claim.ordering),
            referring: order?.referring?.npi.map(ChargeData.Provider.init),
            billing: ChargeData.Provider(npi: billing),
            facility: ChargeData.Provider(npi: facility),
            payer: claim.payer,
            diagnoses: claim.diagnoses,
            evidence: proof
        )
    }

    /// One study, one target anatomy, one unit.
    private static let units = 1

    /// Law 4: images, analysis, report, signature.
    private mutating func proof() -> ChargeData.Evidence? {
        if evidence.retainedImages < 1 { missing.append("no image of this study is retained; send the images again") }
        let analysis = given(evidence.analysisDigest, "this study has no analysis; retry it")
        let report = given(evidence.reportDigest, "this study has no final report; it is made when a physician signs")
        let signature = given(evidence.signature, "no physician has signed this study: sonoquant interpret")
        guard evidence.retainedImages > 0, let analysis, let report, let signature else { return nil }
        return ChargeData.Evidence(
            study: .study(evidence.studyInstanceUID),
            analysisDigest: analysis,
            reportDigest: report,
            metrics: Set(evidence.tissueMetrics).sorted(),
            images: evidence.retainedImages,
            signedAt: Date(timeIntervalSince1970: signature.signedAt.timeIntervalSince1970.rounded(.down)),
            signedStatus: signature.status
        )
    }

    /// The date of service: TC the scan, 26 the interpretation, global as configured.
    private mutating func day() -> CalendarDate? {
        let zone = given(
            site.timeZone,
            "the configuration lacks site.timeZone, an IANA name such as America/New_York"
        )
        guard let zone else {
            if CalendarDate(dicom: evidence.studyDate ?? "") == nil {
                missing.append("the study has no legal Study Date")
            }
            return nil
        }
        let signed = evidence.signature.flatMap { CalendarDate(of: $0.signedAt, in: zone) }
        guard case .day(let scan) = known(ScanDay(of: evidence, in: zone)) else { return nil }
        if let signed, signed < scan {
            decisions.append("the interpretation is dated before the scan; check the clocks of scanner and computer")
        }
        switch (site.component, site.globalServiceDate) {
        case (.technical, _), (.global, .scan): return scan
        case (.professional, _), (.global, .interpretation): return signed
        }
    }

    private mutating func known(_ day: ScanDay) -> ScanDay {
        if case .unknown(let reason) = day { missing.append("the study \(reason)") }
        return day
    }

    private mutating func row() -> CodeCatalogue.Row? {
        guard let dateOfService else { return nil }
        guard let row = catalogue.row(for: .quantitativeUltrasound, on: dateOfService) else {
            decisions.append(
                catalogue.endIsUnconfirmed(for: .quantitativeUltrasound, before: dateOfService)
                    ? "the code's last known day (\(catalogue.version)) is before the date of service, and no successor is "
                        + "confirmed; bill by hand, or update sonoquant"
                    : "no code of \(catalogue.version) holds on the date of service; bill by hand, or update sonoquant"
            )
            return nil
        }
        guard row.components.contains(site.component), Self.units <= row.maximumUnits else {
            decisions.append("\(row.code) can't be billed as site.component says; change it or bill by hand")
            return nil
        }
        return row
    }

    private mutating func identity() -> ChargeData.Patient? {
        let id = given(evidence.patientID, "the study has no Patient ID")
        let assigner = given(
            evidence.issuerOfPatientID ?? site.patientIdAssigner ?? order?.patient?.assigner,
            "the configuration lacks site.patientIdAssigner, and the study has no Issuer of Patient ID"
        )
        guard let id, let assigner else { return nil }
        let isOther =
            order?.patient?.id.map { $0 != id } ?? false || order?.patient?.assigner.map { $0 != assigner } ?? false
        if isOther {
            decisions.append(
                "the order file for this study names another patient; find out whose order and whose study it is"
            )
        }
        return ChargeData.Patient(id: id, assigner: assigner)
    }

    private struct Claim {
        var numbers: ChargeData.OrderNumbers
        var placeOfService: PlaceOfService
        var ordering: NPI
        var payer: ChargeData.Payer
        var diagnoses: [ChargeData.Diagnosis]
    }

    /// What only the order can say.
    private mutating func claim() -> Claim? {
        let accession = given(
            evidence.accession,
            "the study has no Accession Number, by which its order file is found"
        )
        guard let order else {
            if accession != nil { missing.append("no order file names this study's accession number") }
            return nil
        }
        let filler = fromOrder(order.filler, "filler")
        fromOrder(order.service, "service")
        fromOrder(order.anatomy, "anatomy")
        checkSameDay(order.diagnosticUltrasoundSameDay)
        let ordering = fromOrder(order.ordering?.npi, "ordering.npi")
        let payer = fromOrder(order.payer?.id, "payer.id")
        let place = fromOrder(order.placeOfService, "placeOfService")
        let diagnoses = order.diagnoses.map { ChargeData.Diagnosis(code: $0, source: .order) }
        if diagnoses.isEmpty { missing.append(Self.lacks("diagnoses")) }
        if let place, place.hospitalBillsTechnicalPart, site.component != .professional {
            decisions.append(
                "placeOfService \(place) is a hospital's, which bills the technical part itself: only 26 can be billed there, "
                    + "and site.component says \(site.component.rawValue)"
            )
        }
        guard accession != nil, let filler, let ordering, let payer, let place, !diagnoses.isEmpty else { return nil }
        return Claim(
            numbers: ChargeData.OrderNumbers(
                accession: order.accession,
                placer: order.placer,
                filler: filler,
                requestedProcedure: order.requestedProcedure
            ),
            placeOfService: place,
            ordering: ordering,
            payer: ChargeData.Payer(id: payer, plan: order.payer?.plan, authorisation: order.payer?.authorisation),
            diagnoses: diagnoses
        )
    }

    /// 0689T is for tissue characterisation without a diagnostic ultrasound of the same anatomy; with one it is 0690T and
    /// its parent, which this version doesn't bill.
    private mutating func checkSameDay(_ diagnosticUltrasound: Bool?) {
        guard let diagnosticUltrasound = fromOrder(diagnosticUltrasound, "diagnosticUltrasoundSameDay") else { return }
        if diagnosticUltrasound {
            decisions.append(
                "the order file says that a diagnostic ultrasound of this anatomy was done the same day: that is 0690T with "
                    + "its parent code, which is billed by hand"
            )
        }
    }

    private mutating func given<Fact>(_ fact: Fact?, _ lack: String) -> Fact? {
        if fact == nil { missing.append(lack) }
        return fact
    }

    @discardableResult
    private mutating func fromOrder<Fact>(_ fact: Fact?, _ field: String) -> Fact? {
        given(fact, Self.lacks(field))
    }

    private static func lacks(_ field: String) -> String { "the order file for this study lacks \(field)" }
}

extension BilledComponent {
    /// What a claim line carries for the component; 26 and TC are pricing modifiers and come first.
    fileprivate var modifiers: [ServiceModifier] {
        switch self {
        case .global: []
        case .professional: ["26"].compactMap(ServiceModifier.init)
        case .technical: ["TC"].compactMap(ServiceModifier.init)
        }
    }
}
