package import Configuration
package import Identifiers

/// What a claim states. Two events whose billed facts are equal bill the same: an addendum between them makes no event.
package struct BilledFacts: Hashable, Codable, Sendable {
    /// From the code catalogue, by date of service.
    package var code: ProcedureCode
    /// Empty, 26 or TC, by `component`.
    package var modifiers: [ServiceModifier]
    /// One for a study and its target anatomy.
    package var units: Int
    /// Which part of the service the site bills.
    package var component: BilledComponent
    /// A day in the site's time zone.
    package var dateOfService: CalendarDate
    /// Where the patient was scanned; from the order.
    package var placeOfService: PlaceOfService
    /// The order's numbers.
    package var order: ChargeData.OrderNumbers
    /// Whom the service was rendered to.
    package var patient: ChargeData.Patient
    /// Who read; nil for the technical component.
    package var rendering: ChargeData.Rendering?
    /// Who ordered.
    package var ordering: ChargeData.Provider
    /// Who referred; nil where the order names nobody.
    package var referring: ChargeData.Provider?
    /// Who is paid; from the configuration.
    package var billing: ChargeData.Provider
    /// Where the service was rendered; from the configuration.
    package var facility: ChargeData.Provider
    /// Who is asked to pay.
    package var payer: ChargeData.Payer
    /// The first is the chief one.
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
    /// Of study, service and component: the same in every event of the charge.
    package var chargeId: ChargeIdentifier
    /// Of the last event.
    package var eventId: ChargeIdentifier
    /// Of the last event, from 1.
    package var revision: Int
    /// The study that is charged.
    package var study: ChargeIdentifier
    /// Of the signed report that the last event bears as evidence.
    package var reportDigest: ContentDigest
    /// What the last event billed.
    package var facts: BilledFacts
}
