internal import ArgumentParser
internal import Ledger
internal import Service

/// Shows one study.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one study: its files, measurements, reports, signature, events and audit trail.",
        discussion: """
            The output carries patient data.

            EXAMPLES
              sonoquant show S000012 --state /var/lib/sonoquant
              sonoquant show ACC0042 --json | jq .values
            """
    )

    @Argument(help: ArgumentHelp("The study's key, Study Instance UID, or accession number.", valueName: "study"))
    var study: String

    @OptionGroup var options: StateOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() async throws {
        try await CommandEnding.translate {
            let installation = try options.installation()
            let state = installation.state
            let detail = try await installation.ledger.read { [study] ledger in
                try StudyDetail(try ledger.study(named: study), ledger, state: state)
            }
            if json { try Standard.answer(json: detail) } else { Standard.answer(detail.lines) }
        }
    }
}
