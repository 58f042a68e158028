import Foundation
import Glibc
import TestSupport
import Testing

/// A `sonoquant serve` that is meant to be killed.
final class StartedService {
    let process: Process
    private let output: TemporaryFolder

    var number: Int32 { process.processIdentifier }
    var log: String { (try? String(contentsOf: output.url.appending(path: "stderr"), encoding: .utf8)) ?? "" }
    /// How often a receiver began to listen.
    var listenings: Int { log.components(separatedBy: "receiver listens").count - 1 }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - centre: whose service it is.
    ///   - fault: where it kills itself, as `SONOQUANT_FAULT_POINT` says it.
    /// - Throws: what the system says when it can't be started.
    init(_ centre: ImagingCentre, fault: String? = nil) throws {
        output = try TemporaryFolder()
        let environment = fault.map { ["SONOQUANT_FAULT_POINT": $0] } ?? [:]
        process = try Program(environment: environment)
            .start(centre.arguments(["serve", "--verbose"]), outputIn: output.url)
    }

    deinit { if process.isRunning { _ = Glibc.kill(number, SIGKILL) } }

    /// Waits until a condition holds, the service has ended, or the moment has come.
    ///
    /// - Returns: whether the condition holds.
    @discardableResult
    func waits(until moment: ContinuousClock.Instant, for condition: () throws -> Bool) rethrows -> Bool {
        while process.isRunning, ContinuousClock.now < moment {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return try condition()
    }

    /// Waits until the service has ended or the moment has come.
    func waits(until moment: ContinuousClock.Instant) { waits(until: moment) { false } }

    /// Kills it alone, and waits until all that it had started has noticed.
    func kill() throws {
        if process.isRunning { _ = Glibc.kill(number, SIGKILL) }
        process.waitUntilExit()
        let areGone = try ProcessTable.waits { try ProcessTable.running(with: ["--parent", String(number)]).isEmpty }
        #expect(areGone, "processes of a killed service go on")
    }

    /// Kills the receiving child alone.
    ///
    /// - Returns: whether there was one.
    func killReceiver() throws -> Bool {
        let children = try ProcessTable.running(with: ["receive", "--parent", String(number)])
        for child in children { _ = Glibc.kill(child, SIGKILL) }
        return !children.isEmpty
    }

    /// Asks it to stop, and waits.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}
