internal import Crypto
package import Foundation

extension UUID {
    /// The name-based UUID, version 5 (RFC 9562, section 5.5): the same name in the same namespace gives the same UUID everywhere.
    package init(namespace: UUID, name: String) {
        var hash = Insecure.SHA1()
        hash.update(data: namespace.bytes)
        hash.update(data: Array(name.utf8))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.init(bytes: bytes)
    }

    /// SonoQuant's own namespace: the version 5 UUID of `urn:sonoquant` in RFC 9562's URL namespace. Frozen: identifiers of
    /// charges made years ago are derived from it.
    package static let sonoquant = UUID(namespace: urlNamespace, name: "urn:sonoquant")

    /// As RFC 9562 writes it: lower case.
    package var lowercased: String { uuidString.lowercased() }

    /// The 16 bytes, most significant first.
    package var bytes: [UInt8] {
        let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) = uuid
        return [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    }

    /// RFC 9562, section 6.6: the namespace of URLs.
    private static let urlNamespace = UUID(bytes: [
        0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
    ])

    private init(bytes b: [UInt8]) {
        precondition(b.count == 16, "a UUID has 16 bytes")
        self.init(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            )
        )
    }
}
