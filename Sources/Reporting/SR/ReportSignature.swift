package import Foundation
package import Identifiers

/// A physician's interpretation, as the final report states it.
package struct ReportSignature: Hashable, Sendable {
    /// In DICOM's form: Reader^Rita.
    package var physicianName: String
    /// LO.
    package var organisation: String
    /// National Provider Identifier; nil where the site has none.
    package var npi: String?
    /// Verification DateTime (0040,A030).
    package var signedAt: Date
    /// What the physician wrote; each line that isn't blank becomes an item of the report.
    package var impression: String

    package init(physicianName: String, organisation: String, npi: String?, signedAt: Date, impression: String) {
        self.physicianName = physicianName
        self.organisation = organisation
        self.npi = npi
        self.signedAt = signedAt
        self.impression = impression
    }

    /// Of everything that is signed: it tells one signature from another in a report's UID.
    package var digest: ContentDigest {
        let fields = [physicianName, organisation, npi ?? "", String(signedAt.timeIntervalSince1970), impression]
        return ContentDigest(of: Array(fields.joined(separator: "\u{1F}").utf8))
    }
}

/// The report that this one replaces, of the same study (PS3.3 C.17.2, Predecessor Documents Sequence).
package struct PredecessorReference: Hashable, Sendable {
    /// (0008,1150) of the replaced report.
    package var sopClassUID: DICOMUID
    /// (0008,1155) of the replaced report.
    package var sopInstanceUID: DICOMUID
    /// (0020,000E) of the replaced report.
    package var seriesInstanceUID: DICOMUID

    package init(sopClassUID: DICOMUID, sopInstanceUID: DICOMUID, seriesInstanceUID: DICOMUID) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
    }
}

/// What the order says of the request that the report fulfils; nil where it isn't known.
package struct OrderReference: Hashable, Sendable {
    /// Placer Order Number / Imaging Service Request (0040,2016).
    package var placerNumber: String?
    /// Filler Order Number / Imaging Service Request (0040,2017).
    package var fillerNumber: String?
    /// Requested Procedure ID (0040,1001).
    package var requestedProcedureID: String?

    package init(placerNumber: String? = nil, fillerNumber: String? = nil, requestedProcedureID: String? = nil) {
        self.placerNumber = placerNumber
        self.fillerNumber = fillerNumber
        self.requestedProcedureID = requestedProcedureID
    }
}
