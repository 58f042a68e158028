internal import ArgumentParser
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Service

/// Lists the studies and what each waits for.
struct StudiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studies",
        abstract: "List the studies, where each stands and what it waits for.",
        discussion: """
            EXAMPLES
              sonoquant studies --state /var/lib/sonoquant
              sonoquant studies --in reported          those that wait for a signature
              sonoquant studies --in held --json
            """
    )

    @OptionGroup var options: StateOptions

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp("Only studies in this state; may be repeated.", valueName: "state")
    )
    var states: [String] = []

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        for state in states where !StudyState.names.contains(state) {
            throw ValidationError("\(state) is no state; states are \(StudyState.names.joined(separator: ", "))")
        }
    }

    func run() async throws {
        try await CommandEnding.translate {
            let ledger = try options.installation().ledger
            let chosen = states.isEmpty ? nil : Set(states)
            let items = try await ledger.read { ledger in
                try ledger.studies(inStates: chosen).map { try StudyLineItem($0, in: ledger) }
            }
            if json { return try Standard.answer(json: items) }
            guard !items.isEmpty else { return Standard.answer(["No studies."]) }
            var table = Table("STUDY", "REVISION", "STATE", "SINCE", "WAITS FOR")
            for item in items {
                table.add(
                    item.study.description,
                    String(item.revision),
                    item.state,
                    item.since.formatted(.iso8601),
                    item.remark
                )
            }
            Standard.answer(table.lines)
        }
    }
}
