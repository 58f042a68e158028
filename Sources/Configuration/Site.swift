package import Foundation

/// What is true of the imaging centre as a whole. All of it may be absent; what a claim needs is asked for then.
package struct Site: Hashable, Sendable {
    /// Names the site in every event's source; never changed once events are out.
    package var id: PlainToken?
    /// For people and reports, at most 64 characters.
    package var name: String?
    /// Of all calendar dates of a claim.
    package var timeZone: TimeZone?
    /// Who issued patient identifiers that come without an issuer.
    package var patientIdAssigner: String?
    /// Which part of the service the site bills.
    package var component: BilledComponent
    /// Which day dates the service; for the global component only.
    package var globalServiceDate: GlobalServiceDate
    /// Who is paid.
    package var billing: NPI?
    /// Where the service was rendered.
    package var facility: NPI?

    package init(
        id: PlainToken? = nil,
        name: String? = nil,
        timeZone: TimeZone? = nil,
        patientIdAssigner: String? = nil,
        component: BilledComponent = .global,
        globalServiceDate: GlobalServiceDate = .scan,
        billing: NPI? = nil,
        facility: NPI? = nil
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.patientIdAssigner = patientIdAssigner
        self.component = component
        self.globalServiceDate = globalServiceDate
        self.billing = billing
        self.facility = facility
    }
}
