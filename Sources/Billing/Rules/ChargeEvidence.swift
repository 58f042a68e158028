package import Configuration
package import Foundation
package import Identifiers

/// What the ledger holds of a study when its charge is decided. An absent part is a part that doesn't exist (law 4).
package struct ChargeEvidence: Hashable, Sendable {
    /// Who signed the interpretation, and when.
    package struct Signature: Hashable, Sendable {
        /// As the interpretation records it.
        package var physician: PhysicianName
        /// The rendering provider of a claim.
        package var npi: NPI
        /// The rendering provider's.
        package var taxonomy: ProviderTaxonomy
        /// Only whole seconds count.
        package var signedAt: Date
        /// Corrected where an earlier revision had a final report.
        package var status: SignedStatus

        package init(
            physician: PhysicianName,
            npi: NPI,
            taxonomy: ProviderTaxonomy,
            signedAt: Date,
            status: SignedStatus
        ) {
            self.physician = physician
            self.npi = npi
            self.taxonomy = taxonomy
            self.signedAt = signedAt
            self.status = status
        }
    }

    /// (0020,000D).
    package var studyInstanceUID: DICOMUID
    /// (0010,0020).
    package var patientID: String?
    /// (0010,0021); nil where the study has none.
    package var issuerOfPatientID: String?
    /// (0008,0050), by which the order is found.
    package var accession: String?
    /// YYYYMMDD, as DICOM gives it.
    package var studyDate: String?
    /// Words of the kind `different accession numbers`: what the study's instances contradict each other in, of the facts that a
    /// claim takes from them.
    package var contradictions: [String] = []
    /// HHMMSS with an optional fraction.
    package var studyTime: String?
    /// For example -0500.
    package var timezoneOffsetFromUTC: String?
    /// Image instances in the archive.
    package var retainedImages = 0
    /// Names the result of the analysis; nil where there is none.
    package var analysisDigest: ContentDigest?
    /// Of the final report, the one that carries the signature.
    package var reportDigest: ContentDigest?
    /// Identifiers of the metrics that have a value and whose catalogue row says that they characterise tissue.
    package var tissueMetrics: [String] = []
    /// Of the present revision; nil until somebody signs.
    package var signature: Signature?

    package init(studyInstanceUID: DICOMUID) {
        self.studyInstanceUID = studyInstanceUID
    }
}
