internal import ArgumentParser
internal import Foundation

/// Times what is done to each frame; each command prints one JSON line, which `Benchmarks/table.py` compares with the peers'.
@main
struct FrameBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame-benchmark",
        abstract: "Times decoding and measuring.",
        subcommands: [FramesCommand.self, TextureCommand.self]
    )
}

/// Prints figures as one line.
func printFigures(_ figures: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
}

/// The least time that a pass over frames takes: what else runs on the machine only ever adds.
struct LeastTime {
    let passes: Int
    let frames: Int

    /// Milliseconds a frame.
    func milliseconds<Failure>(_ body: (Int) throws(Failure) -> Void) throws(Failure) -> Double {
        let clock = ContinuousClock()
        var least = Duration.seconds(1_000_000)
        for _ in 0..<passes {
            let start = clock.now
            for index in 0..<frames { try body(index) }
            least = min(least, clock.now - start)
        }
        return least / .milliseconds(1) / Double(frames)
    }
}
