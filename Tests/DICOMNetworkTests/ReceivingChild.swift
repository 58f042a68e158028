import Foundation
import Reception
import Synchronization
import TestSupport

/// The real `sonoquant receive`, with this test as its service.
final class ReceivingChild: Sendable {
    let spool: TemporaryFolder
    let process: Process
    private let input: FileHandle
    private let seen = Mutex<[ReceptionReport]>([])
    private let answer: CommitAnswer

    init(answer: CommitAnswer = .stored, _ change: (inout ReceptionSettings) -> Void = { _ in }) throws {
        spool = try TemporaryFolder()
        self.answer = answer
        var settings = ReceptionSettings(spool: spool.url.path, address: "127.0.0.1", port: 0, title: "SONOQUANT")
        change(&settings)
        let incoming = Pipe()
        let outgoing = Pipe()
        process = Process()
        process.executableURL = Program.url
        process.arguments = ["receive"]
        process.standardInput = incoming
        process.standardOutput = outgoing
        try process.run()
        input = incoming.fileHandleForWriting
        try write(settings)
        let output = outgoing.fileHandleForReading
        let thread = Thread { [weak self] in
            var rest = Data()
            while true {
                let bytes = output.availableData
                guard !bytes.isEmpty else { return }
                rest += bytes
                while let end = rest.firstIndex(of: 10) {
                    let line = Data(rest[rest.startIndex..<end])
                    rest = Data(rest[rest.index(after: end)...])
                    // A line that can't be read shows as a report that never comes.
                    if let report = try? JSONDecoder().decode(ReceptionReport.self, from: line) { self?.take(report) }
                }
            }
        }
        thread.start()
    }

    deinit { process.terminate() }

    var reports: [ReceptionReport] { seen.withLock { $0 } }

    var files: [ReceivedFile] {
        reports.compactMap { report in
            if case .commit(let file) = report { return file }
            return nil
        }
    }

    func order(_ order: ReceptionOrder) throws { try write(order) }

    func closeInput() throws { try input.close() }

    /// The port, once it listens; nil when it didn't within ten seconds.
    func port() -> Int? {
        for _ in 0..<1000 {
            for case .listening(let port) in reports { return port }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return nil
    }

    private func take(_ report: ReceptionReport) {
        seen.withLock { $0.append(report) }
        // The child may be gone already; then nobody waits for the answer.
        switch report {
        case .commit(let file): try? order(.answer(file: file.number, answer))
        case .commitment(let request): try? order(.requestKept(request.number))
        case .announcement(let number, _): try? order(.announcementKept(number))
        default: break
        }
    }

    private func write(_ value: some Encodable) throws {
        try input.write(contentsOf: JSONEncoder().encode(value) + Data([10]))
    }
}
