internal import Crypto
package import Foundation
package import Identifiers

extension ContentDigest {
    private static let chunkBytes = 1 << 20

    /// The digest of a file's bytes, read in pieces.
    ///
    /// - Parameter file: a regular file.
    /// - Throws: what the system refused.
    package init(ofFile file: URL) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }  // nothing was written, so a failing close loses nothing
        var hash = SHA256()
        while let chunk = try handle.read(upToCount: Self.chunkBytes), !chunk.isEmpty { hash.update(data: chunk) }
        self.init(hash.finalize())
    }
}
