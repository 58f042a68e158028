internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import Logging
internal import ServiceHealth
internal import ServiceLifecycle
internal import Synchronization
internal import SystemCalls

/// The service's side of `STATE/control.sock`: takes folders in for `batch`, one at a time, and tells how their studies fare.
struct ControlServer: Service, Sendable {
    private let context: ServiceContext
    private let intake: FolderIntake
    private let inspect: Inspect
    private let gate: IntakeGate

    /// Commands that are served at a time; further ones wait.
    private static let mostSessions = 16
    private static let requestSeconds = 10

    init(_ context: ServiceContext, intake: FolderIntake, gate: IntakeGate, inspect: @escaping Inspect) {
        self.gate = gate
        self.context = context
        self.intake = intake
        self.inspect = inspect
    }

    func run() async throws {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                let listener = try ControlListener(context.installation.state.control)
                context.conditions.clear("control")
                try await cancelWhenGracefulShutdown { try await serve(listener) }
            } catch is CancellationError {
                return
            } catch {
                context.conditions.raise("control", "batch can't reach the service: \(error)")
                await Pause.until(.now + backoff.next())
            }
        }
    }

    private func serve(_ listener: ControlListener) async throws {
        let turn = Turn()
        try await withThrowingTaskGroup(of: Void.self) { group in
            var sessions = 0
            while !Task.isCancelled {
                guard let channel = try await listener.accept() else { continue }
                if sessions >= Self.mostSessions, try await group.next() != nil { sessions -= 1 }
                sessions += 1
                group.addTask { await session(channel, turn) }
            }
            group.cancelAll()
        }
    }

    private func session(_ channel: ControlChannel, _ turn: Turn) async {
        defer { channel.close() }
        do {
            guard channel.isOwnUser else {
                try await channel.send(
                    ControlReply.refused(.usage, "the service runs under another account: run batch as that one")
                )
                return
            }
            channel.limitWaits(seconds: Self.requestSeconds)
            var lines = channel.lines().makeAsyncIterator()
            guard let line = try await lines.next() else { return }
            switch try JSONDecoder().decode(ControlRequest.self, from: Data(line)) {
            case .takeIn(let folder, let consume):
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await takeIn(folder, consume: consume, channel, turn) }
                    group.addTask { await giveSignsOfLife(channel) }
                    try await group.next()
                    group.cancelAll()
                }
            }
        } catch {
            // Whoever asked is gone, or we stop: the ledger has all that was done.
            context.installation.logger.info("control session ended", metadata: ["cause": "\(type(of: error))"])
        }
    }

    /// Files and studies may take their time, and so may another command's folder.
    private func giveSignsOfLife(_ channel: ControlChannel) async {
        while case .some = try? await Task.sleep(for: ControlLine.signOfLife) {
            // Whoever is gone is noticed by what takes the folder in.
            try? await channel.send(ControlReply.working)
        }
    }

    private func takeIn(_ folder: String, consume: Bool, _ channel: ControlChannel, _ turn: Turn) async throws {
        guard folder.hasPrefix("/") else {
            return try await channel.send(ControlReply.refused(.usage, "the folder must be named by its absolute path"))
        }
        let feed = try await LedgerFeed(context.installation.ledger)
        var arrivals: [Arrival]
        do {
            let gate = gate
            arrivals = try await turn.take {
                try await intake.takeAll(
                    from: URL(filePath: folder),
                    consume: consume,
                    gate: { await gate.waitUntilOpen() },
                    inspect: inspect
                ) { done in
                    // Progress is a courtesy: whoever doesn't listen misses it.
                    Task { try? await channel.send(ControlReply.taking(done: done.done, of: done.total)) }
                }
            }
        } catch let error as IntakeError {
            let kind: ControlReply.Refusal = error.code == .inboxIsState ? .usage : .inputOutput
            return try await channel.send(ControlReply.refused(kind, error.explanation))
        }
        arrivals = arrivals.flatMap { [$0] + $0.members }
        // The folder is whole.
        let studies = Set(arrivals.compactMap(\.outcome.study))
        context.ended.end(studies)
        for start in stride(from: 0, to: arrivals.count, by: ControlLine.mostArrivals) {
            let part = arrivals[start..<min(start + ControlLine.mostArrivals, arrivals.count)]
            try await channel.send(
                ControlReply.arrivals(part.map { ControlArrival(number: $0.number, isNew: $0.isNew) })
            )
        }
        try await finish(studies, feed, channel)
    }

    /// Waits until each study is as far as it goes without a person.
    private func finish(_ studies: Set<StudyKey>, _ feed: LedgerFeed, _ channel: ControlChannel) async throws {
        var feed = feed
        var open = try await stillOpen(studies)
        var told = -1
        while !open.isEmpty {
            let view = context.progress.view
            if let obstacle = view.obstacle {
                let words = "\(obstacle); nothing was lost, and the service goes on by itself as soon as it can"
                return try await channel.send(ControlReply.refused(.inputOutput, words))
            }
            open.subtract(view.troubles.keys)
            if open.count != told {
                told = open.count
                try await channel.send(ControlReply.finishing(done: studies.count - told, of: studies.count))
            }
            guard !open.isEmpty else { break }
            try await Task.sleep(for: LedgerFeed.interval)
            while case let touched = try await feed.next(), !touched.isEmpty {
                let ours = studies.intersection(touched)
                open.subtract(ours)
                open.formUnion(try await stillOpen(ours))
            }
        }
        let view = context.progress.view
        let troubles = view.troubles.filter { studies.contains($0.key) }.values.sorted()
        try await channel.send(ControlReply.finished(orderProblems: view.orderProblems, troubles: troubles))
    }

    private func stillOpen(_ studies: Set<StudyKey>) async throws -> Set<StudyKey> {
        try await context.installation.ledger.read { ledger in
            try studies.filter { key in
                switch try ledger.study(key).state {
                case .receiving, .complete, .analysing, .interpreted: true
                case .reported, .charged, .notCharged, .rejected, .held, .failed: false
                }
            }
        }
    }
}

/// Lets one folder in at a time.
private actor Turn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take<Output: Sendable>(_ body: @Sendable () async throws -> Output) async throws -> Output {
        if isTaken {
            await withCheckedContinuation { waiting.append($0) }
        }
        isTaken = true
        defer {
            if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
        }
        try Task.checkCancellation()
        return try await body()
    }
}

/// The listening socket; each wait is short, on a queue of its own.
private final class ControlListener: Sendable {
    private let listener: LocalListener
    private let queue = DispatchQueue(label: "sonoquant.control.accept")

    private static let waitMilliseconds: Int32 = 200

    init(_ socket: URL) throws {
        listener = try LocalListener.listen(at: socket)
    }

    /// Nil when nobody came for a moment.
    func accept() async throws -> ControlChannel? {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        guard let connection = try self.listener.accept(withinMilliseconds: Self.waitMilliseconds)
                        else {
                            return nil
                        }
                        return ControlChannel(connection)
                    }
                )
            }
        }
    }
}
