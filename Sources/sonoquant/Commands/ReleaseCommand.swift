internal import ArgumentParser
internal import Ledger
internal import Service

/// A person lets studies go on.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let studies go on: end a hold, or close a study that is still being received.",
        discussion: """
            Ends what sonoquant hold began; a study whose announced instances never came goes on without them; one that is being \
            received is complete now. Instances that come later open a new revision. What only another command can mend, such \
            as different patients in one study, is not released; the answer says which command.

            EXAMPLES
              sonoquant release S000012 --state /var/lib/sonoquant
              sonoquant release S000012 S000013
            """
    )

    @Argument(help: ArgumentHelp("The studies.", valueName: "study"))
    var studies: [String]

    @OptionGroup var options: StateOptions

    func run() async throws {
        try await CommandEnding.translate {
            let (desk, presence) = try options.administratorDesk()
            var isRefused = false
            for study in studies {
                do {
                    Standard.answer([NextStep.words(try await desk.release(study), presence)])
                } catch let error as ServiceError where error.code == .wrongState {
                    Standard.complain(error.explanation)
                    isRefused = true
                } catch let error as LedgerError where error.code == .unknown || error.code == .ambiguous {
                    Standard.complain(error.explanation)
                    isRefused = true
                }
            }
            if isRefused { throw ExitStatus.notPossible }
        }
    }
}
