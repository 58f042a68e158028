import Foundation
import Identifiers
import Intake
import Ledger
import Logging
import Synchronization
import TestSupport
import Testing

/// An inbox and a state directory, taken in by the real program's workers.
final class IntakeFixture: Sendable {
    let folder: TemporaryFolder
    let inbox: URL
    let state: URL
    let log = LogLines()

    /// The program, as the build put it beside the tests.
    static let program = Bundle.main.bundleURL.appending(path: "sonoquant")

    init() throws {
        folder = try TemporaryFolder()
        inbox = folder.url.appending(path: "inbox")
        state = folder.url.appending(path: "state")
        for url in [inbox, state] {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
    }

    func ledger() throws -> Ledger {
        try Ledger(file: state.appending(path: "ledger.sqlite")) { Date(timeIntervalSince1970: 1_795_000_000) }
    }

    func pool(executable: String? = nil, limits: InspectionLimits = InspectionLimits()) -> InspectionPool {
        let log = log
        let logger = Logger(label: "test") { _ in log }
        return InspectionPool(executable: executable ?? Self.program.path, workers: 2, limits: limits, logger: logger)
    }

    func intake(limits: InboxLimits = InboxLimits(), pool: InspectionPool? = nil) throws -> FolderIntake {
        let log = log
        return try FolderIntake(
            state: state,
            ledger: try ledger(),
            pool: pool ?? self.pool(),
            limits: limits,
            logger: Logger(label: "test") { _ in log }
        )
    }

    /// Takes the inbox in.
    @discardableResult
    func run(consume: Bool = false, limits: InboxLimits = InboxLimits()) async throws -> [Arrival] {
        try await intake(limits: limits).takeAll(from: inbox, consume: consume)
    }

    /// Puts bytes into the inbox.
    func drop(_ name: String, _ bytes: Data) throws {
        let file = inbox.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    /// Copies a file of the shared test data into the inbox.
    func drop(shared path: String, as name: String? = nil) throws {
        let data = try #require(Repository.sharedTestData)
        try drop(name ?? path, Data(contentsOf: data.appending(path: path)))
    }

    /// Every file under the state directory but the ledger, with its digest.
    func contents() throws -> [String: String] {
        var contents: [String: String] = [:]
        let files = FileManager.default.enumerator(atPath: state.path)
        while let name = files?.nextObject() as? String {
            var isFolder: ObjCBool = false
            let path = state.appending(path: name).path
            _ = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            guard !isFolder.boolValue, !name.hasPrefix("ledger") else { continue }
            contents[name] = ContentDigest(of: try Data(contentsOf: URL(filePath: path))).hexadecimal
        }
        return contents
    }
}

/// Keeps what is logged.
final class LogLines: LogHandler {
    private let lines = Mutex<[String]>([])
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
