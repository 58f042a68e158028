package import Foundation
package import Identifiers

/// The result of an analysis.
package struct ResultRecord: Hashable, Sendable {
    package let study: StudyKey
    package let revision: Int
    /// Names the result folder.
    package let digest: ContentDigest
    /// Name and version of the pipeline.
    package let pipeline: String

    package init(study: StudyKey, revision: Int, digest: ContentDigest, pipeline: String) {
        self.study = study
        self.revision = revision
        self.digest = digest
        self.pipeline = pipeline
    }
}

/// A report that this program wrote.
package struct ReportRecord: Hashable, Sendable {
    /// Before or after the signature.
    package enum Kind: String, Sendable {
        case preliminary, final
    }

    package let study: StudyKey
    package let revision: Int
    package let kind: Kind
    package let sopInstanceUID: DICOMUID
    package let seriesInstanceUID: DICOMUID
    /// Of the SR file.
    package let digest: ContentDigest
    /// The path under the reports folder.
    package let folder: String
    package let madeAt: Date

    package init(
        study: StudyKey,
        revision: Int,
        kind: Kind,
        sopInstanceUID: DICOMUID,
        seriesInstanceUID: DICOMUID,
        digest: ContentDigest,
        folder: String,
        madeAt: Date
    ) {
        self.study = study
        self.revision = revision
        self.kind = kind
        self.sopInstanceUID = sopInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.digest = digest
        self.folder = folder
        self.madeAt = madeAt
    }
}
