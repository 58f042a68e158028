/// A physician who may sign interpretations here.
package struct Physician: Hashable, Sendable {
    /// Family^Given; what the report gives as Verifying Observer (0040,A075).
    package var name: PhysicianName
    /// Once in the configuration: it says who signed and who rendered.
    package var npi: NPI
    /// Goes on the claim as the rendering provider's.
    package var taxonomy: ProviderTaxonomy
    /// What the report gives as Verifying Organization, which DICOM requires; the site's name unless said otherwise.
    package var organisation: String
    /// The system accounts that may sign as this physician.
    package var accounts: [String]

    package init(
        name: PhysicianName,
        npi: NPI,
        taxonomy: ProviderTaxonomy,
        organisation: String,
        accounts: [String]
    ) {
        self.name = name
        self.npi = npi
        self.taxonomy = taxonomy
        self.organisation = organisation
        self.accounts = accounts
    }
}
