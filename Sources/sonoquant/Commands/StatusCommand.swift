internal import ArgumentParser
internal import Foundation
internal import Ledger
internal import Service

/// One screen: is all well, and what needs a person.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show on one screen whether all is well, what waits for whom, and what needs a person.",
        discussion: """
            Asks the ledger and what a running service tells of itself; it needs no configuration and disturbs nothing. The \
            screen carries no patient data. \
            What needs you comes last.

            EXAMPLES
              sonoquant status --state /var/lib/sonoquant
              sonoquant status --json | jq .needsPerson

            EXIT CODES
              0 all is well, 2 something needs a person
            """
    )

    @OptionGroup var options: StateOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() async throws {
        try await CommandEnding.translate {
            let (state, ledger) = try options.directoryWithLedger()
            let now = Date()
            let presence = try ServicePresence(of: state, now: now)
            let answer = try await ledger.read { try StatusAnswer(presence, state, now: now, in: $0) }
            if json { try Standard.answer(json: answer) } else { Standard.answer(answer.lines) }
            if answer.exitCode != 0 { throw ExitCode(answer.exitCode) }
        }
    }
}
