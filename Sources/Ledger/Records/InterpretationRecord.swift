package import Foundation
package import Identifiers

/// A physician's signed reading of one revision.
package struct InterpretationRecord: Hashable, Sendable {
    /// The study that was read.
    package let study: StudyKey
    /// The study's, from 1; one interpretation each.
    package let revision: Int
    /// The system account that signed.
    package let account: String
    /// The machine it signed on.
    package let host: String
    /// The physician's NPI.
    package let npi: String
    /// In DICOM's form.
    package let name: String
    /// Verifying Organization (0040,A027).
    package let organisation: String
    /// The physician's NUCC code.
    package let taxonomy: String
    /// The physician's text. Patient data.
    package let impression: String
    /// Kept to the millisecond.
    package let signedAt: Date
    /// What the physician was shown: the analysis, the report.
    package let shown: [ContentDigest]

    package init(
        study: StudyKey,
        revision: Int,
        account: String,
        host: String,
        npi: String,
        name: String,
        organisation: String,
        taxonomy: String,
        impression: String,
        signedAt: Date,
        shown: [ContentDigest]
    ) {
        self.study = study
        self.revision = revision
        self.account = account
        self.host = host
        self.npi = npi
        self.name = name
        self.organisation = organisation
        self.taxonomy = taxonomy
        self.impression = impression
        self.signedAt = signedAt
        self.shown = shown
    }
}

/// An order's facts as they were given.
package struct OrderRecord: Hashable, Sendable {
    /// (0008,0050) of the study that it belongs to.
    package let accession: String
    /// Of the file that brought it.
    package let digest: ContentDigest
    /// The file's content.
    package let json: String

    package init(accession: String, digest: ContentDigest, json: String) {
        self.accession = accession
        self.digest = digest
        self.json = json
    }
}
