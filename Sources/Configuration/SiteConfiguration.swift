package import Foundation

/// The configuration of a site: one YAML file, all of it optional. Documented in docs/configuration.md.
package struct SiteConfiguration: Hashable, Sendable {
    /// The imaging centre; what a claim needs of it is asked for when it is absent.
    package var site = Site()
    /// Who may sign, in the file's order; each NPI once.
    package var physicians: [Physician] = []
    /// The folder of order files; nil when none is configured.
    package var orders: URL?
    /// The pipeline file; nil for the one that comes with the program.
    package var pipeline: URL?
    /// The folder below `outbox` that events are written to.
    package var destination: PlainToken
    /// The bounds of a run.
    package var limits = ServiceLimits()
    /// What the running service watches, receives and tells.
    package var serve = ServeConfiguration()

    /// What holds where no file says otherwise.
    package init() {
        guard let destination = PlainToken("billing") else { preconditionFailure("billing is a plain token") }
        self.destination = destination
    }

    /// The physicians as whom a system account may sign, in the file's order. More than one: the person must say which.
    package func physicians(for account: String) -> [Physician] {
        physicians.filter { $0.accounts.contains(account) }
    }

    /// The physician with an NPI; nil when none has it.
    package func physician(npi: NPI) -> Physician? { physicians.first { $0.npi == npi } }
}
