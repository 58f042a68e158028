import Foundation
import Identifiers
import Testing

@Suite("DICOM UIDs")
struct DICOMUIDTests {
    @Test("PS3.5 annex B.2: the UID of a UUID")
    func derivedFromUUID() throws {
        let uuid = try #require(UUID(uuidString: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"))
        #expect(DICOMUID(uuid).value == "2.25.329800735698586629295641978511506172918")
    }

    @Test("the least UUID gives one digit, the greatest fits into 64 characters")
    func extremes() throws {
        let greatest = try #require(UUID(uuidString: "ffffffff-ffff-ffff-ffff-ffffffffffff"))
        #expect(DICOMUID(greatest).value == "2.25.340282366920938463463374607431768211455")
        let least = try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000000"))
        #expect(DICOMUID(least).value == "2.25.0")
    }

    @Test(
        "legal UIDs, and the leading zeros of real devices, are taken as they are",
        arguments: ["1", "1.2.840.10008.1.2", "0.0.1", "1.02", String(repeating: "1", count: 64)]
    )
    func legal(text: String) {
        #expect(DICOMUID(text)?.value == text)
    }

    @Test(
        "illegal UIDs are refused (PS3.5 section 9.1)",
        arguments: [
            "", ".", "..", "1.", ".1", "1..2", "1.2.a", "1.2 ", "1.2\0", "-rf", "../../etc/passwd",
            "1.2.3/../../../x", "١.٢", String(repeating: "1", count: 65),
        ]
    )
    func illegal(text: String) {
        #expect(DICOMUID(text) == nil)
    }
}
