package import Analysis
package import Foundation
package import Identifiers
internal import SystemCalls

/// The result folders: each named by the digest of all that it depends on, and never rewritten.
package struct ResultStore: Sendable {
    private let folder: URL

    /// - Parameter folder: `STATE/results`.
    package init(folder: URL) {
        self.folder = folder
    }

    /// Where a result stands, whether it is there or not.
    package func folder(of digest: ContentDigest) -> URL {
        folder.appending(path: digest.hexadecimal)
    }

    /// Where a worker writes a result before it is taken; what an interrupted one left is removed.
    func emptyWorkFolder(for digest: ContentDigest) throws -> URL {
        let work = folder.appending(path: ".\(digest.hexadecimal).work")
        if FileManager.default.fileExists(atPath: work.path) { try FileManager.default.removeItem(at: work) }
        return work
    }

    /// Whether the result is there.
    func isFinished(_ digest: ContentDigest) -> Bool {
        ResultFolder.isFinished(folder(of: digest))
    }

    /// Takes what a worker finished, after a check of its mark and of the digest that it names.
    func take(_ work: URL, as digest: ContentDigest) throws {
        _ = try ResultFolder.verified(work, is: digest)
        try DurableFile.move(work, to: folder(of: digest))
    }

    /// The result of a digest, checked against its mark.
    package func result(_ digest: ContentDigest) throws -> StudyResult {
        try ResultFolder.verified(folder(of: digest), is: digest)
    }
}
