internal import Foundation
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("Bounds before DCMTK", .tags(.law8), .timeLimit(.minutes(20)))
struct BoundsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Opens a file of these bytes and returns the error code, nil if it opens.
    private func outcome(_ file: Data, limits: DataSetLimits = .standard) throws -> ImagingError.Code? {
        let url = folder.url.appending(path: "file.dcm")
        try file.write(to: url)
        do throws(ImagingError) {
            _ = try DataSet(path: url.path, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    struct Nest: CustomTestStringConvertible, Sendable {
        var tag: UInt32
        var representation: String
        var length: DataSetBytes.Length
        var isExplicit = true

        var testDescription: String { "\(String(tag, radix: 16)) \(representation) \(length) explicit \(isExplicit)" }

        func file(_ count: Int) -> Data {
            var bytes = DataSetBytes(isExplicit: isExplicit)
            bytes.identity()
            bytes.nested(count, tag: tag, representation, length)
            return bytes.file(transferSyntax: isExplicit ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2")
        }

        static let all = [
            Nest(tag: 0x0040_A730, representation: "SQ", length: .undefined),
            Nest(tag: 0x0040_A730, representation: "SQ", length: .defined),
            Nest(tag: 0x0040_A730, representation: "UN", length: .undefined),
            Nest(tag: 0x0040_A730, representation: "UN", length: .defined),
            Nest(tag: 0x0041_1010, representation: "SQ", length: .undefined),
            Nest(tag: 0x0041_1010, representation: "UN", length: .undefined),
            Nest(tag: 0x0041_1010, representation: "UN", length: .defined),
            Nest(tag: 0x0040_A730, representation: "SQ", length: .undefined, isExplicit: false),
            Nest(tag: 0x0040_A730, representation: "SQ", length: .defined, isExplicit: false),
            Nest(tag: 0x0041_1010, representation: "SQ", length: .undefined, isExplicit: false),
            Nest(tag: 0x0041_1010, representation: "SQ", length: .defined, isExplicit: false),
        ]
    }

    @Test("20,000 nested sequences are too deep, however they are written", arguments: Nest.all)
    func nestedBombs(nest: Nest) throws {
        #expect(try outcome(nest.file(20_000)) == .tooDeep)
    }

    @Test("64 nested sequences are read", arguments: Nest.all)
    func allowedNesting(nest: Nest) throws {
        #expect(try outcome(nest.file(64)) == nil)
        #expect(try outcome(nest.file(65)) == .tooDeep)
    }

    @Test("no length is allowed to sequences alone", arguments: ["ZZ", "UT", "OB", "PN", "sq", "na"])
    func undefinedLength(representation: String) throws {
        var bytes = DataSetBytes()
        bytes.identity()
        bytes.nested(1, tag: 0x0041_1010, representation, .undefined)
        let code = try outcome(bytes.file())
        // A length of two bytes is 65,535 then, which the file does not have.
        #expect(code == .malformed || code == .truncated)
    }

    @Test("a value of UN that only begins like a sequence is bytes")
    func opaqueValue() throws {
        var bytes = DataSetBytes()
        bytes.identity()
        bytes.element(0x0041_1010, "UN", [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8])
        bytes.text(0x0060_0010, "LO", "after it")
        #expect(try outcome(bytes.file()) == nil)
    }

    @Test("more elements, elements of an item or bytes than the limit are refused")
    func counts() throws {
        var bytes = DataSetBytes()
        bytes.identity()
        for element in 0..<100 { bytes.text(0x0041_1000 + UInt32(element), "LO", "0123456789") }
        let file = bytes.file()
        func limits(_ change: (inout DataSetLimits) -> Void) -> DataSetLimits {
            var limits = DataSetLimits.standard
            change(&limits)
            return limits
        }
        #expect(try outcome(file) == nil)
        #expect(try outcome(file, limits: limits { $0.elements = 103 }) == .tooManyElements)
        #expect(try outcome(file, limits: limits { $0.elements = 104 }) == nil)
        #expect(try outcome(file, limits: limits { $0.elementsOfItem = 103 }) == .tooManyElements)
        #expect(try outcome(file, limits: limits { $0.valuesInMemory = 999 }) == .tooLarge)
        #expect(try outcome(file, limits: limits { $0.valueLength = 9 }) == .tooLarge)
        #expect(try outcome(file, limits: limits { $0.fileSize = 1000 }) == .tooLarge)
    }

    @Test("every cut of a file ends with an error or a shorter data set", arguments: [true, false])
    func cuts(isExplicit: Bool) throws {
        var bytes = DataSetBytes(isExplicit: isExplicit)
        bytes.identity()
        bytes.nested(3, tag: 0x0040_A730, "SQ", .undefined)
        bytes.element(0x7FE0_0010, "OB", [UInt8](repeating: 7, count: 64))
        let file = bytes.file()
        for count in 0..<file.count {
            let code = try outcome(file.prefix(count))
            #expect([nil, .truncated, .notDICOM].contains(code), "\(count) bytes")
        }
    }

    @Test("padding behind the data set is no fault", arguments: [0, 1, 7, 8, 12, 513])
    func trailingPadding(count: Int) throws {
        var bytes = DataSetBytes()
        bytes.identity()
        bytes.text(0x0020_0010, "SH", "1")
        #expect(try outcome(bytes.file() + Data(count: count)) == nil)
    }

    @Test("pixel data of four gigabytes stay on disk")
    func largePixelData() throws {
        var bytes = DataSetBytes()
        bytes.identity()
        bytes.header(0x7FE0_0010, "OB", 0xFFFF_FFF0)
        let url = folder.url.appending(path: "large.dcm")
        let head = bytes.file()
        try head.write(to: url)
        // A file with a hole, which takes no room.
        try FileHandle(forWritingTo: url).truncate(atOffset: UInt64(head.count) + 0xFFFF_FFF0)
        let dataSet = try DataSet(path: url.path)
        #expect(dataSet.pixelData == PixelDataExtent(isEncapsulated: false, length: 0xFFFF_FFF0, fragments: 0))
        let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let residentPages = try #require(Int(status.split(separator: " ")[1]))
        #expect(residentPages * 4096 < 1 << 30)
    }

    @Test("what is no regular file is unreadable, and a pipe is not waited for")
    func otherFiles() throws {
        let pipe = folder.url.appending(path: "pipe")
        let maker = Process()
        maker.executableURL = URL(filePath: "/usr/bin/mkfifo")
        maker.arguments = [pipe.path]
        try maker.run()
        maker.waitUntilExit()
        for path in [pipe.path, folder.url.path, "/dev/zero", folder.url.path + "/none"] {
            do throws(ImagingError) {
                _ = try DataSet(path: path)
                Issue.record("\(path) opened")
            } catch {
                #expect(error.code == .unreadable)
            }
        }
    }
}
