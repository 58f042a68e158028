package import Foundation
package import Identifiers

/// The result of an analysis.
package struct ResultRecord: Hashable, Sendable {
    /// The study that was analysed.
    package let study: StudyKey
    /// The study's, from 1.
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
        /// Preliminary: by the machine alone. Final: verified by a physician.
        case preliminary, final
    }

    /// The study that it reports.
    package let study: StudyKey
    /// The study's, from 1.
    package let revision: Int
    /// Whether it bears a signature.
    package let kind: Kind
    /// (0008,0018) of the report.
    package let sopInstanceUID: DICOMUID
    /// (0020,000E) of the report.
    package let seriesInstanceUID: DICOMUID
    /// Of the SR file.
    package let digest: ContentDigest
    /// The path under the reports folder.
    package let folder: String
    /// To the millisecond.
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
