internal import ArgumentParser
internal import Foundation
internal import Intake
internal import SystemCalls

/// The worker that unpacks one archive: an order as a JSON line on standard input, one JSON line out for each member. It ends
/// with its archive, or with its parent.
struct UnpackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpack",
        abstract: "Unpacks an archive for the service: an order in, one JSON line out for each file.",
        discussion: "A worker of batch and serve, under its own limits of memory, time and files.",
        shouldDisplay: false
    )

    @Option(help: "The process that this one ends with.")
    var parent: Int32?

    @Option(help: "The folder that the files are written to.")
    var output: String

    func run() throws {
        try ArchiveLimits().worker.apply()
        if let parent { try ParentWatch.endWith(parent: parent) }
        try say(.ready)
        guard let line = readLine() else { return }
        let order = try JSONDecoder().decode(UnpackOrder.self, from: Data(line.utf8))
        // As far as the system allows; what it doesn't is told by doctor, and the other limits hold.
        try? FileConfinement(
            readable: [URL(filePath: order.archive).deletingLastPathComponent().path],
            writable: [output]
        ).apply()
        try say(ArchiveUnpacking.unpack(order, into: URL(filePath: output), say: say))
    }

    private func say(_ report: UnpackReport) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try FileHandle.standardOutput.write(contentsOf: encoder.encode(report) + Data("\n".utf8))
    }
}
