package import Configuration
package import Foundation
package import Logging
package import ServiceHealth
internal import ServiceLifecycle
internal import SystemCalls

/// Whether there is room, with a gap between stopping and going on so that intake doesn't flutter.
struct SpaceLevel: Hashable, Sendable {
    let marks: ServeConfiguration.Watermarks
    private(set) var isLow = false

    init(_ marks: ServeConfiguration.Watermarks) {
        self.marks = marks
    }

    /// Takes a measurement, bytes.
    mutating func measured(_ free: UInt64) {
        let mebibytes = free >> 20
        if mebibytes < UInt64(clamping: marks.stopFreeMiB) {
            isLow = true
        } else if mebibytes >= UInt64(clamping: max(marks.resumeFreeMiB, marks.stopFreeMiB)) {
            isLow = false
        }
    }
}

/// Closes the gate before the state directory's disk is full. The low mark leaves room for what is in flight: up to
/// `ReceiverConfiguration.associations` files of unknown size.
package struct DiskWatch: Service {
    private let state: URL
    private let marks: ServeConfiguration.Watermarks
    private let gate: IntakeGate
    private let conditions: Conditions
    private let logger: Logger
    private let interval: Duration

    private static let part = "disk"

    /// - Parameters:
    ///   - state: the state directory.
    ///   - marks: when intake stops and goes on.
    ///   - gate: what is closed and opened.
    ///   - conditions: hears `disk`.
    ///   - logger: hears of each change.
    ///   - interval: from look to look.
    package init(
        state: URL,
        marks: ServeConfiguration.Watermarks,
        gate: IntakeGate,
        conditions: Conditions,
        logger: Logger,
        interval: Duration = .seconds(1)
    ) {
        self.state = state
        self.marks = marks
        self.gate = gate
        self.conditions = conditions
        self.logger = logger
        self.interval = interval
    }

    /// Looks until the service stops.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var level = SpaceLevel(marks)
            while !Task.isCancelled {
                look(&level)
                // Only cancellation ends it early, and the loop sees that.
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// One look, before anything else starts too.
    func look(_ level: inout SpaceLevel) {
        do {
            let free = try FreeSpace.bytes(at: state)
            ServiceMeasure.level("sonoquant_free_bytes", [], Double(free))
            level.measured(free)
            let words =
                "less than \(marks.stopFreeMiB) MiB are free: nothing is taken in until \(marks.resumeFreeMiB) MiB are; "
                + "make room on the state directory's disk"
            turn(level.isLow ? words : nil)
        } catch {
            turn("the state directory can't be looked at (\(error.reason)): is its disk mounted?")
        }
    }

    private func turn(_ trouble: String?) {
        if let trouble { conditions.raise(Self.part, trouble, stopsIntake: true) } else { conditions.clear(Self.part) }
        guard gate.set(open: trouble == nil) else { return }
        if let trouble {
            logger.error("intake stopped", metadata: ["cause": "\(trouble)"])
        } else {
            logger.notice("intake goes on")
        }
    }
}
