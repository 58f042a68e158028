import Foundation
import TestSupport
import Testing

/// `Peers/peer.py`, which speaks by pynetdicom.
enum PeerScript {
    /// One line of its output; which members there are depends on the task.
    struct Line: Decodable {
        let file: String?
        /// Where its data set begins.
        let offset: Int?
        /// Of a C-STORE (PS3.7 annex C); -1 for no answer.
        let status: Int?
        let port: Int?
        let action: Int?
        let event: Int?
        let committed: [String]?
        let failed: [String]?
        let reasons: [Int]?
        let isOurs: Bool?
        let create: Int?
        let set: Int?
        let stalled: Int?
        let seconds: Double?
    }

    /// Whether `scripts/python` has been run with it.
    static let isInstalled: Bool = {
        guard let python = Repository.python,
            let ending = try? Program(executable: python).run(["-c", "import pynetdicom"])
        else { return false }
        return ending.status == 0
    }()

    private static let script = Repository.root.appending(path: "Tests/EndToEndTests/Peers/peer.py").path

    /// Does one task to its end.
    static func run(_ arguments: [String]) throws -> [Line] {
        let python = try #require(Repository.python)
        let ending = try Program(executable: python).run([script] + arguments)
        if ending.status != 0 { Issue.record("\(arguments.prefix(3)): \(ending.output.suffix(500)) \(ending.errors)") }
        return try lines(ending.output)
    }

    /// Starts a task whose output goes to `folder`.
    static func start(_ arguments: [String], outputIn folder: URL) throws -> Process {
        let python = try #require(Repository.python)
        return try Program(executable: python).start([script] + arguments, outputIn: folder)
    }

    /// What a task said.
    static func lines(_ output: String) throws -> [Line] {
        try output.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    /// A port that nobody listens on.
    static func freePort() throws -> Int { try #require(try run(["port"]).first?.port) }
}

/// Data sets as they are behind preamble, prefix and file meta information (PS3.10 section 7.1).
struct DataSets {
    /// How often each is there.
    private(set) var counts: [Data: Int] = [:]

    /// - Parameters:
    ///   - files: Part 10 files.
    ///   - offsets: where the data sets of some begin; of the others their group length tells.
    /// - Throws: what the system says when one can't be read.
    init(_ files: [URL], offsets: [URL: Int] = [:]) throws {
        for file in files {
            // A running service takes the archive's name of a data set away that turns out to be there already.
            guard let bytes = try? Data(contentsOf: file) else { continue }
            let length = [140, 141, 142, 143].reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
            counts[Data(bytes.dropFirst(offsets[file] ?? 144 + length)), default: 0] += 1
        }
    }

    /// All that a centre's archive holds.
    init(archiveOf centre: ImagingCentre) throws {
        let archive = centre.state.appending(path: "archive")
        try self.init(
            FileManager.default.subpathsOfDirectory(atPath: archive.path).filter { $0.hasSuffix(".dcm") }
                .map { archive.appending(path: $0) }
        )
    }

    /// Whether each of `sent` is there, each once, and nothing else.
    func areOnceEach(of sent: Self) -> Bool {
        Set(counts.keys) == Set(sent.counts.keys) && counts.values.allSatisfy { $0 == 1 }
    }
}
