internal import ArgumentParser
internal import Service

/// A person stops a study.
struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Stop a study where it is, until it is released.",
        discussion: """
            A held study is neither measured, signed nor billed; instances that come for it are kept and it stays held. Who holds \
            it and why go into the audit trail. What is charged already stays charged.

            EXAMPLE
              sonoquant hold S000012 --reason "the clinic asks to wait" --state /var/lib/sonoquant
            """
    )

    @Argument(help: ArgumentHelp("The study.", valueName: "study"))
    var study: String

    @Option(help: ArgumentHelp("Why; without patient data.", valueName: "text"))
    var reason: String

    @OptionGroup var options: StateOptions

    func validate() throws {
        guard (1...500).contains(reason.count), reason.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("the reason must have 1 to 500 characters")
        }
    }

    func run() async throws {
        try await CommandEnding.translate {
            let (desk, presence) = try options.administratorDesk()
            Standard.answer([NextStep.words(try await desk.hold(study, reason: reason), presence)])
        }
    }
}
