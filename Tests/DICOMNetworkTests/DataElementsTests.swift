import TestSupport
import Testing

@testable import DICOMNetwork

@Suite("Implicit little endian elements")
struct DataElementsTests {
    @Test("what is written is read back, sequences included")
    func roundTrip() throws {
        var item = DataElements()
        item.set(Tag.referencedSOPClassUID, text: "1.2.3")
        var elements = DataElements()
        elements.set(Tag.transactionUID, text: "1.2.840.1")
        elements[Tag.referencedSOPSequence] = .items([item, item])
        let read = try DataElements(reading: elements.encoded)
        #expect(read == elements)
        #expect(read.text(Tag.transactionUID) == "1.2.840.1")
        #expect(read.items(Tag.referencedSOPSequence).count == 2)
    }

    @Test("sequences and items without a length are read")
    func undefinedLengths() throws {
        let bytes: [UInt8] =
            [0x08, 0, 0x99, 0x11, 255, 255, 255, 255, 0xFE, 0xFF, 0, 0xE0, 255, 255, 255, 255]
            + [0x08, 0, 0x50, 0x11, 4, 0, 0, 0] + Array("1.2\0".utf8)
            + [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        let read = try DataElements(reading: bytes)
        #expect(read.items(Tag.referencedSOPSequence).first?.text(Tag.referencedSOPClassUID) == "1.2")
        for count in 1..<bytes.count {
            #expect(throws: DataElementsError.malformed) { try DataElements(reading: Array(bytes[..<count])) }
        }
    }

    @Test("nesting beyond the bound is refused", .tags(.law8))
    func depth() {
        let level: [UInt8] = [0x08, 0, 0x99, 0x11, 255, 255, 255, 255, 0xFE, 0xFF, 0, 0xE0, 255, 255, 255, 255]
        let bytes = (0..<10_000).flatMap { _ in level }
        #expect(throws: DataElementsError.tooLarge) { try DataElements(reading: bytes) }
    }

    @Test("random bytes never crash", .tags(.law8), arguments: UInt64(0)..<64)
    func random(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        let bytes = (0..<512).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 60)
        }
        // Whatever comes of it, the process goes on.
        let read = try? DataElements(reading: bytes)
        #expect((read?.values.count ?? 0) <= 64)
    }

    @Test("a response names request, status and a comment of at most 64 characters")
    func response() throws {
        var request = DataElements()
        request.set(Tag.affectedSOPClassUID, text: "1.2.3")
        request.set(Tag.commandField, short: 1)
        request.set(Tag.messageID, short: 7)
        request.set(Tag.commandDataSetType, short: 1)
        request.set(Tag.affectedSOPInstanceUID, text: "4.5.6")
        let command = try CommandSet(reading: request.encoded)
        #expect(command.request == .store && command.hasDataSet)
        let encoded = command.response(.outOfResources, comment: String(repeating: "é", count: 100)).encoded
        let answer = try DataElements(reading: encoded)
        #expect(answer.short(Tag.commandField) == 0x8001)
        #expect(answer.short(Tag.messageIDBeingRespondedTo) == 7)
        #expect(answer.short(Tag.status) == 0xA700)
        #expect(answer[Tag.errorComment] == .bytes(Array(repeating: 32, count: 64)))
        #expect(encoded.count == 12 + Int(encoded[8]) + Int(encoded[9]) << 8)
    }
}
