import Identifiers
import Imaging
import TestSupport
import Testing

@testable import Analysis

/// Truth: PS3.5 table 6.2-1.
@Suite("Repeated attributes in the study header")
struct RepeatedAttributeTests {
    private typealias Value = RepeatedAttribute.Value

    /// The header of an instance that says one thing more.
    private static func header(_ attribute: RepeatedAttribute) throws -> StudyResult.StudyHeader {
        let uid = try #require(DICOMUID("1.2.3"))
        var subject = InstanceFacts.Subject()
        subject.repeated = [attribute]
        return StudyResult.StudyHeader(
            legalValuesOf: InstanceFacts(
                sopClassUID: uid,
                sopInstanceUID: uid,
                seriesInstanceUID: uid,
                studyInstanceUID: uid,
                transferSyntaxUID: "1.2.840.10008.1.2.1",
                modality: "US",
                seriesNumber: nil,
                instanceNumber: nil,
                subject: subject,
                equipment: .init(),
                image: nil
            )
        )
    }

    @Test(
        "legal values are kept as they are, empty ones too",
        arguments: [
            (0x0010_1030, "71.5"), (0x0010_1030, ""), (0x0010_1010, "042Y"), (0x0010_21C0, "4"),
            (0x0010_21B0, "a\r\nb\\c"),
            (0x0008_1048, "Doe^John\\Roe^Jane"), (0x0008_1048, "\\"), (0x0012_0062, "YES"), (0x0010_0032, "1015"),
            (0x0012_0052, "-3.5"),
        ] as [(UInt32, String)]
    )
    func legal(tag: UInt32, text: String) throws {
        let attribute = RepeatedAttribute(tag: tag, keyword: "it", value: .text(text))
        let header = try Self.header(attribute)
        #expect(header.repeated == [attribute])
        #expect(header.emptied.isEmpty)
    }

    @Test(
        "an illegal value is emptied, and listed without any part of it",
        .tags(.law7),
        arguments: [
            (0x0010_1030, "heavy"), (0x0010_1030, "1E400"), (0x0010_1030, "1\\2"), (0x0010_1010, "42"),
            (0x0010_1010, "42 years"), (0x0010_21C0, "65536"), (0x0010_21B0, "bell\u{7}"), (0x0012_0062, "yes"),
            (0x0010_0032, "25:00"), (0x0008_1048, "Doe^John\\A^B^C^D^E^F"), (0x0010_21D0, "20230229"),
            (0x0012_0052, "nan"),
        ] as [(UInt32, String)]
    )
    func illegal(tag: UInt32, text: String) throws {
        let header = try Self.header(RepeatedAttribute(tag: tag, keyword: "it", value: .text(text)))
        #expect(header.repeated.map(\.value) == [.text("")])
        #expect(header.emptied.map(\.keyword) == ["it"])
        #expect(header.emptied.allSatisfy { !$0.reason.contains(text) })
    }

    @Test("a code without value, scheme or meaning empties its sequence")
    func codes() throws {
        let members = ["CodeValue", "CodingSchemeDesignator", "CodeMeaning"].enumerated().map {
            RepeatedAttribute(tag: 0x0008_0100 + UInt32($0.offset) * 2, keyword: $0.element, value: .text("X"))
        }
        let whole = RepeatedAttribute(tag: 0x0008_1032, keyword: "ProcedureCodeSequence", value: .items([members]))
        #expect(try Self.header(whole).repeated == [whole])
        for index in members.indices {
            var partial = members
            partial[index].value = .text("")
            var attribute = whole
            attribute.value = .items([members, partial])
            #expect(try Self.header(attribute).repeated.map(\.value) == [.items([])])
        }
    }

    @Test("what could not be read is empty, and listed once beside the named attribute")
    func unreadable() throws {
        let header = try Self.header(.init(tag: 0x0010_0021, keyword: "IssuerOfPatientID", value: .unreadable))
        #expect(header.repeated.map(\.value) == [.text("")])
        #expect(header.emptied.map(\.keyword) == ["IssuerOfPatientID"])
    }

    @Test(
        "what the analysis lets pass, the report can write",
        arguments: [
            "Doe\u{85}", "A^\u{301}B^C^D^E^F", "a=\u{301}b=c=d", "\u{9F}", "Doe^Jane", "山田^太郎", "e\u{301}^x",
            String(repeating: "e\u{301}", count: 40),
        ]
    )
    func agreement(name: String) {
        if LegalValue.personNameFault(name) == nil { #expect(DICOMText.isLegal(name, as: .personName)) }
        if LegalValue.textFault(name, longest: 64) == nil { #expect(DICOMText.isLegal(name, as: .longString)) }
    }
}
