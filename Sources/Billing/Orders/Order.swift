package import Configuration
package import Identifiers

/// What the referring side ordered, from one order file: the facts of a claim that DICOM doesn't carry. Documented in
/// docs/order-file.md. Only the accession number is always there; what else a claim needs is asked for by name.
package struct Order: Hashable, Sendable {
    /// The version of the file's schema.
    package static let schema = "org.sonoquant.order.v1"

    /// (0008,0050) of the study that it is matched to.
    package var accession: String
    /// The order's number with the one who placed it.
    package var placer: String?
    /// The order's number with the one who fills it.
    package var filler: String?
    /// Requested Procedure ID (0040,1001).
    package var requestedProcedure: String?
    /// Compared with the study's; nil where the file names none.
    package var patient: Patient?
    /// Anything but quantitative ultrasound isn't billed.
    package var service: Service?
    /// The target; a claim needs that one is stated.
    package var anatomy: Anatomy?
    /// Nil where nothing is said.
    package var side: Side?
    /// Whether a diagnostic ultrasound of the same anatomy was done on the same day; nil when nobody has said.
    package var diagnosticUltrasoundSameDay: Bool?
    /// Who ordered; a claim needs the NPI.
    package var ordering: Provider?
    /// Who referred, if another.
    package var referring: Provider?
    /// Who is asked to pay; a claim needs the identifier.
    package var payer: Payer?
    /// Where the patient was scanned.
    package var placeOfService: PlaceOfService?
    /// The first is the chief one.
    package var diagnoses: [DiagnosisCode]
    /// A signed study of a cancelled order goes to a person.
    package var isCancelled: Bool
    /// Of the file's bytes.
    package var digest: ContentDigest
    /// The file's content.
    package var json: String

    /// Whether two orders say the same, whatever their files look like.
    func saysTheSame(as other: Order) -> Bool {
        var other = other
        other.digest = digest
        other.json = json
        return self == other
    }
}

extension Order {
    /// Whose order it is.
    package struct Patient: Hashable, Sendable {
        /// Compared with (0010,0020) of the study.
        package var id: String?
        /// Compared with the issuer of that ID.
        package var assigner: String?
    }

    /// What was ordered.
    package enum Service: Hashable, Sendable {
        case quantitativeUltrasound
        /// In the order's words.
        case other(String)
    }

    /// The target anatomy as a coded concept.
    package struct Anatomy: Hashable, Sendable {
        /// As the scheme writes it, for example 10200004.
        package var code: String
        /// For example SCT.
        package var scheme: String
        /// For people, for example Liver.
        package var meaning: String
    }

    /// Of paired anatomy.
    package enum Side: String, Hashable, CaseIterable, Sendable {
        case left, right, both
    }

    /// A provider; the name is for people and leaves for no claim.
    package struct Provider: Hashable, Sendable {
        /// National Provider Identifier; nil where the file gives only a name.
        package var npi: NPI?
        /// For people.
        package var name: String?
    }

    /// Who is asked to pay.
    package struct Payer: Hashable, Sendable {
        /// As the biller knows the payer.
        package var id: String?
        /// The patient's plan with the payer.
        package var plan: String?
        /// The payer's authorisation of the service.
        package var authorisation: String?
    }
}
