internal import Crypto

/// Makes a digest of bytes that come in pieces.
package struct DigestStream {
    private var hash = SHA256()

    package init() {}

    /// Adds the first `count` bytes of `buffer`.
    package mutating func update(_ buffer: [UInt8], count: Int) {
        hash.update(data: buffer[..<count])
    }

    /// The digest of everything so far.
    package func finish() -> ContentDigest {
        ContentDigest(hash.finalize())
    }
}
