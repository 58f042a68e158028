internal import ArgumentParser
internal import Identifiers
internal import Service

/// Puts failed studies back on the line.
struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Put a failed study back on the line, or all of them.",
        discussion: """
            Mend the cause first: sonoquant show STUDY tells it. Who asked for it goes into the audit trail.

            EXAMPLES
              sonoquant retry S000012 --state /var/lib/sonoquant
              sonoquant retry --all-failed
            """
    )

    @Argument(help: ArgumentHelp("The study.", valueName: "study"))
    var study: String?

    @Flag(help: "Every study that has failed.")
    var allFailed = false

    @OptionGroup var options: StateOptions

    func validate() throws {
        guard (study != nil) != allFailed else {
            throw ValidationError("name one study, or say --all-failed")
        }
    }

    func run() async throws {
        try await CommandEnding.translate {
            let (desk, presence) = try options.administratorDesk()
            if let study {
                return Standard.answer([NextStep.words(try await desk.retry(study), presence)])
            }
            let keys = try await desk.retryAllFailed()
            Standard.answer([
                keys.isEmpty
                    ? "No study has failed."
                    : "\(keys.count) studies are back on the line; \(NextStep.whoGoesOn(presence))"
            ])
        }
    }
}
