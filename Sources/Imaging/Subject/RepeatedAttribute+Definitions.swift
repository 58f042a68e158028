extension RepeatedAttribute.Definition {
    private typealias Definition = Self

    /// Patient, Clinical Trial Subject, General Study, Patient Study and Clinical Trial Study modules (PS3.3 C.7.1.1, C.7.1.3,
    /// C.7.2.1 to C.7.2.3) without what `InstanceFacts.Subject` has by name as type 2, without retired attributes, photographs and
    /// what is said of animals' breeding.
    package static let all: [Self] = patient + study + patientStudy + trial

    /// A coded concept: PS3.3 table 8.8-1.
    package static let code: [Self] = [
        Definition(0x0008_0100, "CodeValue", .one(.shortString)),
        Definition(0x0008_0102, "CodingSchemeDesignator", .one(.shortString)),
        Definition(0x0008_0103, "CodingSchemeVersion", .one(.shortString)),
        Definition(0x0008_0104, "CodeMeaning", .one(.longString)),
        Definition(0x0008_0119, "LongCodeValue", .one(.unlimitedText)),
    ]

    private static let patient: [Self] = [
        Definition(0x0008_1120, "ReferencedPatientSequence", .items(reference)),
        Definition(0x0010_0021, "IssuerOfPatientID", .one(.longString)),
        Definition(0x0010_0022, "TypeOfPatientID", .one(.codeString)),
        Definition(0x0010_0024, "IssuerOfPatientIDQualifiersSequence", .items(assigner)),
        Definition(0x0010_0032, "PatientBirthTime", .one(.time)),
        Definition(0x0010_0033, "PatientBirthDateInAlternativeCalendar", .one(.longString)),
        Definition(0x0010_0034, "PatientDeathDateInAlternativeCalendar", .one(.longString)),
        Definition(0x0010_0035, "PatientAlternativeCalendar", .one(.codeString)),
        Definition(0x0010_0200, "QualityControlSubject", .one(.codeString)),
        Definition(0x0010_1001, "OtherPatientNames", .many(.personName)),
        Definition(
            0x0010_1002,
            "OtherPatientIDsSequence",
            .items([
                Definition(0x0010_0020, "PatientID", .one(.longString)),
                Definition(0x0010_0021, "IssuerOfPatientID", .one(.longString)),
                Definition(0x0010_0022, "TypeOfPatientID", .one(.codeString)),
            ])
        ),
        Definition(0x0010_2160, "EthnicGroup", .one(.shortString)),
        Definition(0x0010_2201, "PatientSpeciesDescription", .one(.longString)),
        Definition(0x0010_2202, "PatientSpeciesCodeSequence", .codes),
        Definition(0x0010_2292, "PatientBreedDescription", .one(.longString)),
        Definition(0x0010_2293, "PatientBreedCodeSequence", .codes),
        Definition(0x0010_2297, "ResponsiblePerson", .one(.personName)),
        Definition(0x0010_2298, "ResponsiblePersonRole", .one(.codeString)),
        Definition(0x0010_2299, "ResponsibleOrganization", .one(.longString)),
        Definition(0x0010_4000, "PatientComments", .one(.longText)),
        Definition(0x0012_0062, "PatientIdentityRemoved", .one(.codeString)),
        Definition(0x0012_0063, "DeidentificationMethod", .many(.longString)),
        Definition(0x0012_0064, "DeidentificationMethodCodeSequence", .codes),
    ]

    private static let study: [Self] = [
        Definition(0x0008_0096, "ReferringPhysicianIdentificationSequence", .items(person)),
        Definition(0x0008_009C, "ConsultingPhysicianName", .many(.personName)),
        Definition(0x0008_009D, "ConsultingPhysicianIdentificationSequence", .items(person)),
        Definition(0x0008_1030, "StudyDescription", .one(.longString)),
        Definition(0x0008_1032, "ProcedureCodeSequence", .codes),
        Definition(0x0008_1048, "PhysiciansOfRecord", .many(.personName)),
        Definition(0x0008_1049, "PhysiciansOfRecordIdentificationSequence", .items(person)),
        Definition(0x0008_1060, "NameOfPhysiciansReadingStudy", .many(.personName)),
        Definition(0x0008_1062, "PhysiciansReadingStudyIdentificationSequence", .items(person)),
        Definition(0x0032_1034, "RequestingServiceCodeSequence", .codes),
        Definition(0x0040_1012, "ReasonForPerformedProcedureCodeSequence", .codes),
    ]

    private static let patientStudy: [Self] = [
        Definition(0x0008_1080, "AdmittingDiagnosesDescription", .many(.longString)),
        Definition(0x0008_1084, "AdmittingDiagnosesCodeSequence", .codes),
        Definition(0x0010_1010, "PatientAge", .one(.ageString)),
        Definition(0x0010_1020, "PatientSize", .one(.decimalString)),
        Definition(0x0010_1021, "PatientSizeCodeSequence", .codes),
        Definition(0x0010_1022, "PatientBodyMassIndex", .one(.decimalString)),
        Definition(0x0010_1023, "MeasuredAPDimension", .one(.decimalString)),
        Definition(0x0010_1024, "MeasuredLateralDimension", .one(.decimalString)),
        Definition(0x0010_1030, "PatientWeight", .one(.decimalString)),
        Definition(0x0010_2000, "MedicalAlerts", .many(.longString)),
        Definition(0x0010_2110, "Allergies", .many(.longString)),
        Definition(0x0010_2180, "Occupation", .one(.shortString)),
        Definition(0x0010_21A0, "SmokingStatus", .one(.codeString)),
        Definition(0x0010_21B0, "AdditionalPatientHistory", .one(.longText)),
        Definition(0x0010_21C0, "PregnancyStatus", .one(.unsignedShort)),
        Definition(0x0010_21D0, "LastMenstrualDate", .one(.date)),
        Definition(0x0010_2203, "PatientSexNeutered", .one(.codeString)),
        Definition(0x0032_1066, "ReasonForVisit", .one(.unlimitedText)),
        Definition(0x0032_1067, "ReasonForVisitCodeSequence", .codes),
        Definition(0x0038_0010, "AdmissionID", .one(.longString)),
        Definition(0x0038_0014, "IssuerOfAdmissionIDSequence", .items(assigner)),
        Definition(0x0038_0060, "ServiceEpisodeID", .one(.longString)),
        Definition(0x0038_0062, "ServiceEpisodeDescription", .one(.longString)),
        Definition(0x0038_0064, "IssuerOfServiceEpisodeIDSequence", .items(assigner)),
        Definition(0x0038_0500, "PatientState", .one(.longString)),
    ]

    private static let trial: [Self] = [
        Definition(0x0012_0010, "ClinicalTrialSponsorName", .one(.longString)),
        Definition(0x0012_0020, "ClinicalTrialProtocolID", .one(.longString)),
        Definition(0x0012_0021, "ClinicalTrialProtocolName", .one(.longString)),
        Definition(0x0012_0030, "ClinicalTrialSiteID", .one(.longString)),
        Definition(0x0012_0031, "ClinicalTrialSiteName", .one(.longString)),
        Definition(0x0012_0040, "ClinicalTrialSubjectID", .one(.longString)),
        Definition(0x0012_0042, "ClinicalTrialSubjectReadingID", .one(.longString)),
        Definition(0x0012_0050, "ClinicalTrialTimePointID", .one(.longString)),
        Definition(0x0012_0051, "ClinicalTrialTimePointDescription", .one(.shortText)),
        Definition(0x0012_0052, "LongitudinalTemporalOffsetFromEvent", .one(.double)),
        Definition(0x0012_0053, "LongitudinalTemporalEventType", .one(.codeString)),
        Definition(0x0012_0081, "ClinicalTrialProtocolEthicsCommitteeName", .one(.longString)),
        Definition(0x0012_0082, "ClinicalTrialProtocolEthicsCommitteeApprovalNumber", .one(.longString)),
    ]

    // PS3.3 table 10-11.
    private static let reference: [Self] = [
        Definition(0x0008_1150, "ReferencedSOPClassUID", .one(.uid)),
        Definition(0x0008_1155, "ReferencedSOPInstanceUID", .one(.uid)),
    ]

    // PS3.3 table 10-17, HL7v2 hierarchic designator.
    private static let assigner: [Self] = [
        Definition(0x0040_0031, "LocalNamespaceEntityID", .one(.unlimitedText)),
        Definition(0x0040_0032, "UniversalEntityID", .one(.unlimitedText)),
        Definition(0x0040_0033, "UniversalEntityIDType", .one(.codeString)),
    ]

    // PS3.3 table 10-1, person identification.
    private static let person: [Self] = [
        Definition(0x0040_1101, "PersonIdentificationCodeSequence", .codes),
        Definition(0x0008_0080, "InstitutionName", .one(.longString)),
        Definition(0x0008_0082, "InstitutionCodeSequence", .codes),
    ]
}
