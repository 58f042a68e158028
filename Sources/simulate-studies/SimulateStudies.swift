internal import ArgumentParser

@main
struct SimulateStudies: ParsableCommand {
}
