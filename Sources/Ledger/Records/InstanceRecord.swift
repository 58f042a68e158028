package import Identifiers

/// An instance that came, before the ledger has it.
package struct ReceivedInstance: Hashable, Sendable {
    package var studyInstanceUID: DICOMUID
    package var seriesInstanceUID: DICOMUID
    package var sopInstanceUID: DICOMUID
    package var sopClassUID: DICOMUID
    package var transferSyntaxUID: String
    package var patientID: String?
    package var issuerOfPatientID: String?
    package var accession: String?
    package var studyDate: String?
    /// Of the bytes as received.
    package var digest: ContentDigest
    /// Bytes.
    package var size: Int64
    /// The path under the archive.
    package var archiveName: String
    /// The whole of what `inspect` told, as JSON.
    package var facts: String

    package init(
        studyInstanceUID: DICOMUID,
        seriesInstanceUID: DICOMUID,
        sopInstanceUID: DICOMUID,
        sopClassUID: DICOMUID,
        transferSyntaxUID: String,
        patientID: String?,
        issuerOfPatientID: String?,
        accession: String?,
        studyDate: String?,
        digest: ContentDigest,
        size: Int64,
        archiveName: String,
        facts: String
    ) {
        self.studyInstanceUID = studyInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.sopInstanceUID = sopInstanceUID
        self.sopClassUID = sopClassUID
        self.transferSyntaxUID = transferSyntaxUID
        self.patientID = patientID
        self.issuerOfPatientID = issuerOfPatientID
        self.accession = accession
        self.studyDate = studyDate
        self.digest = digest
        self.size = size
        self.archiveName = archiveName
        self.facts = facts
    }
}

/// An instance in the archive.
package struct InstanceRecord: Hashable, Sendable {
    /// The row.
    package let number: Int64
    package let study: StudyKey
    package let sopInstanceUID: DICOMUID
    package let sopClassUID: DICOMUID
    package let seriesInstanceUID: DICOMUID
    package let transferSyntaxUID: String
    /// Of the bytes as received.
    package let digest: ContentDigest
    /// Bytes.
    package let size: Int64
    /// The path under the archive.
    package let archiveName: String
    /// The whole of what `inspect` told, as JSON.
    package let facts: String
    /// The file that brought it.
    package let arrival: ArrivalNumber
    /// The study's revision that it came in.
    package let revision: Int
    /// A person took it out of the study; its bytes stay.
    package let isSetAside: Bool
}
