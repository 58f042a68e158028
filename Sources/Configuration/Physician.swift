/// A physician who may sign interpretations here.
package struct Physician: Hashable, Sendable {
    package var name: PhysicianName
    package var npi: NPI
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
