internal import Configuration
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Logging
internal import ServiceHealth
internal import ServiceLifecycle

/// Tells `STATE/service.json` and the metrics every two seconds how the service fares.
struct SnapshotLoop: Service, Sendable {
    private let context: ServiceContext
    private let startedAt: Date

    private static let interval = Duration.seconds(2)

    init(_ context: ServiceContext, startedAt: Date) {
        self.context = context
        self.startedAt = startedAt
    }

    func run() async throws {
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            let installation = context.installation
            do {
                try snapshot.write(to: installation.state)
                for (state, count) in try await installation.ledger.read({ try $0.studyCounts() }) {
                    ServiceMeasure.level("sonoquant_studies", [("state", state)], Double(count))
                }
                context.conditions.clear("snapshot")
            } catch {
                // The stages raise what stands in their way; of this it is enough to know that `status` is blind.
                if context.conditions.raise("snapshot", "service.json can't be written: \(error)") {
                    installation.logger.warning("no snapshot", metadata: ["reason": "\(error)"])
                }
            }
            await Pause.until(.now + Self.interval)
        }
    }

    private var snapshot: ServiceSnapshot {
        let facts = context.facts.values
        return ServiceSnapshot(
            startedAt: startedAt,
            version: SonoquantVersion.current,
            processID: ProcessInfo.processInfo.processIdentifier,
            conditions: context.conditions.all,
            receiver: facts.receiver,
            inboxes: facts.inboxes,
            queues: facts.queues,
            freeBytes: facts.freeBytes,
            writtenAt: context.installation.now()
        )
    }
}
