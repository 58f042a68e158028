internal import ArgumentParser
private import PhantomSimulator

@main
struct SimulateStudies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate-studies",
        abstract: "Writes the simulated studies of TestDICOM, the same bytes on every machine."
    )

    @Argument(help: "The folder that gets a folder for each study.", completion: .directory)
    var folder: String

    func run() throws {
        for study in SimulatedStudy.all {
            try study.write(into: folder)
            print("\(study.folder): \(study.objects.count) file(s)")
        }
    }
}
