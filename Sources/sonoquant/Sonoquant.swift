internal import ArgumentParser

@main
struct Sonoquant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sonoquant",
        abstract: "Measures tissue in ultrasound studies.",
        subcommands: [AnalyseCommand.self]
    )
}
