package import Identifiers

/// An instance that came, before the ledger has it.
package struct ReceivedInstance: Hashable, Sendable {
    /// (0020,000D).
    package var studyInstanceUID: DICOMUID
    /// (0020,000E).
    package var seriesInstanceUID: DICOMUID
    /// (0008,0018).
    package var sopInstanceUID: DICOMUID
    /// (0008,0016).
    package var sopClassUID: DICOMUID
    /// (0002,0010), or what the bytes were read by where that is missing or plainly false.
    package var transferSyntaxUID: String
    /// (0010,0020).
    package var patientID: String?
    /// (0010,0021).
    package var issuerOfPatientID: String?
    /// (0008,0050).
    package var accession: String?
    /// (0008,0020), as the instance gives it.
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
    /// The study that it belongs to.
    package let study: StudyKey
    /// (0008,0018); two contents of a study may share it.
    package let sopInstanceUID: DICOMUID
    /// (0008,0016).
    package let sopClassUID: DICOMUID
    /// (0020,000E).
    package let seriesInstanceUID: DICOMUID
    /// (0002,0010), or what the bytes were read by where that is missing or plainly false.
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
