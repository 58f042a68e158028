internal import Foundation
internal import Ledger
internal import Service
internal import SystemCalls

extension StateOptions {
    /// The state directory with its ledger, for commands that need no configuration: they work while that is broken.
    ///
    /// - Throws: `ServiceError` of `badInput` where there is no ledger; what the ledger refused.
    func directoryWithLedger() throws -> (state: StateDirectory, ledger: Ledger) {
        let directory = try directory()
        guard FileManager.default.fileExists(atPath: directory.ledger.path) else {
            throw ServiceError(
                .badInput,
                "there is no ledger in the state directory: sonoquant batch or serve makes it"
            )
        }
        return (directory, try Ledger(file: directory.ledger, now: { Date() }))
    }

    /// What the caller's account does to studies by hand, and who will go on with them.
    func administratorDesk() throws -> (desk: AdministratorDesk, presence: ServicePresence) {
        let (state, ledger) = try directoryWithLedger()
        let account = CallerAccount.current
        let desk = AdministratorDesk(ledger: ledger, account: account.name, host: account.host, now: { Date() })
        return (desk, try ServicePresence(of: state, now: Date()))
    }
}
