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

    /// Gives a durable file its second name here. One of that name has the same bytes, so that it makes no difference which stays.
    ///
    /// The spool's name goes only after the ledger has the row: killed between, the spool tells what stands here without one. The
    /// folder's names are durable only after `synchronise`.
    func take(_ file: URL, study: StudyKey, digest: ContentDigest) throws(SystemCallError) {
        try DurableFile.makeFolder(folder.appending(path: study.description))
        _ = try DurableFile.linkUnlessPresent(file, to: self.file(Self.name(study: study, digest: digest)))
    }

    /// Takes a name out that no row has, nor will have.
    func withdraw(study: StudyKey, digest: ContentDigest) throws(SystemCallError) {
        try DurableFile.remove(self.file(Self.name(study: study, digest: digest)))
    }

    /// Makes the names in these studies' folders durable.
    func synchronise(_ studies: some Sequence<StudyKey>) throws(SystemCallError) {
        for study in studies { try DurableFile.synchroniseFolder(folder.appending(path: study.description)) }
    }
}
