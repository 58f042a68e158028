internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import Imaging

@Suite("Repeated attributes of patient and study")
struct RepeatedAttributeTests {
    private func repeated(_ write: (inout DataSetBytes) -> Void) throws -> [RepeatedAttribute] {
        let folder = try TemporaryFolder()
        var bytes = DataSetBytes()
        bytes.identity()
        write(&bytes)
        let url = folder.url.appending(path: "file.dcm")
        try bytes.file().write(to: url)
        return try InstanceFacts(try DataSet(path: url.path)).subject.repeated
    }

    @Test("what is absent is not there, what is empty is, and numbers are in decimal")
    func presence() throws {
        let repeated = try repeated { bytes in
            bytes.text(0x0008_1030, "LO", "")
            bytes.text(0x0010_1030, "DS", "71.5 ")
            bytes.element(0x0010_21C0, "US", [4, 0])
            bytes.text(0x0010_21B0, "LT", "one\r\ntwo\\")
        }
        #expect(
            repeated.map { [$0.keyword: $0.value] } == [
                ["StudyDescription": .text("")], ["PatientWeight": .text("71.5")],
                ["AdditionalPatientHistory": .text("one\r\ntwo\\")], ["PregnancyStatus": .text("4")],
            ]
        )
    }

    @Test("a sequence is read with the members that are known of it")
    func sequence() throws {
        let repeated = try repeated { bytes in
            bytes.header(0x0008_1032, "SQ", .max)
            bytes.header(0xFFFE_E000, "", .max)
            bytes.text(0x0008_0100, "SH", "76700")
            bytes.text(0x0008_0102, "SH", "C4")
            bytes.text(0x0008_0104, "LO", "Abdomen")
            bytes.text(0x0009_0010, "LO", "PRIVATE")
            bytes.header(0xFFFE_E00D, "", 0)
            bytes.header(0xFFFE_E0DD, "", 0)
        }
        let members: [RepeatedAttribute] = [
            .init(tag: 0x0008_0100, keyword: "CodeValue", value: .text("76700")),
            .init(tag: 0x0008_0102, keyword: "CodingSchemeDesignator", value: .text("C4")),
            .init(tag: 0x0008_0104, keyword: "CodeMeaning", value: .text("Abdomen")),
        ]
        #expect(repeated == [.init(tag: 0x0008_1032, keyword: "ProcedureCodeSequence", value: .items([members]))])
    }

    @Test("an attribute that is too long or of another kind keeps no instance from being read", .tags(.law8))
    func unreadable() throws {
        let repeated = try repeated { bytes in
            bytes.element(0x0010_2110, "UT", [UInt8](repeating: 65, count: 70_000))
            bytes.header(0x0008_1084, "SQ", .max)
            for _ in 0...RepeatedAttribute.mostItems {
                bytes.header(0xFFFE_E000, "", 0)
            }
            bytes.header(0xFFFE_E0DD, "", 0)
        }
        #expect(Set(repeated.map(\.keyword)) == ["Allergies", "AdmittingDiagnosesCodeSequence"])
        #expect(repeated.allSatisfy { $0.value == .unreadable })
    }
}
