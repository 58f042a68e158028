import Foundation
import Identifiers
import TestSupport
import Testing

/// One run of the real program over us, other and malformed of the shared test data, which several tests look at.
struct CorpusRun: Sendable {
    let centre: ImagingCentre
    /// The inbox before and after.
    let inbox: (before: FileTree, after: FileTree)
    /// All that stands beside the state directory, before and after; the temporary directory of the run is in it.
    let outside: (before: FileTree, after: FileTree)
    let ending: Program.Ending
    let answer: BatchAnswer
    /// What the run said for a person, the second time.
    let text: Program.Ending
    /// The state directory, after the first run and after the second.
    let state: (first: FileTree, second: FileTree)
    /// The most bytes that the state directory took.
    let peakBytes: Int

    static let folders = ["malformed", "other", "us"]

    /// The run, made when the first test asks.
    static let shared = Result { try CorpusRun() }

    /// The names of the corpus, by their paths under the shared test data.
    static func paths() throws -> [String] {
        guard let data = Repository.sharedTestData else { return [] }
        return try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: data.appending(path: folder).path).map { "\(folder)/\($0)" }
        }.sorted()
    }

    private init() throws {
        centre = try ImagingCentre()
        try centre.drop(shared: Self.paths())
        let temporary = centre.folder.url.appending(path: "tmp")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        let program = Program(environment: ["TMPDIR": temporary.path])
        let batch = centre.arguments(["batch", centre.inbox.path])
        let before = (try FileTree(centre.inbox), try Self.outside(centre))

        var peak = 0
        let state = centre.state
        ending = try program.run(batch + ["--json"]) { peak = max(peak, Self.bytes(in: state)) }
        peakBytes = max(peak, Self.bytes(in: state))
        answer = try BatchAnswer(ending)
        let first = try Self.state(centre)
        text = try program.run(batch)
        self.state = (first, try Self.state(centre))
        inbox = (before.0, try FileTree(centre.inbox))
        outside = (before.1, try Self.outside(centre))
    }

    private static func outside(_ centre: ImagingCentre) throws -> FileTree {
        try FileTree(centre.folder.url) { $0 != "state" && !$0.hasPrefix("state/") }
    }

    private static func state(_ centre: ImagingCentre) throws -> FileTree {
        try FileTree(centre.state) { !$0.hasPrefix("ledger.sqlite") }
    }

    /// The bytes of all files in a folder that may change meanwhile.
    private static func bytes(in folder: URL) -> Int {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
        var total = 0
        while let file = files?.nextObject() as? URL {
            // A file that went away since it was listed takes no room.
            total += (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
        }
        return total
    }
}
