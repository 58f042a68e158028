package import Foundation
private import Glibc

/// The real `sonoquant serve` of an imaging centre, killed with its last reference.
package final class RunningService {
    /// `service.json`, as far as tests ask.
    package struct Snapshot: Decodable, Sendable {
        /// Something that is not as it should be.
        package struct Condition: Decodable, Sendable {
            package let part: String
            package let stopsIntake: Bool
        }

        /// The C-STORE receiver.
        package struct Receiver: Decodable, Sendable {
            package let port: Int?
            package let open: Int
            package let refused: Int
        }

        package let processID: Int32
        package let conditions: [Condition]
        package let receiver: Receiver?
    }

    /// A service that ended, or didn't come to what was waited for.
    package struct Trouble: Error, CustomStringConvertible {
        package let description: String
    }

    /// The service's process.
    package let process: Process
    /// Whose service it is.
    package let centre: ImagingCentre
    private let output: TemporaryFolder

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - centre: whose configuration and state it has.
    ///   - launcher: a program with its arguments that becomes the service, as `prlimit`.
    ///   - environment: added to this process's.
    /// - Throws: `Trouble` when it ends or doesn't listen; what the system says when it can't be started.
    package init(_ centre: ImagingCentre, by launcher: [String] = [], environment: [String: String] = [:]) throws {
        self.centre = centre
        output = try TemporaryFolder()
        let options = centre.arguments(["serve", "--verbose"])
        let program = launcher.first.map { URL(filePath: $0) } ?? Program.url
        process = try Program(executable: program, environment: environment).start(
            launcher.isEmpty ? options : launcher.dropFirst() + [Program.url.path] + options,
            outputIn: output.url
        )
        let socket = centre.state.appending(path: "control.sock").path
        try waitFor("the control socket") { FileManager.default.fileExists(atPath: socket) }
    }

    deinit { if process.isRunning { end(by: SIGKILL) } }

    /// What it has logged until now.
    package var log: String {
        // A file that can't be read shows as a log that says nothing.
        (try? String(contentsOf: output.url.appending(path: "stderr"), encoding: .utf8)) ?? ""
    }

    /// What it last told of itself; nil before the first time.
    package var snapshot: Snapshot? {
        // Absent before the first is written, and after the end.
        guard let bytes = try? Data(contentsOf: centre.state.appending(path: "service.json")) else { return nil }
        let snapshot = try? JSONDecoder().decode(Snapshot.self, from: bytes)
        // One that was killed left its own.
        return snapshot?.processID == process.processIdentifier ? snapshot : nil
    }

    /// Whether a part is in trouble now.
    package func hasCondition(_ part: String) -> Bool {
        snapshot?.conditions.contains { $0.part == part } == true
    }

    /// The port on which the receiver listens, once it does.
    package func receiverPort() throws -> Int {
        try waitFor("the receiver") { snapshot?.receiver?.port != nil }
        guard let port = snapshot?.receiver?.port else { throw Trouble(description: "the receiver stopped: \(log)") }
        return port
    }

    /// Sends it a signal.
    package func send(_ signal: Int32) { _ = kill(process.processIdentifier, signal) }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: the exit code, or the signal that ended it; and how long it took.
    @discardableResult
    package func end(by signal: Int32 = SIGTERM) -> (status: Int32, seconds: Double) {
        let start = ContinuousClock.now
        send(signal)
        process.waitUntilExit()
        return (process.terminationStatus, (ContinuousClock.now - start) / .seconds(1))
    }

    /// Waits until a condition holds.
    ///
    /// - Throws: `Trouble`, with the log's end, when it doesn't within the time or the service has ended.
    package func waitFor(_ what: String, seconds: Double = 120, until condition: () throws -> Bool) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try !condition() {
            guard process.isRunning, ContinuousClock.now < end else {
                let ending = process.isRunning ? "still runs" : "ended with \(process.terminationStatus)"
                throw Trouble(description: "no \(what); the service \(ending): \(log.suffix(4000))")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}

extension ImagingCentre {
    /// Writes the configuration of a service of this centre: TestDICOM's site with a short quiet period, a receiver on any free
    /// port and its own inbox, without HTTP, unless `sections` says another.
    ///
    /// - Parameter sections: more of the YAML document, by the name of the section.
    /// - Throws: what the system says when a file can't be read or written.
    package func configureService(_ sections: [String: String] = [:]) throws {
        try configure()
        let usual = [
            "receiver": "{ address: 127.0.0.1, port: 0, anyCalledTitle: true }",
            "monitoring": "{ on: false }",
            "assembly": "{ quietSeconds: 2 }",
            "serve": "{ stopSeconds: 10 }",
            "inboxes": "[{ folder: \(inbox.path), settleSeconds: 1 }]",
            "disk": "{ stopFreeMiB: 64, resumeFreeMiB: 64 }",
        ]
        let text = try String(contentsOf: configuration, encoding: .utf8)
        let more = usual.merging(sections) { $1 }.sorted { $0.key < $1.key }.map { "\($0): \($1)\n" }
        try Data((text + "\n" + more.joined()).utf8).write(to: configuration)
    }
}
