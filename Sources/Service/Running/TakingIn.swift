internal import Configuration
internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import Logging
internal import Reception
internal import ServiceHealth
internal import ServiceLifecycle
internal import SystemCalls

/// The part of `serve` by which studies come: inspect workers that all ways share, watchers, receiver, control socket, and the
/// watch on the disk that stops them before harm.
struct TakingIn: Service, Sendable {
    private let context: ServiceContext

    /// Of the service's stop, what the receiver leaves to those who end after it.
    private static let receiverLead = 5

    init(_ context: ServiceContext) {
        self.context = context
    }

    func run() async throws {
        let installation = context.installation
        let pool = InspectionPool(installation, keepsTrying: context.conditions)
        try await pool.withWorkers { inspect in
            let intake = try FolderIntake(installation)
            try await recover(intake)
            guard !Task.isShuttingDownGracefully else { return }
            let parts = try makeParts(intake, inspect)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in parts { group.addTask { try await part.run() } }
                try await group.waitForAll()
            }
        }
    }

    /// Clears up what a killed run left, as often as it takes: a full disk may pass.
    private func recover(_ intake: FolderIntake) async throws {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                try await intake.recover()
                context.conditions.clear("recovery")
                context.notices.tell(.ready)
                return
            } catch {
                context.conditions.raise(
                    "recovery",
                    "what a killed run left can't be cleared up, so nothing is taken in yet: \(error)",
                    stopsIntake: true
                )
                // It runs, tells what is wrong, and goes on as soon as it can: to start it anew would help nobody.
                context.notices.tell(.ready)
                await Pause.until(.now + backoff.next())
            }
        }
    }

    private func makeParts(_ intake: FolderIntake, _ inspect: @escaping Inspect) throws -> [any Service] {
        let installation = context.installation
        let serve = installation.configuration.serve
        let logger = installation.logger
        let conditions = context.conditions
        let gate = IntakeGate()
        var parts: [any Service] = [
            DiskWatch(
                state: installation.state.root,
                marks: serve.watermarks,
                gate: gate,
                conditions: conditions,
                logger: logger
            ),
            ControlServer(context, intake: intake, gate: gate, inspect: inspect),
        ]
        let ended = context.ended
        let inboxes = try inboxes(serve)
        let names = inboxes.indices.map { "inbox \($0 + 1)" }
        let (facts, now) = (context.facts, installation.now)
        facts.update {
            $0.inboxes = names.map { ServiceSnapshot.Inbox(name: $0, waitingFiles: 0, lastTakenAt: nil) }
        }
        for (index, inbox) in inboxes.enumerated() {
            parts.append(
                InboxWatcher(
                    inbox: inbox,
                    name: names[index],
                    intake: intake,
                    inspect: inspect,
                    gate: { await gate.waitUntilOpen() },
                    conditions: conditions,
                    logger: logger,
                    onMarker: { ended.end($0) },
                    onProgress: { waiting, hasTaken in
                        facts.update {
                            $0.inboxes[index].waitingFiles = waiting
                            if hasTaken { $0.inboxes[index].lastTakenAt = now() }
                        }
                    }
                )
            )
        }
        if serve.receiver.isOn { parts.append(receiver(intake, inspect, gate)) }
        return parts
    }

    /// The configured inboxes, else `STATE/inbox`.
    private func inboxes(_ serve: ServeConfiguration) throws -> [WatchedInbox] {
        guard serve.inboxes.isEmpty else { return serve.inboxes }
        let folder = context.installation.state.root.appending(path: "inbox")
        try DurableFile.makeFolder(folder)
        return [WatchedInbox(folder: folder)]
    }

    private func receiver(_ intake: FolderIntake, _ inspect: @escaping Inspect, _ gate: IntakeGate) -> ReceiverPart {
        let installation = context.installation
        let ledger = installation.ledger
        let logger = installation.logger
        let peers = installation.configuration.serve.receiver.peers
        let commitments = CommitmentDesk(
            ledger: ledger,
            archive: installation.state.archive,
            reachable: Set(peers.filter { $0.host != nil && $0.port != nil }.map(\.title)),
            now: installation.now,
            conditions: context.conditions,
            logger: logger
        )
        let network = NetworkIntake(
            intake,
            inspect: inspect,
            gate: gate,
            conditions: context.conditions,
            logger: logger
        )
        let supervisor = ReceiverSupervisor(
            program: installation.program.path,
            configuration: installation.configuration.serve.receiver,
            largestFileBytes: Int64(installation.configuration.limits.largestFileMiB) << 20,
            spool: installation.state.spool.appending(path: "receive"),
            handlers: ReceiverSupervisor.Handlers(
                commit: { await network.commit($0, in: $1) },
                onCommitment: { await commitments.keep($0) },
                onAnnouncement: { announcement in
                    do {
                        try await ledger.write { try $0.record(announcement) }
                        return true
                    } catch {
                        logger.error("announcement not kept", metadata: ["reason": "\(error)"])
                        return false
                    }
                },
                onDelivery: { await commitments.ended($0, trouble: $1) },
                recover: {
                    await commitments.lostChild()
                    try await intake.recover($0)
                }
            ),
            gate: gate,
            conditions: context.conditions,
            stopSeconds: max(1, installation.configuration.serve.stopSeconds - Self.receiverLead),
            now: installation.now,
            logger: logger
        )
        return ReceiverPart(supervisor: supervisor, commitments: commitments, facts: context.facts)
    }
}

/// The receiver with what belongs to it.
private struct ReceiverPart: Service, Sendable {
    let supervisor: ReceiverSupervisor
    let commitments: CommitmentDesk
    let facts: ServiceFacts

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await supervisor.run() }
            group.addTask { await commitments.run { supervisor.deliver($0) } }
            group.addTask {
                while !Task.isShuttingDownGracefully && !Task.isCancelled {
                    let now = supervisor.snapshot()
                    facts.update {
                        $0.receiver = ServiceSnapshot.Receiver(
                            port: now.port,
                            open: now.open,
                            waiting: now.waiting,
                            refused: supervisor.refused
                        )
                    }
                    await Pause.until(.now + .seconds(1))
                }
            }
            try await group.waitForAll()
        }
    }
}
