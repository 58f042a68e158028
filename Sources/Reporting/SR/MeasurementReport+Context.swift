internal import Analysis
private import Identifiers
internal import Imaging

extension MeasurementReport {
    /// Language, observer and procedure: TID 1204, 1002 with 1004, and TID 1500's own row.
    static func context(_ identity: ReportIdentity) throws(ReportingError) -> [ContentItem] {
        let device = identity.device
        let name = try checked(device.name, "DeviceObserverName", as: .longString)
        let serial = try checked(device.serialNumber, "DeviceSerialNumber", as: .longString)
        return [
            ContentItem(.hasConceptModifier, .language, .code(.americanEnglish)),
            ContentItem(.hasObservationContext, .observerType, .code(.device)),
            ContentItem(.hasObservationContext, .deviceObserverUID, .uid(device.uid)),
            ContentItem(.hasObservationContext, .deviceObserverName, .text(name)),
            ContentItem(.hasObservationContext, .deviceObserverManufacturer, .text(manufacturer)),
            ContentItem(.hasObservationContext, .deviceObserverModel, .text(SonoquantVersion.program)),
            ContentItem(.hasObservationContext, .deviceObserverSerialNumber, .text(serial)),
            ContentItem(.hasConceptModifier, .procedureReported, .code(.quantitativeUltrasound)),
        ]
    }

    /// TID 1600: the measured images; where nothing was measured, the images that were looked at.
    static func imageLibrary(of result: StudyResult) -> ContentItem? {
        let images = evidence(of: result).filter { $0.rows != nil }
        guard !images.isEmpty else { return nil }
        let entries = images.map { image in
            var description = [ContentItem(.hasAcquisitionContext, .modality, .code(.ultrasound))]
            if let rows = image.rows {
                let value = ContentItem.Value.number(String(rows), unit: .pixels)
                description.append(ContentItem(.hasAcquisitionContext, .pixelDataRows, value))
            }
            if let columns = image.columns {
                let value = ContentItem.Value.number(String(columns), unit: .pixels)
                description.append(ContentItem(.hasAcquisitionContext, .pixelDataColumns, value))
            }
            return ContentItem(
                .contains,
                nil,
                .image(sopClassUID: image.sopClassUID, sopInstanceUID: image.sopInstanceUID, frames: []),
                children: description
            )
        }
        let group = ContentItem(.contains, .imageLibraryGroup, .container(template: nil), children: entries)
        return ContentItem(.contains, .imageLibrary, .container(template: nil), children: [group])
    }

    /// The instances that the report rests on, each UID once.
    static func evidence(of result: StudyResult) -> [StudyResult.InstanceRecord] {
        let measured = Set(result.groups.map(\.sopInstanceUID))
        var seen: Set<DICOMUID> = []
        return result.instances.filter { record in
            let belongs =
                measured.isEmpty
                ? record.disposition.isConsideredImage
                : measured.contains(record.sopInstanceUID)
                    && (record.disposition == .measured || record.disposition == .supporting)
            return belongs && seen.insert(record.sopInstanceUID).inserted
        }
    }

    /// The physician's interpretation: an item for each line, since readers disagree on line breaks within one.
    static func impressions(_ signature: ReportSignature) throws(ReportingError) -> ContentItem {
        let name = try checked(signature.physicianName, "VerifyingObserverName", as: .personName)
        let organisation = try checked(signature.organisation, "VerifyingOrganization", as: .longString)
        let text = try checked(signature.impression, "Impression", as: .unlimitedText)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
            .filter { !$0.isEmpty }
        guard !lines.isEmpty else { throw .illegalText(attribute: "Impression") }
        return ContentItem(
            .contains,
            .impressions,
            .container(template: nil),
            children: [
                ContentItem(.hasObservationContext, .observerType, .code(.person)),
                ContentItem(.hasObservationContext, .personObserverName, .personName(name)),
                ContentItem(.hasObservationContext, .personObserverOrganization, .text(organisation)),
            ] + lines.map { ContentItem(.contains, .impression, .text(String($0))) }
        )
    }

    /// What a reader must know of the whole result.
    static func remarks(on result: StudyResult) -> [String] {
        var remarks = ["SonoQuant result \(result.digest). Research use; not for diagnosis."]
        if case .nothingToMeasure(let reasons) = result.outcome {
            remarks.append("Nothing was measured: " + reasons.joined(separator: "; "))
        }
        remarks += result.study.emptied.map {
            "The source's \($0.keyword) is not legal in DICOM and is left empty: \($0.reason)"
        }
        var unmeasured: [String: Int] = [:]
        for record in result.instances {
            if let reason = record.disposition.whyUnmeasured { unmeasured[reason, default: 0] += 1 }
        }
        for omission in Set(result.instances.flatMap(\.omissions)).sorted() { remarks.append(omission) }
        for (reason, count) in unmeasured.sorted(by: { $0.key < $1.key }) {
            remarks.append("\(count) \(count == 1 ? "image" : "images") not measured: \(reason)")
        }
        return remarks
    }
}

extension StudyResult.InstanceRecord.Disposition {
    fileprivate var whyUnmeasured: String? {
        switch self {
        case .notMeasured(let reason): reason
        case .undecodable(let error): error.explanation
        case .measured, .supporting, .duplicateContent: nil
        }
    }

    fileprivate var isConsideredImage: Bool {
        switch self {
        case .measured, .notMeasured, .undecodable: true
        case .supporting, .duplicateContent: false
        }
    }
}
