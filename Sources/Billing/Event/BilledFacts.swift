package import Configuration
package import Identifiers

/// What a claim states. Two events whose billed facts are equal bill the same: an addendum between them makes no event.
package struct BilledFacts: Hashable, Codable, Sendable {
    package var code: ProcedureCode
    package var modifiers: [ServiceModifier]
    package var units: Int
    package var component: BilledComponent
    package var dateOfService: CalendarDate
    package var placeOfService: PlaceOfService
    package var order: ChargeData.OrderNumbers
    package var patient: ChargeData.Patient
    package var rendering: ChargeData.Rendering?
    package var ordering: ChargeData.Provider
    package var referring: ChargeData.Provider?
    package var billing: ChargeData.Provider
    package var facility: ChargeData.Provider
    package var payer: ChargeData.Payer
    package var diagnoses: [ChargeData.Diagnosis]
}

extension ChargeData {
    /// All but the evidence, the catalogue's version and the place in the charge's history.
    package var billedFacts: BilledFacts {
        BilledFacts(
            code: service.code,
            modifiers: service.modifiers,
            units: service.units,
            component: service.component,
            dateOfService: dateOfService,
            placeOfService: placeOfService,
            order: order,
            patient: patient,
            rendering: rendering,
            ordering: ordering,
            referring: referring,
            billing: billing,
            facility: facility,
            payer: payer,
            diagnoses: diagnoses
        )
    }
}

/// A charge whose last event is out and no void: what the rules must know of it.
package struct LiveCharge: Hashable, Codable, Sendable {
    package var chargeId: ChargeIdentifier
    /// Of the last event.
    package var eventId: ChargeIdentifier
    package var revision: Int
    package var study: ChargeIdentifier
    package var reportDigest: ContentDigest
    package var facts: BilledFacts
}
