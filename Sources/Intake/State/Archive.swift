package import Foundation
package import Identifiers
internal import SystemCalls

/// `STATE/archive`: the received bytes, exactly, as `<study key>/<sha256>.dcm`.
package struct Archive: Sendable {
    /// The archive's folder.
    package let folder: URL

    package init(folder: URL) {
        self.folder = folder
    }

    /// The path of an instance under the archive.
    package static func name(study: StudyKey, digest: ContentDigest) -> String {
        "\(study)/\(digest.hexadecimal).dcm"
    }

    /// The file of an instance.
    package func file(_ name: String) -> URL { folder.appending(path: name) }

    /// Gives a durable file its second name here. One of that name that still has the bytes it is named for stays; one that was
    /// damaged gives way to the good bytes that came again.
    ///
    /// The spool's name goes only after the ledger has the row: killed between, the spool tells what stands here without one. The
    /// folder's names are durable only after `synchronise`.
    func take(_ file: URL, study: StudyKey, digest: ContentDigest) throws(SystemCallError) {
        try DurableFile.makeFolder(folder.appending(path: study.description))
        let target = self.file(Self.name(study: study, digest: digest))
        guard try !DurableFile.linkUnlessPresent(file, to: target) else { return }
        // What can't be read is as good as damaged.
        if let kept = try? KeptContent.digest(of: target), kept.digest == digest { return }
        let fresh = target.deletingLastPathComponent().appending(path: ".\(digest.hexadecimal).new")
        try DurableFile.remove(fresh)
        _ = try DurableFile.linkUnlessPresent(file, to: fresh)
        try DurableFile.rename(fresh, to: target)
    }

    /// Whether a name is there.
    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

    /// Takes a name out that no row has, nor will have.
    func withdraw(study: StudyKey, digest: ContentDigest) throws(SystemCallError) {
        try DurableFile.remove(self.file(Self.name(study: study, digest: digest)))
    }

    /// Makes the names in these studies' folders durable, and theirs: a killed run may have made a folder and got no further.
    func synchronise(_ studies: some Sequence<StudyKey>) throws(SystemCallError) {
        try DurableFile.synchroniseFolder(folder)
        for study in studies { try DurableFile.synchroniseFolder(folder.appending(path: study.description)) }
    }
}
