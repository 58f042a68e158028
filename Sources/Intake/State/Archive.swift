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

    /// Moves a durable file in. One of that name has the same bytes, so that it makes no difference which stays.
    ///
    /// The folder's names are durable only after `synchronise`.
    func take(_ file: URL, study: StudyKey, digest: ContentDigest) throws(SystemCallError) {
        let studyFolder = folder.appending(path: study.description)
        try DurableFile.makeFolder(studyFolder)
        try DurableFile.rename(file, to: folder.appending(path: Self.name(study: study, digest: digest)))
    }

    /// Makes the names in these studies' folders durable.
    func synchronise(_ studies: some Sequence<StudyKey>) throws(SystemCallError) {
        for study in studies { try DurableFile.synchroniseFolder(folder.appending(path: study.description)) }
    }
}
