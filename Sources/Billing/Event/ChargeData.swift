package import Configuration
package import Foundation
package import Identifiers

/// The data of a charge event: by charge-event.schema.json, which also names the members.
package struct ChargeData: Hashable, Codable, Sendable {
    /// What the event does to its charge.
    package var action: ChargeEvent.Action
    /// Of study, service and component: the same in every event of the charge.
    package var chargeId: ChargeIdentifier
    /// From 1.
    package var revision: Int
    /// The event that this one takes the place of; nil for the first.
    package var supersedes: ChargeIdentifier?
    /// The code and what modifies it.
    package var service: Service
    /// A day in the site's time zone.
    package var dateOfService: CalendarDate
    /// Where the patient was scanned; from the order.
    package var placeOfService: PlaceOfService
    /// The numbers by which the biller finds the order.
    package var order: OrderNumbers
    /// Whom the service was rendered to.
    package var patient: Patient
    /// Who read; nil for the technical component.
    package var rendering: Rendering?
    /// Who ordered.
    package var ordering: Provider
    /// Who referred; nil where the order names nobody.
    package var referring: Provider?
    /// Who is paid; from the configuration.
    package var billing: Provider
    /// Where the service was rendered; from the configuration.
    package var facility: Provider
    /// Who is asked to pay.
    package var payer: Payer
    /// 1 to 12, the first the chief one.
    package var diagnoses: [Diagnosis]
    /// What the charge rests on (law 4); no part of what is billed.
    package var evidence: Evidence
}

extension ChargeData {
    /// What was rendered, as a claim line has it.
    package struct Service: Hashable, Codable, Sendable {
        /// The code system of `code`.
        package var system = "CPT"
        /// From the code catalogue, by date of service.
        package var code: ProcedureCode
        /// Empty, 26 or TC, by `component`.
        package var modifiers: [ServiceModifier]
        /// One for a study and its target anatomy.
        package var units: Int
        /// Which part of the service the site bills.
        package var component: BilledComponent
        /// The version of the code catalogue.
        package var catalogue: String
    }

    /// The order's numbers, as each of the parties has them.
    package struct OrderNumbers: Hashable, Codable, Sendable {
        /// (0008,0050) of the study; joins study and order file.
        package var accession: String
        /// With the one who placed the order.
        package var placer: String?
        /// With the one who fills it.
        package var filler: String
        /// Requested Procedure ID (0040,1001).
        package var requestedProcedure: String?
    }

    /// The patient, without name, birth date or sex.
    package struct Patient: Hashable, Codable, Sendable {
        /// (0010,0020) of the study.
        package var id: String
        /// Who issued `id`: (0010,0021), else the configuration's or the order's.
        package var assigner: String
    }

    /// The physician who signed.
    package struct Rendering: Hashable, Codable, Sendable {
        /// Of the signer, as the interpretation records it.
        package var npi: NPI
        /// Of the signer, as the interpretation records it.
        package var taxonomy: ProviderTaxonomy
    }

    /// A person or organisation of the claim, by identifier alone.
    package struct Provider: Hashable, Codable, Sendable {
        /// National Provider Identifier.
        package var npi: NPI
    }

    /// Who is asked to pay; from the order.
    package struct Payer: Hashable, Codable, Sendable {
        /// As the biller knows the payer.
        package var id: String
        /// The patient's plan with the payer.
        package var plan: String?
        /// The payer's authorisation of the service.
        package var authorisation: String?
    }

    /// A reason for the service.
    package struct Diagnosis: Hashable, Codable, Sendable {
        /// Who stated it. We never infer one.
        package enum Source: String, Hashable, Codable, Sendable {
            /// The order file, or the physician's interpretation.
            case order, interpretation
        }

        /// The code system of `code`.
        package var system = "ICD-10-CM"
        /// With its dot.
        package var code: DiagnosisCode
        /// Who stated it.
        package var source: Source
    }

    /// What proves that the service was rendered: images, analysis, report, signature (law 4).
    package struct Evidence: Hashable, Codable, Sendable {
        /// Names the study without its UID.
        package var study: ChargeIdentifier
        /// Names the result of the analysis.
        package var analysisDigest: ContentDigest
        /// Of the final report's SR file.
        package var reportDigest: ContentDigest
        /// Metric identifiers, sorted.
        package var metrics: [String]
        /// Retained images.
        package var images: Int
        /// To the second.
        package var signedAt: Date
        /// Corrected where an earlier revision had a final report.
        package var signedStatus: SignedStatus
    }
}

/// How the interpretation was signed.
package enum SignedStatus: String, Hashable, Codable, Sendable {
    /// Corrected where an earlier revision had a final report.
    case final, corrected
}
