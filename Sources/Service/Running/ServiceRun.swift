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

    /// Runs until a signal says stop.
    ///
    /// - Parameter signals: what is asked of the service.
    /// - Throws: what made a part give up; none does for trouble that may pass.
    package func run(_ signals: AsyncStream<ServiceSignal>) async throws {
        _ = try await StudyLine(first, orders: OrderBook()).countInterruptions()
        defer { ServiceSnapshot.remove(from: first.state) }
        let desk = SignalDesk(read, conditions: conditions, notices: notices)
        // One listener for all rounds: a stream ends for good when somebody who listens to it is cancelled.
        let listening = Task {
            for await signal in signals { await desk.heed(signal) }
            await desk.heed(.stop)
        }
        defer { listening.cancel() }
        var installation = first
        while let next = try await round(installation, desk) {
            // What a part of the old configuration complained of is nobody's trouble now.
            conditions.clear(allBut: SignalDesk.part)
            installation = next
        }
        first.logger.notice("service stopped")
    }

    /// One round of the parts.
    ///
    /// - Returns: what the next one works with; nil when there is none.
    private func round(_ installation: Installation, _ desk: SignalDesk) async throws -> Installation? {
        let whole = Duration.seconds(installation.configuration.serve.stopSeconds)
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
        await desk.begin(installation)
        let shutdown = Task {
            await desk.waitForEnd()
            // A group that has not begun to run forgets that it was told.
            while !Task.isCancelled {
                await group.triggerGracefulShutdown()
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { shutdown.cancel() }
        do {
            try await group.run()
        } catch is CancellationError {
            // A part took longer to end than it may. Nothing rests on a good end.
            installation.logger.warning("service parts were cut off")
        }
        return await desk.end()
    }
}
