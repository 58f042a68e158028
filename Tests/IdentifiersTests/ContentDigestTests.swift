import Foundation
import Identifiers
import Testing

@Suite("Content digests")
struct ContentDigestTests {
    @Test(
        "FIPS 180-4 examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func vectors(text: String, expected: String) {
        #expect(ContentDigest(of: Data(text.utf8)).hexadecimal == expected)
    }

    @Test("pieces give the digest of the whole, whatever their sizes", arguments: [1, 3, 64, 1000])
    func pieces(size: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var stream = DigestStream()
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            stream.update(piece + [0, 0], count: piece.count)
        }
        #expect(stream.finish() == ContentDigest(of: bytes))
    }

    @Test(
        "text that is no digest is refused",
        arguments: ["", "sha256:", "sha256:zz", "sha1:" + String(repeating: "0", count: 64)]
    )
    func notADigest(text: String) {
        #expect(ContentDigest(text) == nil)
    }

    @Test("JSON keeps the written form")
    func json() throws {
        let digest = ContentDigest(of: Data("abc".utf8))
        let json = try JSONEncoder().encode([digest])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest)\"]")
        #expect(try JSONDecoder().decode([ContentDigest].self, from: json) == [digest])
    }
}
