internal import ArgumentParser
internal import DICOMNetwork
internal import Foundation
internal import Reception
internal import SystemCalls

/// The child of `serve` that takes associations: settings and orders as JSON lines on standard input, reports on standard output
/// (DESIGN.md, law 3). It ends with its standard input, or with its parent.
struct ReceiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Takes DICOM associations for the service: JSON lines in and out.",
        discussion: "A worker of serve, under its own limits of memory and files.",
        shouldDisplay: false
    )

    @Option(help: "The process that this one ends with.")
    var parent: Int32?

    func run() throws {
        if let parent { try ParentWatch.endWith(parent: parent) }
        guard let line = readLine() else { return }
        let settings = try JSONDecoder().decode(ReceptionSettings.self, from: Data(line.utf8))
        try Receiver.limits(settings).apply()
        // As far as the system allows; what it doesn't is told by doctor, and the other limits hold.
        try? FileConfinement(readable: nil, writable: [settings.spool]).apply()
        guard Receiver.run(settings) else { throw ExitCode.failure }
        ProcessEnd.now()
    }
}
