internal import Identifiers
internal import Foundation

/// An item of the Coding Scheme Identification Sequence (PS3.3 C.12.1.1.10).
package struct CodingScheme: Hashable, Sendable {
    /// Coding Scheme Designator (0008,0102).
    package let designator: String
    /// Coding Scheme UID (0008,010C).
    package let uid: String
    /// Coding Scheme Name (0008,0115).
    package let name: String
    /// Coding Scheme Responsible Organization (0008,0116).
    package let organization: String

    /// SonoQuant's own codes, for quantities that no standard scheme names.
    package static let sonoquant = CodingScheme(
        designator: "99SONOQ",
        uid: DICOMUID(UUID(namespace: .sonoquant, name: "coding-scheme:99SONOQ")).value,
        name: "SonoQuant tissue quantification",
        organization: "SonoQuant"
    )

    /// The United States' National Provider Identifier, registered with HL7 as 2.16.840.1.113883.4.6; DICOM has no designator for it.
    package static let nationalProviderIdentifier = CodingScheme(
        designator: "99NPI",
        uid: "2.16.840.1.113883.4.6",
        name: "US National Provider Identifier",
        organization: "Centers for Medicare and Medicaid Services"
    )

    /// Schemes that this program writes, beyond those that every reader knows (PS3.16 table 8-1).
    package static let declared: [CodingScheme] = [
        CodingScheme(
            designator: "IBSI",
            uid: "1.2.840.10008.2.16.13",
            name: "Image Biomarker Standardisation Initiative",
            organization: "Image Biomarker Standardisation Initiative"
        ),
        nationalProviderIdentifier,
        sonoquant,
    ]
}
