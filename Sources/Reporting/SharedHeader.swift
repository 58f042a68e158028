internal import Analysis
private import Identifiers
internal import Imaging

/// What reports and maps say alike: whose study it is (PS3.3 C.7.1 and C.7.2), and which coding schemes they use.
extension StudyResult.StudyHeader {
    /// The patient and study modules as the source has them, empty where it says nothing.
    func headerElements() throws(ReportingError) -> [HeaderElement] {
        let type2: [(UInt32, String, String?, DICOMText.Representation)] = [
            (0x0008_0020, "StudyDate", studyDate, .date),
            (0x0008_0030, "StudyTime", studyTime, .time),
            (0x0008_0050, "AccessionNumber", accessionNumber, .shortString),
            (0x0008_0090, "ReferringPhysicianName", referringPhysicianName, .personName),
            (0x0010_0010, "PatientName", patientName, .personName),
            (0x0010_0020, "PatientID", patientID, .longString),
            (0x0010_0030, "PatientBirthDate", patientBirthDate, .date),
            (0x0010_0040, "PatientSex", patientSex, .codeString),
            (0x0020_0010, "StudyID", studyID, .shortString),
        ]
        var elements: [HeaderElement] = [.value(0x0020_000D, studyInstanceUID.value)]
        for (tag, keyword, value, representation) in type2 {
            elements.append(.value(tag, try HeaderElement.optional(value, keyword, as: representation)))
        }
        return elements + repeated.map(HeaderElement.init)
    }
}

extension CodingScheme {
    /// Coding Scheme Identification Sequence (0008,0110) of those that not every reader knows; nothing where there is none.
    static func identification(of designators: Set<String>) -> [HeaderElement] {
        let items = declared.filter { designators.contains($0.designator) }.map { scheme -> [HeaderElement] in
            [
                .value(0x0008_0102, scheme.designator), .value(0x0008_010C, scheme.uid),
                .value(0x0008_0115, scheme.name), .value(0x0008_0116, scheme.organization),
            ]
        }
        return items.isEmpty ? [] : [.sequence(0x0008_0110, items)]
    }
}

extension HeaderElement {
    /// As the analysis made it legal; what it could not read is empty.
    init(_ attribute: RepeatedAttribute) {
        switch attribute.value {
        case .text(let text): self = .value(attribute.tag, text)
        case .items(let items): self = .sequence(attribute.tag, items.map { $0.map(HeaderElement.init) })
        case .unreadable: self = .value(attribute.tag, "")
        }
    }

    /// A type 2 value: "" where there is none, else legal as it is.
    static func optional(
        _ text: String?,
        _ attribute: String,
        as representation: DICOMText.Representation
    ) throws(ReportingError) -> String {
        guard let text, !text.isEmpty else { return "" }
        return try MeasurementReport.checked(text, attribute, as: representation)
    }
}
