package import Analysis
package import Foundation
package import Identifiers
internal import SystemCalls

/// The result folders: each named by the digest of all that it depends on, and never rewritten.
package struct ResultStore: Sendable {
    private let folder: URL

    /// The largest result.json that is read, bytes (law 8): a cine of 5,000 frames with 20 groups stays far below.
    private static let largestResult = 64 << 20

    /// - Parameter folder: `STATE/results`.
    package init(folder: URL) {
        self.folder = folder
    }

    /// Where a result stands, whether it is there or not.
    package func folder(of digest: ContentDigest) -> URL {
        folder.appending(path: digest.hexadecimal)
    }

    /// Where a worker writes a result before it is taken; what an interrupted one left is removed.
    package func emptyWorkFolder(for digest: ContentDigest) throws -> URL {
        let work = folder.appending(path: ".\(digest.hexadecimal).work")
        if FileManager.default.fileExists(atPath: work.path) { try FileManager.default.removeItem(at: work) }
        return work
    }

    /// Whether the folder is complete by its own mark.
    package func isComplete(_ digest: ContentDigest) -> Bool {
        FileManager.default.fileExists(atPath: folder(of: digest).appending(path: CompletionMark.fileName).path)
    }

    /// Takes what a worker finished, after a check of its mark and of the digest that it names.
    package func take(_ work: URL, as digest: ContentDigest) throws {
        try CompletionMark.verify(work)
        guard try read(work).digest == digest else {
            throw ServiceError(.damaged, "the analysis measured other instances than it was given")
        }
        try DurableFile.move(work, to: folder(of: digest))
    }

    /// The result of a digest.
    package func result(_ digest: ContentDigest) throws -> StudyResult {
        try read(folder(of: digest))
    }

    private func read(_ folder: URL) throws -> StudyResult {
        let file = folder.appending(path: StudyResult.fileName)
        let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? .max
        guard size <= Self.largestResult else {
            throw ServiceError(.damaged, "a result.json is larger than \(Self.largestResult >> 20) MiB")
        }
        return try JSONDecoder().decode(StudyResult.self, from: Data(contentsOf: file))
    }
}
