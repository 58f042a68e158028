package import Configuration
package import Foundation
package import Identifiers

/// The data of a charge event: by charge-event.schema.json, which also names the members.
package struct ChargeData: Hashable, Codable, Sendable {
    package var action: ChargeEvent.Action
    package var chargeId: ChargeIdentifier
    /// From 1.
    package var revision: Int
    /// The event that this one takes the place of; nil for the first.
    package var supersedes: ChargeIdentifier?
    package var service: Service
    package var dateOfService: CalendarDate
    package var placeOfService: PlaceOfService
    package var order: OrderNumbers
    package var patient: Patient
    /// Who read; nil for the technical component.
    package var rendering: Rendering?
    package var ordering: Provider
    package var referring: Provider?
    package var billing: Provider
    package var facility: Provider
    package var payer: Payer
    package var diagnoses: [Diagnosis]
    package var evidence: Evidence
}

extension ChargeData {
    package struct Service: Hashable, Codable, Sendable {
        package var system = "CPT"
        package var code: ProcedureCode
        package var modifiers: [ServiceModifier]
        package var units: Int
        package var component: BilledComponent
        /// The version of the code catalogue.
        package var catalogue: String
    }

    package struct OrderNumbers: Hashable, Codable, Sendable {
        package var accession: String
        package var placer: String?
        package var filler: String
        package var requestedProcedure: String?
    }

    package struct Patient: Hashable, Codable, Sendable {
        package var id: String
        package var assigner: String
    }

    package struct Rendering: Hashable, Codable, Sendable {
        package var npi: NPI
        package var taxonomy: ProviderTaxonomy
    }

    package struct Provider: Hashable, Codable, Sendable {
        package var npi: NPI
    }

    package struct Payer: Hashable, Codable, Sendable {
        package var id: String
        package var plan: String?
        package var authorisation: String?
    }

    package struct Diagnosis: Hashable, Codable, Sendable {
        /// Who stated it. We never infer one.
        package enum Source: String, Hashable, Codable, Sendable {
            case order, interpretation
        }

        package var system = "ICD-10-CM"
        package var code: DiagnosisCode
        package var source: Source
    }

    package struct Evidence: Hashable, Codable, Sendable {
        package var study: ChargeIdentifier
        package var analysisDigest: ContentDigest
        package var reportDigest: ContentDigest
        /// Metric identifiers, sorted.
        package var metrics: [String]
        /// Retained images.
        package var images: Int
        /// To the second.
        package var signedAt: Date
        package var signedStatus: SignedStatus
    }
}

/// How the interpretation was signed.
package enum SignedStatus: String, Hashable, Codable, Sendable {
    case final, corrected
}
