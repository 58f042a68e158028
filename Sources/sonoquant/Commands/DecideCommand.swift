internal import ArgumentParser
internal import Ledger
internal import Service
internal import SystemCalls

/// A person ends a charge that the rules can't decide.
struct DecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide that a signed study which is held at its charge is not billed by this program.",
        discussion: """
            For a study that the charge rule holds for a person: billed by hand as another code, or not at all. Who decided and \
            why go into the audit trail. Whatever can be mended (an order file, the configuration) is mended there instead, and \
            the next batch goes on.

            EXAMPLE
              sonoquant decide S000012 --no-charge "billed by hand as 0690T" --state /var/lib/sonoquant
            """
    )

    @Argument(help: ArgumentHelp("The study.", valueName: "study"))
    var study: String

    @Option(help: ArgumentHelp("Why it is not billed here; without patient data.", valueName: "reason"))
    var noCharge: String

    @OptionGroup var options: StateOptions

    func validate() throws {
        guard (1...500).contains(noCharge.count) else {
            throw ValidationError("the reason must have 1 to 500 characters")
        }
    }

    func run() async throws {
        try await CommandEnding.translate {
            let account = CallerAccount.current
            let actor = Actor.account(name: account.name, host: account.host)
            let record = try await options.installation().ledger.write { [study, noCharge] ledger in
                let record = try ledger.study(named: study)
                let decided = StudyState.notCharged(.decided(noCharge))
                if record.state == decided { return record }
                guard case .held(_, at: .charge) = record.state else {
                    throw ServiceError(
                        .wrongState,
                        "study \(record.key) is \(record.state.name), not held at its charge"
                    )
                }
                guard try ledger.charges(of: record.key).allSatisfy({ !$0.isLive }) else {
                    throw ServiceError(
                        .wrongState,
                        "an event for study \(record.key) is out and stands; have the biller void it first"
                    )
                }
                _ = try ledger.move(
                    record.key,
                    revision: record.revision,
                    from: record.state,
                    to: .interpreted,
                    by: actor
                )
                return try ledger.move(
                    record.key,
                    revision: record.revision,
                    from: .interpreted,
                    to: decided,
                    by: actor
                )
            }
            Standard.answer(["\(record.key) is \(record.state.name)"])
        }
    }
}
