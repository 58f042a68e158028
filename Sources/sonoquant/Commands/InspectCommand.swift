internal import ArgumentParser
internal import Foundation
internal import Identifiers
internal import Imaging
internal import Intake
internal import SystemCalls

/// The long-lived worker that reads headers: a JSON string with a path on each line of standard input, one JSON line out for
/// each (DESIGN.md, "Workers"). It ends with its standard input, or with its parent.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Reads DICOM headers for the service: JSON strings with paths in, one JSON line out for each.",
        discussion: "A worker of batch, under its own limits of memory, time and files.",
        shouldDisplay: false
    )

    @Option(help: "The process that this one ends with.")
    var parent: Int32?

    @Option(help: "The most memory (address space), MiB.")
    var memoryMib = InspectionLimits().memoryMiB

    @Option(help: "A folder outside of which no file is read; none: all may be.")
    var reads: String?

    @Option(help: "A SOP Class that is kept beside ours; may be repeated.")
    var additionalClass: [String] = []

    func validate() throws {
        guard (128...1_048_576).contains(memoryMib) else {
            throw ValidationError("--memory-mib must be from 128 to 1048576")
        }
    }

    func run() throws {
        var limits = InspectionLimits()
        limits.memoryMiB = memoryMib
        try limits.worker.apply()
        if let parent { try ParentWatch.endWith(parent: parent) }
        // A class that is no UID can't be any instance's.
        let additional = Set(additionalClass.compactMap { DICOMUID($0) })
        try write(InspectionLimits.greeting)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        while let line = readLine() {
            let path = try JSONDecoder().decode(String.self, from: Data(line.utf8))
            try write(String(decoding: encoder.encode(Inspection(path: path, keeping: additional)), as: UTF8.self))
        }
    }

    private func write(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}

extension InspectCommand: ConfinedCommand {
    var confinement: FileConfinement {
        // The data dictionary may lie anywhere, and is read once.
        _ = DecoderVersions.hasDictionary
        return FileConfinement(readable: reads.map { [$0] + Self.links(in: URL(filePath: $0)) })
    }

    /// What an administrator has put on another disk by a symbolic link: it counts as within the folder.
    private static func links(in folder: URL) -> [String] {
        // A folder that can't be listed is told when a file of it is read.
        let entries = try? FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: [.isSymbolicLinkKey]
        )
        return (entries ?? []).filter {
            // What is unknown is taken for no link, as most are.
            (try? $0.resourceValues(forKeys: [.isSymbolicLinkKey]))?.isSymbolicLink == true
        }.map(\.path)
    }
}
