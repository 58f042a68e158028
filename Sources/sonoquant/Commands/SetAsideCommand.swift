internal import ArgumentParser
internal import Identifiers
internal import Ledger
internal import Service
internal import SystemCalls

/// A person takes an instance out of its study.
struct SetAsideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-aside",
        abstract: "Take an instance out of its study's analysis, or put it back.",
        discussion: """
            For a study that is held because two contents bear one SOP Instance UID, or because its instances name \
            different patients. The bytes stay in the archive; the study is analysed anew by the running service or \
            the next batch.

            EXAMPLES
              sonoquant set-aside S000012 --arrival 31 --state /var/lib/sonoquant
              sonoquant set-aside S000012 --arrival 31 --back
            """
    )

    @Argument(help: ArgumentHelp("The study.", valueName: "study"))
    var study: String

    @Option(help: ArgumentHelp("The arrival number of the instance.", valueName: "number"))
    var arrival: Int64

    @Flag(help: "Put it back.")
    var back = false

    @OptionGroup var options: StateOptions

    func run() async throws {
        try await CommandEnding.translate {
            let account = CallerAccount.current
            let record = try await options.installation().ledger.write { [study, arrival, back] ledger in
                let record = try ledger.study(named: study)
                let number = ArrivalNumber(number: arrival)
                guard let instance = try ledger.instances(of: record.key).first(where: { $0.arrival == number }) else {
                    throw ServiceError(.badInput, "arrival \(number) brought no instance of study \(record.key)")
                }
                try ledger.setAside(instance.number, !back, by: .account(name: account.name, host: account.host))
                return try ledger.study(record.key)
            }
            Standard.answer([
                "\(record.key) is \(record.state.name) at revision \(record.revision); "
                    + "sonoquant serve goes on with it by itself, else the next sonoquant batch"
            ])
        }
    }
}
