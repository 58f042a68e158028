internal import ArgumentParser
internal import Ledger
internal import Service
internal import SystemCalls

/// Puts a failed study back on the line.
struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Put a failed study back on the line; the next batch takes it up.",
        discussion: "EXAMPLE\n  sonoquant retry S000012 --state /var/lib/sonoquant"
    )

    @Argument(help: ArgumentHelp("The study.", valueName: "study"))
    var study: String

    @OptionGroup var options: StateOptions

    func run() async throws {
        try await CommandEnding.translate {
            let account = CallerAccount.current
            let record = try await options.installation().ledger.write { [study] ledger in
                let record = try ledger.study(named: study)
                guard case .failed(_, let stage) = record.state else {
                    throw ServiceError(.wrongState, "study \(record.key) has not failed; it is \(record.state.name)")
                }
                return try ledger.move(
                    record.key,
                    revision: record.revision,
                    from: record.state,
                    to: stage == .charge ? .interpreted : .complete,
                    by: .account(name: account.name, host: account.host)
                )
            }
            Standard.answer(["\(record.key) is \(record.state.name); sonoquant batch goes on with it"])
        }
    }
}
