package import Configuration
package import Foundation
package import Logging
package import Reception
package import ServiceHealth
internal import ServiceLifecycle
internal import Subprocess
internal import Synchronization
internal import SystemCalls
internal import SystemPackage

/// Runs the child that takes associations (`sonoquant receive`), one after the other: its crash drops associations and nothing else.
/// What it received is committed here before it answers.
package final class ReceiverSupervisor: Service {
    /// What the child's requests are given to. They are called from many tasks at a time.
    package struct Handlers: Sendable {
        /// Takes a file; also what is told to a child that asks too much at a time is its `outOfResources`.
        package var commit: @Sendable (_ file: ReceivedFile, _ spool: URL) async -> CommitAnswer
        /// Keeps a request for storage commitment; false refuses it.
        package var onCommitment: @Sendable (CommitmentRequest) async -> Bool
        /// Keeps what a peer says of a study; false answers it processing failure (PS3.7 annex C), so that it tells again.
        package var onAnnouncement: @Sendable (StudyAnnouncement) async -> Bool
        /// Hears whether a result reached its peer; the reason where it did not.
        package var onDelivery: @Sendable (_ commitment: Int64, _ trouble: String?) async -> Void
        /// Clears the spool folder up between two children; none of its files is being committed.
        package var recover: @Sendable (_ spool: URL) async throws -> Void

        package init(
            commit: @escaping @Sendable (ReceivedFile, URL) async -> CommitAnswer,
            onCommitment: @escaping @Sendable (CommitmentRequest) async -> Bool,
            onAnnouncement: @escaping @Sendable (StudyAnnouncement) async -> Bool,
            onDelivery: @escaping @Sendable (Int64, String?) async -> Void,
            recover: @escaping @Sendable (URL) async throws -> Void
        ) {
            self.commit = commit
            self.onCommitment = onCommitment
            self.onAnnouncement = onAnnouncement
            self.onDelivery = onDelivery
            self.recover = recover
        }
    }

    /// How the receiver stands.
    package struct Snapshot: Hashable, Codable, Sendable {
        /// Where it listens; nil while it doesn't.
        package var port: Int?
        /// Associations served and waiting.
        package var open = 0
        package var waiting = 0
        /// Since when it has listened, or not.
        package var since: Date
    }

    private struct State {
        var snapshot: Snapshot
        var refused = 0
        var orders: AsyncStream<ReceptionOrder>.Continuation?
        var isStopping = false
    }

    private let program: String
    private let settings: ReceptionSettings
    private let spool: URL
    private let handlers: Handlers
    private let gate: IntakeGate
    private let conditions: Conditions
    private let stopSeconds: Int
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state: Mutex<State>

    private static let part = "receiver"
    /// Bytes of one line of the child: a commitment request of 10,000 objects and more.
    private static let lineBytes = 16 << 20
    /// Requests of one child at a time, for each association that it serves.
    private static let requestsPerAssociation = 4
    /// Orders that wait for a child that doesn't read; then they are dropped, and it is at its end anyhow.
    private static let ordersWaiting = 65_536
    private static let waits = Backoff(first: .milliseconds(500), longest: .seconds(30))

    /// - Parameters:
    ///   - program: whose `receive` is run.
    ///   - configuration: where and from whom it takes files.
    ///   - largestFileBytes: the largest data set.
    ///   - spool: the child's own folder on the archive's file system; it is made.
    ///   - handlers: what its requests are given to.
    ///   - gate: closed, every C-STORE is answered out of resources.
    ///   - conditions: hears of a child that dies or can't listen, as `receiver`.
    ///   - stopSeconds: within which associations may end after the service was asked to stop.
    ///   - now: the clock of the snapshot.
    ///   - logger: hears AE titles and how associations end.
    package init(
        program: String,
        configuration: ReceiverConfiguration,
        largestFileBytes: Int64,
        spool: URL,
        handlers: Handlers,
        gate: IntakeGate,
        conditions: Conditions,
        stopSeconds: Int,
        now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.program = program
        settings = ReceptionSettings(configuration, spool: spool, objectBytes: largestFileBytes)
        self.spool = spool
        self.handlers = handlers
        self.gate = gate
        self.conditions = conditions
        self.stopSeconds = stopSeconds
        self.now = now
        self.logger = logger
        state = Mutex(State(snapshot: Snapshot(since: now())))
    }

    /// How it stands now.
    package func snapshot() -> Snapshot { state.withLock { $0.snapshot } }

    /// Associations that were refused since the service started or read its configuration anew.
    package var refused: Int { state.withLock { $0.refused } }

    /// Has a result delivered to its peer; `onDelivery` says how that went.
    ///
    /// - Returns: false when no child is there to do it: try later.
    package func deliver(_ result: CommitmentResult) -> Bool { order(.deliver(result)) }

    /// Runs children until the service stops.
    package func run() async throws {
        PipeSignal.ignore()
        var backoff = Self.waits
        await withGracefulShutdownHandler {
            while !isStopping, !Task.isCancelled {
                let start = ContinuousClock.now
                await runOnce()
                if isStopping || Task.isCancelled { return }
                if ContinuousClock.now - start > backoff.longest { backoff.reset() }
                let wait = backoff.next()
                // Ends early only when the service stops, which the loop sees.
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: wait) }
            }
        } onGracefulShutdown: {
            self.state.withLock { $0.isStopping = true }
            _ = self.order(.stop(withinSeconds: self.stopSeconds))
        }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    private func order(_ order: ReceptionOrder) -> Bool {
        guard let orders = state.withLock({ $0.orders }) else { return false }
        if case .enqueued = orders.yield(order) { return true }
        return false
    }

    /// One child, from a clean folder to its end.
    private func runOnce() async {
        do {
            try DurableFile.makeFolder(spool)
            try await handlers.recover(spool)
        } catch {
            trouble(
                "the receiver's spool can't be cleared up: nothing is received; see the state directory",
                "\(error)"
            )
            return
        }
        let (stream, orders) = AsyncStream.makeStream(
            of: ReceptionOrder.self,
            bufferingPolicy: .bufferingOldest(Self.ordersWaiting)
        )
        state.withLock { $0.orders = orders }
        guard !isStopping else { return }
        var status = TerminationStatus.exited(1)
        do {
            let parent = String(ProcessInfo.processInfo.processIdentifier)
            status = try await Subprocess.run(
                .path(FilePath(program)),
                arguments: ["receive", "--parent", parent],
                input: .inputWriter,
                output: .sequence,
                error: .discarded
            ) { execution in
                await self.converse(execution, stream)
            }.terminationStatus
        } catch {
            logger.error("receiver failed", metadata: ["cause": "\(type(of: error))"])
        }
        orders.finish()
        let isStopping = state.withLock { state in
            state.orders = nil
            state.snapshot = Snapshot(since: now())
            return state.isStopping
        }
        guard !isStopping, !Task.isCancelled else { return }
        // What it said of itself tells more than that it ended.
        if conditions.all.contains(where: { $0.part == Self.part }) {
            logger.warning("receiver ended", metadata: ["status": "\(status)"])
        } else {
            trouble("the C-STORE receiver ended and is started again: associations were dropped", "\(status)")
        }
    }

    private func converse(
        _ execution: Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>,
        _ orders: AsyncStream<ReceptionOrder>
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.write(orders, to: execution) }
            group.addTask { await self.tellOfGate() }
            group.addTask {
                // Cancelled when the child ends first.
                guard (try? await gracefulShutdown()) != nil else { return }
                guard (try? await Task.sleep(for: .seconds(self.stopSeconds + 2))) != nil else { return }
                self.logger.warning("receiver did not stop in time")
                try? execution.send(signal: .kill)
            }
            await self.read(execution)
            // A child whose lines end or can't be read is at its end.
            try? execution.send(signal: .kill)
            group.cancelAll()
        }
    }

    private func write(
        _ orders: AsyncStream<ReceptionOrder>,
        to execution: Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>
    ) async {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            _ = try await execution.standardInputWriter.write(Array(encoder.encode(settings)) + [10])
            for await order in orders {
                _ = try await execution.standardInputWriter.write(Array(encoder.encode(order)) + [10])
            }
        } catch {
            // A pipe that breaks is the child's end, which the reader sees.
            logger.debug("receiver takes no orders", metadata: ["cause": "\(type(of: error))"])
        }
    }

    private func tellOfGate() async {
        for await isOpen in gate.changes() { _ = order(.outOfResources(!isOpen)) }
    }

    /// Reads until the child ends. Every request is answered or given up by the return.
    private func read(_ execution: Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>) async {
        let requests = RequestCount(limit: settings.associations * Self.requestsPerAssociation)
        await withDiscardingTaskGroup { group in
            var lines = ChildLines(execution.standardOutput, longest: Self.lineBytes)
            do {
                let decoder = JSONDecoder()
                while let line = try await lines.next() {
                    let report = try decoder.decode(ReceptionReport.self, from: line)
                    if note(report) { continue }
                    guard requests.begin() else {
                        await refuse(report)
                        continue
                    }
                    group.addTask {
                        await self.answer(report)
                        requests.end()
                    }
                }
            } catch {
                logger.error("receiver speaks nonsense", metadata: ["cause": "\(type(of: error))"])
            }
        }
    }

    /// Whether a report asks for nothing.
    private func note(_ report: ReceptionReport) -> Bool {
        switch report {
        case .listening(let port):
            state.withLock { $0.snapshot = Snapshot(port: port, since: now()) }
            conditions.clear(Self.part)
            logger.notice("receiver listens", metadata: ["port": "\(port)"])
        case .notListening(let why): trouble("the C-STORE receiver can't listen and tries again: \(why)", why)
        case .associations(let open, let waiting):
            state.withLock { ($0.snapshot.open, $0.snapshot.waiting) = (open, waiting) }
            ServiceMeasure.level("sonoquant_associations_open", [], Double(open))
        case .ended(let peer, let ending, let words):
            ServiceMeasure.association(ending)
            if ending == "refused" { state.withLock { $0.refused += 1 } }
            logger.info("association ended", metadata: ["peer": "\(peer)", "ending": "\(ending)", "cause": "\(words)"])
        case .commit, .commitment, .announcement, .delivered, .notDelivered: return false
        }
        return true
    }

    private func answer(_ report: ReceptionReport) async {
        switch report {
        case .commit(let file): _ = order(.answer(file: file.number, await handlers.commit(file, spool)))
        case .commitment(let request):
            let isKept = await handlers.onCommitment(request)
            _ = order(isKept ? .requestKept(request.number) : .requestRefused(request.number))
        case .announcement(let number, let announcement):
            let isKept = await handlers.onAnnouncement(announcement)
            _ = order(isKept ? .announcementKept(number) : .requestRefused(number))
        case .delivered(let commitment): await handlers.onDelivery(commitment, nil)
        case .notDelivered(let commitment, let why): await handlers.onDelivery(commitment, why)
        case .listening, .notListening, .associations, .ended: return
        }
    }

    /// A child that asks for more at a time than its associations can.
    private func refuse(_ report: ReceptionReport) async {
        switch report {
        case .commit(let file): _ = order(.answer(file: file.number, .outOfResources("too many files at a time")))
        case .commitment(let request): _ = order(.requestRefused(request.number))
        case .announcement(let number, _): _ = order(.requestRefused(number))
        // How a delivery went is never lost: the next line waits for it instead.
        case .delivered, .notDelivered: await answer(report)
        case .listening, .notListening, .associations, .ended: return
        }
    }

    private func trouble(_ words: String, _ cause: String) {
        if conditions.raise(Self.part, words) { logger.error("receiver in trouble", metadata: ["cause": "\(cause)"]) }
    }
}

/// Requests of one child that wait for their answer.
private final class RequestCount: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether there is room for one more.
    func begin() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func end() { count.withLock { $0 -= 1 } }
}
