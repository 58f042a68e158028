internal import Foundation
internal import Identifiers
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("InstanceFacts")
struct InstanceFactsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Facts of hand-written elements in a file.
    private func facts(
        transferSyntax: String? = nil,
        sopClass: String = "1.2.840.10008.5.1.4.1.1.6.1",
        isExplicit: Bool = true,
        _ write: (inout DataSetBytes) -> Void
    ) throws -> InstanceFacts {
        var bytes = DataSetBytes(isExplicit: isExplicit)
        bytes.identity(sopClass: sopClass)
        write(&bytes)
        let url = folder.url.appending(path: "file.dcm")
        try bytes.file(transferSyntax: transferSyntax).write(to: url)
        let dataSet = try DataSet(path: url.path)
        return try InstanceFacts(dataSet)
    }

    @Test("text that its character set doesn't explain is repaired, never refused")
    func badText() throws {
        let facts = try facts { bytes in
            bytes.text(0x0008_0005, "CS", "ISO_IR 192")
            bytes.element(0x0010_0010, "PN", [0xFF, 0xFE, 0x41, 0x42])
            bytes.element(0x0010_0020, "LO", [0x41, 0x00, 0x42, 0x20])
        }
        #expect(facts.subject.patientName == "\u{FFFD}\u{FFFD}AB")
        #expect(facts.subject.patientID == "A\0B")
    }

    @Test(
        "character sets become UTF-8",
        arguments: [
            // Bytes by PS3.5 annexes H, I and J and by ISO 8859.
            ("ISO_IR 100", [0x42, 0x75, 0x63, 0x5E, 0x4A, 0xE9, 0x72, 0xF4, 0x6D, 0x65], "Buc^Jérôme"),
            ("ISO_IR 144", [0xBB, 0xEE, 0xDA, 0x63], "Люкc"),
            ("GB18030", [0xCD, 0xF5, 0x5E, 0xD0, 0xA1, 0xB6, 0xAB, 0x20], "王^小东"),
            ("\\ISO 2022 IR 149", [0x1B, 0x24, 0x29, 0x43, 0xB1, 0xE8, 0x20, 0x20], "김"),
            ("ISO_IR 999", [0x41, 0xE9], "A\u{FFFD}"),
        ] as [(String, [UInt8], String)]
    )
    func characterSets(name: String, stored: [UInt8], expected: String) throws {
        let facts = try facts { bytes in
            bytes.text(0x0008_0005, "CS", name)
            bytes.element(0x0010_0010, "PN", stored)
        }
        #expect(facts.subject.patientName == expected)
    }

    @Test("a region whose values are stored as UN is read by the dictionary")
    func unknownRepresentation() throws {
        let delta = (0..<8).map { UInt8(truncatingIfNeeded: (0.02).bitPattern >> ($0 * 8)) }
        let facts = try facts { bytes in
            bytes.header(0x0018_6011, "SQ", .max)
            bytes.header(0xFFFE_E000, "", .max)
            bytes.element(0x0018_6018, "UN", [7, 0, 0, 0])
            bytes.element(0x0018_602C, "UN", delta)
            bytes.header(0xFFFE_E00D, "", 0)
            bytes.header(0xFFFE_E0DD, "", 0)
        }
        let region = try #require(facts.image?.regions.first)
        #expect(region.minX == 7)
        #expect(region.deltaX == 0.02)
        #expect(region.deltaY == nil)
    }

    @Test(
        "frame times follow the pointer, else what tells most",
        arguments: [
            (nil, "40", nil, [0, 40, 80], "FrameTime"),
            (nil, "40", "0\\10\\25", [0, 10, 35], "FrameTimeVector"),
            (0x0018_1063, "40", "0\\10\\25", [0, 40, 80], "FrameTime"),
            (0x0018_1065, "40", "7\\10\\25", [0, 10, 35], "FrameTimeVector"),
            (nil, "40", "0\\10", [0, 40, 80], "FrameTime"),
            (nil, "-1", "0\\x\\1", nil, nil),
        ] as [(UInt32?, String, String?, [Double]?, String?)]
    )
    func frameTiming(pointer: UInt32?, time: String, vector: String?, expected: [Double]?, source: String?) throws {
        let facts = try facts(sopClass: "1.2.840.10008.5.1.4.1.1.3.1") { bytes in
            bytes.text(0x0018_1063, "DS", time)
            if let vector { bytes.text(0x0018_1065, "DS", vector) }
            bytes.pixels(rows: 2, columns: 2, frames: 3, pointer: pointer)
        }
        #expect(facts.image?.pixelsFault == nil)
        #expect(facts.image?.timing.frameTimes == expected)
        #expect(facts.image?.timing.source == source)
    }

    @Test("a report has no image")
    func report() throws {
        #expect(
            try facts(sopClass: "1.2.840.10008.5.1.4.1.1.88.33") { $0.text(0x0040_A493, "CS", "VERIFIED") }.image == nil
        )
    }

    @Test("video is told by its transfer syntax and kept")
    func video() throws {
        let facts = try facts(transferSyntax: "1.2.840.10008.1.2.4.102") { bytes in
            bytes.header(0x7FE0_0010, "OB", .max)
            bytes.element(0xFFFE_E000, "", [])
            bytes.element(0xFFFE_E000, "", [1, 2, 3, 4])
            bytes.header(0xFFFE_E0DD, "", 0)
        }
        #expect(facts.transferSyntaxUID == "1.2.840.10008.1.2.4.102")
        #expect(facts.image?.pixelsFault?.code == .unsupportedTransferSyntax)
    }

    @Test(
        "a media directory tells its class in the meta information alone",
        .enabled(if: Repository.sharedTestData != nil)
    )
    func mediaDirectory() throws {
        let root = try #require(Repository.sharedTestData)
        let dataSet = try DataSet(path: root.appending(path: "other/DICOMDIR").path)
        #expect(SOPClassRole(try dataSet.sopClassUID()) == .mediaDirectory)
    }

    @Test("facts come back from JSON as they went", .enabled(if: Repository.sharedTestData != nil))
    func coding() throws {
        let root = try #require(Repository.sharedTestData)
        let dataSet = try DataSet(path: root.appending(path: "us/sonosite-turbo-cine-jpeg.dcm").path)
        let facts = try InstanceFacts(dataSet)
        #expect(facts.image?.timing.frameTimes?.count == 30)
        #expect(try JSONDecoder().decode(InstanceFacts.self, from: JSONEncoder().encode(facts)) == facts)
    }
}

extension DataSetBytes {
    /// Grey frames of 8 bits.
    mutating func pixels(rows: UInt8, columns: UInt8, frames: Int, pointer: UInt32? = nil) {
        element(0x0028_0002, "US", [1, 0])
        text(0x0028_0004, "CS", "MONOCHROME2")
        text(0x0028_0008, "IS", "\(frames)")
        if let pointer {
            let halves = [UInt16(pointer >> 16), UInt16(truncatingIfNeeded: pointer)]
            element(0x0028_0009, "AT", halves.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
        }
        element(0x0028_0010, "US", [rows, 0])
        element(0x0028_0011, "US", [columns, 0])
        element(0x0028_0100, "US", [8, 0])
        element(0x0028_0101, "US", [8, 0])
        element(0x0028_0102, "US", [7, 0])
        element(0x0028_0103, "US", [0, 0])
        element(0x7FE0_0010, "OB", [UInt8](repeating: 9, count: Int(rows) * Int(columns) * frames))
    }
}
