package import Configuration
package import Identifiers

/// What the referring side ordered, from one order file: the facts of a claim that DICOM doesn't carry. Documented in
/// docs/order-file.md. Only the accession number is always there; what else a claim needs is asked for by name.
package struct Order: Hashable, Sendable {
    /// The version of the file's schema.
    package static let schema = "org.sonoquant.order.v1"

    package var accession: String
    /// The order's number with the one who placed it.
    package var placer: String?
    /// The order's number with the one who fills it.
    package var filler: String?
    package var requestedProcedure: String?
    package var patient: Patient?
    package var service: Service?
    package var anatomy: Anatomy?
    package var side: Side?
    /// Whether a diagnostic ultrasound of the same anatomy was done on the same day; nil when nobody has said.
    package var diagnosticUltrasoundSameDay: Bool?
    package var ordering: Provider?
    package var referring: Provider?
    package var payer: Payer?
    package var placeOfService: PlaceOfService?
    /// The first is the chief one.
    package var diagnoses: [DiagnosisCode]
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
        package var id: String?
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
        package var code: String
        /// For example SCT.
        package var scheme: String
        package var meaning: String
    }

    /// Of paired anatomy.
    package enum Side: String, Hashable, CaseIterable, Sendable {
        case left, right, both
    }

    /// A provider; the name is for people and leaves for no claim.
    package struct Provider: Hashable, Sendable {
        package var npi: NPI?
        package var name: String?
    }

    /// Who is asked to pay.
    package struct Payer: Hashable, Sendable {
        package var id: String?
        package var plan: String?
        package var authorisation: String?
    }
}
