internal import Analysis
private import Foundation
private import Identifiers
internal import Imaging

extension MeasurementReport {
    /// Manufacturer (0008,0070) of the reports.
    static let manufacturer = OwnReports.manufacturer

    /// The modules of PS3.3 A.35.3 but for the content. Patient and study are as the source says, empty where it doesn't.
    static func header(
        of result: StudyResult,
        kind: Kind,
        identity: ReportIdentity,
        order: OrderReference,
        root: ContentItem
    ) throws(ReportingError) -> [HeaderElement] {
        let offset = try ReportOffset(
            header: result.study.timezoneOffsetFromUTC,
            site: identity.siteTimeZone,
            at: identity.contentDate
        )
        let (date, time) = offset.dateAndTime(of: identity.contentDate)
        var schemes = root.codingSchemes
        var header: [HeaderElement] = [
            .value(0x0008_0016, sopClassUID),
            .value(0x0008_0018, identity.sopInstanceUID.value),
            .value(0x0008_0023, date),
            .value(0x0008_0033, time),
            .value(0x0008_0060, "SR"),
            .value(0x0008_0070, manufacturer),
            .value(0x0008_0201, offset.text),
            .value(0x0008_103E, kind.seriesDescription),
            .value(0x0008_1090, SonoquantVersion.program),
            .sequence(0x0008_1111, []),
            .value(0x0018_1000, try checked(identity.device.serialNumber, "DeviceSerialNumber", as: .longString)),
            .value(0x0018_1020, DICOMText.line(result.program.version)),
            .value(0x0020_000E, identity.seriesInstanceUID.value),
            .value(0x0020_0011, String(identity.seriesNumber)),
            .value(0x0020_0013, String(identity.instanceNumber)),
            .sequence(0x0040_A372, []),
            .value(0x0040_A491, "COMPLETE"),
        ]
        header += try result.study.headerElements()
        header += evidenceSequences(of: result)
        header += try request(result.study, order)
        header += try lifeCycle(kind, study: result.study.studyInstanceUID, offset: offset)
        if case .final(let signature, _) = kind, signature.npi != nil {
            schemes.insert(CodingScheme.nationalProviderIdentifier.designator)
        }
        header += CodingScheme.identification(of: schemes)
        return header
    }

    /// Current Requested Procedure Evidence Sequence (0040,A375).
    private static func evidenceSequences(of result: StudyResult) -> [HeaderElement] {
        let images = evidence(of: result)
        guard !images.isEmpty else { return [] }
        var series: [(uid: DICOMUID, items: [[HeaderElement]])] = []
        for image in images {
            let item: [HeaderElement] = [
                .value(0x0008_1150, image.sopClassUID.value), .value(0x0008_1155, image.sopInstanceUID.value),
            ]
            if let index = series.firstIndex(where: { $0.uid == image.seriesInstanceUID }) {
                series[index].items.append(item)
            } else {
                series.append((image.seriesInstanceUID, [item]))
            }
        }
        return [references(0x0040_A375, study: result.study.studyInstanceUID, series: series)]
    }

    /// PS3.3 table 10-4, hierarchical SOP instance reference.
    private static func references(
        _ tag: UInt32,
        study: DICOMUID,
        series: [(uid: DICOMUID, items: [[HeaderElement]])]
    ) -> HeaderElement {
        let seriesItems = series.map { uid, items -> [HeaderElement] in
            [.value(0x0020_000E, uid.value), .sequence(0x0008_1199, items)]
        }
        return .sequence(tag, [[.value(0x0020_000D, study.value), .sequence(0x0008_1115, seriesItems)]])
    }

    /// Referenced Request Sequence (0040,A370), where there is a request to name.
    private static func request(
        _ study: StudyResult.StudyHeader,
        _ order: OrderReference
    ) throws(ReportingError) -> [HeaderElement] {
        guard let accession = study.accessionNumber, !accession.isEmpty else { return [] }
        let procedure = study.requestedProcedureID ?? order.requestedProcedureID
        let item: [HeaderElement] = [
            .value(0x0020_000D, study.studyInstanceUID.value),
            .sequence(0x0008_1110, []),
            .value(0x0008_0050, try HeaderElement.optional(accession, "AccessionNumber", as: .shortString)),
            .value(0x0040_2016, try HeaderElement.optional(order.placerNumber, "PlacerOrderNumber", as: .longString)),
            .value(0x0040_2017, try HeaderElement.optional(order.fillerNumber, "FillerOrderNumber", as: .longString)),
            .value(0x0040_1001, try HeaderElement.optional(procedure, "RequestedProcedureID", as: .shortString)),
            .value(0x0032_1060, ""),
            .sequence(0x0032_1064, []),
        ]
        return [.sequence(0x0040_A370, [item])]
    }

    /// Flags, verifying observer and predecessor (PS3.3 C.17.2).
    private static func lifeCycle(
        _ kind: Kind,
        study: DICOMUID,
        offset: ReportOffset
    ) throws(ReportingError) -> [HeaderElement] {
        var elements: [HeaderElement]
        let predecessor: PredecessorReference?
        switch kind {
        case .preliminary(let prior):
            elements = [.value(0x0040_A493, "UNVERIFIED"), .value(0x0040_A496, "PRELIMINARY")]
            predecessor = prior
        case .final(let signature, let signed):
            elements = [
                .value(0x0040_A493, "VERIFIED"), .value(0x0040_A496, "FINAL"),
                .sequence(0x0040_A073, [try verifyingObserver(signature, offset)]),
            ]
            predecessor = signed
        }
        guard let predecessor else { return elements }
        let item: [HeaderElement] = [
            .value(0x0008_1150, predecessor.sopClassUID.value), .value(0x0008_1155, predecessor.sopInstanceUID.value),
        ]
        elements.append(references(0x0040_A360, study: study, series: [(predecessor.seriesInstanceUID, [item])]))
        return elements
    }

    private static func verifyingObserver(
        _ signature: ReportSignature,
        _ offset: ReportOffset
    ) throws(ReportingError) -> [HeaderElement] {
        let (date, time) = offset.dateAndTime(of: signature.signedAt)
        let npi = try signature.npi.map { npi throws(ReportingError) in
            CodedConcept(
                try checked(npi, "NPI", as: .shortString),
                CodingScheme.nationalProviderIdentifier.designator,
                "National Provider Identifier"
            )
        }
        return [
            .value(0x0040_A027, try checked(signature.organisation, "VerifyingOrganization", as: .longString)),
            .value(0x0040_A030, date + time + offset.text),
            .value(0x0040_A075, try checked(signature.physicianName, "VerifyingObserverName", as: .personName)),
            .code(0x0040_A088, npi),
        ]
    }
}

extension MeasurementReport.Kind {
    fileprivate var seriesDescription: String {
        switch self {
        case .preliminary: "SonoQuant measurements, preliminary"
        case .final: "SonoQuant measurements, final"
        }
    }
}
