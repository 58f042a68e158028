package import Imaging

extension StudyResult.StudyHeader {
    /// What an instance says of patient and study, with illegal values emptied and listed.
    ///
    /// - Parameter facts: of the instance that speaks for its study.
    package init(legalValuesOf facts: InstanceFacts) {
        self.init(studyInstanceUID: facts.studyInstanceUID)
        let subject = facts.subject
        patientID = take(subject.patientID, "PatientID") { LegalValue.textFault($0, longest: 64) }
        issuerOfPatientID = take(subject.issuerOfPatientID, "IssuerOfPatientID") {
            LegalValue.textFault($0, longest: 64)
        }
        patientName = take(subject.patientName, "PatientName", LegalValue.personNameFault)
        patientBirthDate = take(subject.patientBirthDate, "PatientBirthDate", LegalValue.dateFault)
        patientSex = take(subject.patientSex, "PatientSex", LegalValue.sexFault)
        studyDate = take(subject.studyDate, "StudyDate", LegalValue.dateFault)
        studyTime = take(subject.studyTime, "StudyTime", LegalValue.timeFault)
        studyID = take(subject.studyID, "StudyID") { LegalValue.textFault($0, longest: 16) }
        accessionNumber = take(subject.accessionNumber, "AccessionNumber") { LegalValue.textFault($0, longest: 16) }
        referringPhysicianName = take(
            subject.referringPhysicianName,
            "ReferringPhysicianName",
            LegalValue.personNameFault
        )
        timezoneOffsetFromUTC = take(
            subject.timezoneOffsetFromUTC,
            "TimezoneOffsetFromUTC",
            LegalValue.timezoneFault
        )
        requestedProcedureID = take(subject.requestedProcedureID, "RequestedProcedureID") {
            LegalValue.textFault($0, longest: 16)
        }
        manufacturer = take(facts.equipment.manufacturer, "Manufacturer") { LegalValue.textFault($0, longest: 64) }
        model = take(facts.equipment.model, "ManufacturerModelName") { LegalValue.textFault($0, longest: 64) }
        for attribute in subject.repeated {
            guard let definition = RepeatedAttribute.Definition.all.first(where: { $0.tag == attribute.tag }) else {
                continue
            }
            var legal = attribute
            if let reason = LegalValue.fault(attribute.value, of: definition.form) {
                if !emptied.contains(where: { $0.keyword == attribute.keyword }) {
                    emptied.append(StudyResult.EmptiedAttribute(keyword: attribute.keyword, reason: reason))
                }
                legal.value = definition.form.emptyValue
            }
            repeated.append(legal)
        }
    }

    private mutating func take(_ value: String?, _ keyword: String, _ fault: (String) -> String?) -> String? {
        guard let value, !value.isEmpty else { return nil }
        guard let reason = fault(value) else { return value }
        emptied.append(StudyResult.EmptiedAttribute(keyword: keyword, reason: reason))
        return nil
    }
}

extension InstanceFacts.Code {
    /// Whether a report may repeat the code (PS3.3 section 8.8).
    var isLegal: Bool {
        !value.isEmpty && !scheme.isEmpty && !meaning.isEmpty && LegalValue.textFault(value, longest: 16) == nil
            && LegalValue.textFault(scheme, longest: 16) == nil && LegalValue.textFault(meaning, longest: 64) == nil
    }
}
