internal import Billing
internal import Configuration
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Ledger
internal import Logging
internal import ServiceHealth
package import ServiceLifecycle
internal import SystemCalls

/// The life of `serve`: the parts run until a signal ends them; a reload ends them too, and starts them anew with the new
/// configuration. The caller holds the state directory's lock all the while.
package struct ServiceRun: Sendable {
    private let first: Installation
    private let read: @Sendable () throws -> Installation
    private let parts: @Sendable (ServiceContext) throws -> [any Service]
    private let conditions: Conditions
    private let startedAt: Date
    private let notices = ServiceNotices()

    /// Of `stopSeconds`, what is left for the parts to end after the last analysis was.
    private static let ending = Duration.seconds(3)

    /// - Parameters:
    ///   - first: what it starts with.
    ///   - read: the installation by the files as they are now, with the same ledger; throws what is wrong with them.
    ///   - parts: what takes studies in, besides the loops that this module knows; the last ends first.
    package init(
        first: Installation,
        read: @escaping @Sendable () throws -> Installation,
        parts: @escaping @Sendable (ServiceContext) throws -> [any Service]
    ) {
        self.first = first
        self.read = read
        self.parts = parts
        conditions = Conditions(now: first.now)
        startedAt = first.now()
    }

    /// How a round of the parts ended.
    private enum Ending: Sendable {
        case parts
        case stop
        case reload(Installation)
    }

    /// Runs until a signal says stop.
    ///
    /// - Parameter signals: what is asked of the service.
    /// - Throws: what made a part give up; none does for trouble that may pass.
    package func run(_ signals: AsyncStream<ServiceSignal>) async throws {
        _ = try await StudyLine(first, orders: OrderBook()).countInterruptions()
        var installation = first
        defer { ServiceSnapshot.remove(from: first.state) }
        while let next = try await round(installation, signals) {
            // What a part of the old configuration complained of is nobody's trouble now.
            conditions.clear(allBut: "configuration")
            installation = next
        }
        first.logger.notice("service stopped")
    }

    /// One round of the parts.
    ///
    /// - Returns: what the next one works with; nil when there is none.
    private func round(_ installation: Installation, _ signals: AsyncStream<ServiceSignal>) async throws
        -> Installation?
    {
        let stopSeconds = installation.configuration.serve.stopSeconds
        let whole = Duration.seconds(stopSeconds)
        let context = ServiceContext(
            installation: installation,
            conditions: conditions,
            ended: EndedStudies(),
            progress: StageProgress(),
            facts: ServiceFacts(),
            grace: max(.zero, whole - Self.ending),
            notices: notices
        )
        let services: [any Service] =
            [
                SnapshotLoop(context, startedAt: startedAt),
                StageLoop(installation, conditions: conditions, progress: context.progress, grace: context.grace),
                AssemblyLoop(installation, conditions: conditions, ended: context.ended),
                TakingIn(context),
            ] + (try parts(context))
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0,
                    successTerminationBehavior: .ignore,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            logger: installation.logger
        )
        configuration.maximumGracefulShutdownDuration = max(.milliseconds(500), whole - Self.ending / 3)
        let group = ServiceGroup(configuration: configuration)
        let ending = try await withThrowingTaskGroup(of: Ending.self) { tasks in
            tasks.addTask {
                do {
                    try await group.run()
                } catch is CancellationError {
                    // A part took longer to end than it may. Nothing rests on a good end.
                    installation.logger.warning("service parts were cut off")
                }
                return .parts
            }
            tasks.addTask {
                let ending = await wait(for: signals, installation)
                switch ending {
                case .stop: endForCertain(after: stopSeconds, installation)
                case .parts, .reload: break
                }
                await group.triggerGracefulShutdown()
                return ending
            }
            guard let first = try await tasks.next() else { return Ending.parts }
            if case .parts = first {
                tasks.cancelAll()
                return first
            }
            guard case .reload(let next) = first else {
                _ = try await tasks.next()
                return first
            }
            tasks.addTask { await whileEnding(signals, installation, next) }
            var last = first
            while let ending = try await tasks.next() {
                if case .parts = ending { break }
                last = ending
            }
            tasks.cancelAll()
            if let ending = try await tasks.next() { last = ending }
            return last
        }
        switch ending {
        case .parts, .stop: return nil
        case .reload(let next): return next
        }
    }

    /// Waits until the round is to end. A reload whose files are wrong changes nothing but a condition.
    private func wait(for signals: AsyncStream<ServiceSignal>, _ installation: Installation) async -> Ending {
        for await signal in signals {
            guard signal == .reload else {
                notices.tell(.stopping)
                installation.logger.notice("service stops")
                return .stop
            }
            notices.tell(.reloading)
            do {
                let next = try read()
                conditions.clear("configuration")
                installation.logger.notice("configuration taken over")
                return .reload(next)
            } catch {
                conditions.raise("configuration", "the old configuration stays: \(error)")
                installation.logger.error("configuration not taken over", metadata: ["reason": "\(error)"])
                notices.tell(.ready)
            }
        }
        return .stop
    }

    /// Heeds what is asked while the parts of the old configuration end, until cancelled. They may take as long as a stop; then the
    /// process ends, and whoever started it starts it anew.
    private func whileEnding(
        _ signals: AsyncStream<ServiceSignal>,
        _ installation: Installation,
        _ next: Installation
    ) async -> Ending {
        let stopSeconds = installation.configuration.serve.stopSeconds
        let end = DispatchWorkItem {
            installation.logger.error("parts of the old configuration don't end: the service ends")
            exit(EX_TEMPFAIL)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(stopSeconds), execute: end)
        defer { end.cancel() }
        var newest = next
        for await signal in signals {
            guard signal == .reload else {
                notices.tell(.stopping)
                installation.logger.notice("service stops")
                endForCertain(after: stopSeconds, installation)
                return .stop
            }
            do {
                newest = try read()
            } catch {
                conditions.raise("configuration", "the configuration before stays: \(error)")
            }
        }
        return .reload(newest)
    }

    /// Ends the process when its parts don't. It was asked to, and everything that was told to anybody is in the ledger: what is
    /// cut off is taken up by the next start.
    private func endForCertain(after seconds: Int, _ installation: Installation) {
        let logger = installation.logger
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) {
            logger.warning("service stopped, with parts cut off")
            exit(EX_OK)
        }
    }
}
