internal import Foundation
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("Study fixture")
struct StudyFixtureTests {
    @Test(
        "the same fixture writes the same bytes, in every encoding",
        arguments: DataSetBuilder.TransferSyntax.allCases
    )
    func sameBytes(syntax: DataSetBuilder.TransferSyntax) throws {
        let fixture = StudyFixture(name: "same", frames: 2).setting(\.transferSyntax, syntax)
        let folder = try TemporaryFolder()
        let first = try fixture.write(into: folder.url.appending(path: "first"))
        let second = try fixture.write(into: folder.url.appending(path: "second"))
        #expect(try Data(contentsOf: first.files[0]) == Data(contentsOf: second.files[0]))
    }

    @Test("an attribute can be left out, overridden with nonsense, and pixels be given")
    func variants() throws {
        let folder = try TemporaryFolder()
        let plain = try StudyFixture().write(into: folder.url.appending(path: "plain"))
        let varied = try StudyFixture().without(.patientID).with(.patientSex, "Male").grey16 { _, _, x, y in
            UInt16(x * 256 + y)
        }.write(into: folder.url.appending(path: "varied"))
        #expect(plain.studyInstanceUID == varied.studyInstanceUID)
        let bytes = try Data(contentsOf: varied.files[0])
        #expect(bytes.range(of: Data("SIM-0001".utf8)) == nil)
        #expect(bytes.range(of: Data("Male".utf8)) != nil)
        // The last sample, column 63 of row 47, low byte first.
        #expect(bytes.suffix(2) == Data([47, 63]))
        #expect(try Data(contentsOf: plain.files[0]).range(of: Data("SIM-0001".utf8)) != nil)
    }

    @Test("what can't be written says why, without values")
    func refusal() throws {
        #expect(throws: WritingError(explanation: "(0028,0010): Invalid Value")) {
            try Self.write(rows: 70_000, to: "/dev/null")
        }
        #expect(throws: WritingError.self) { try Self.write(rows: 1, to: "/nonexistent/file.dcm") }
    }

    private static func write(rows: UInt32, to path: String) throws(WritingError) {
        var builder = try DataSetBuilder()
        try builder.put(.rows, unsigned: rows)
        try builder.write(to: path)
    }
}
