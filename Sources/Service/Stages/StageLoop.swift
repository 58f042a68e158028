internal import Billing
internal import Configuration
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Logging
package import ServiceHealth
internal import ServiceLifecycle

/// Takes studies that are complete to their reports, and signed ones to their charges, as they come.
package struct StageLoop: Service, Sendable {
    private let installation: Installation
    private let conditions: Conditions
    private let progress: StageProgress
    private let grace: Duration

    /// - Parameters:
    ///   - installation: what the stages work with.
    ///   - conditions: hears of what stands in the way.
    ///   - progress: hears of single studies' troubles, for those who wait for them.
    ///   - grace: how long analyses may go on when the service is told to stop; then their processes are ended, and the
    ///     studies put back.
    package init(_ installation: Installation, conditions: Conditions, progress: StageProgress, grace: Duration) {
        self.installation = installation
        self.conditions = conditions
        self.progress = progress
        self.grace = grace
    }

    /// Runs until the service stops. Trouble with the ledger is told and tried again.
    package func run() async throws {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                var work = try await StageWork(installation, conditions, progress)
                try await work.run(grace: grace) { backoff.reset() }
            } catch is CancellationError {
                return
            } catch {
                let words = "studies can't be taken on: \(error)"
                if conditions.raise("stages", words) {
                    installation.logger.error("stages in trouble", metadata: ["reason": "\(error)"])
                }
                progress.update { $0.obstacle = words }
                await Pause.until(.now + backoff.next())
            }
        }
    }
}

/// One life of the stage loop: from what the ledger holds until the service stops or the ledger can't be asked.
private struct StageWork {
    private enum Event: Sendable {
        case tick
        /// Nil where all went well.
        case ended(StudyRecord, StageQueue.Lane, Result<String?, any Error>)
        case flushed(Result<Void, any Error>)
    }

    private let installation: Installation
    private let conditions: Conditions
    private let progress: StageProgress
    private var feed: LedgerFeed
    private var queue = StageQueue()
    private var orders: OrderFolder
    private var ordersDue = ContinuousClock.now + OrderFolder.interval
    private var line: StudyLine
    private var running: [StageQueue.Lane: Int] = [:]
    /// While something stands in the way of all: when it is tried again.
    private var obstacleEnds: ContinuousClock.Instant?
    private var obstacleBackoff = Backoff(first: .seconds(1), longest: .seconds(60))
    private var outboxDue: ContinuousClock.Instant? = .now
    private var outboxBackoff = Backoff(first: .seconds(1), longest: .seconds(300))
    private var isFlushing = false

    init(_ installation: Installation, _ conditions: Conditions, _ progress: StageProgress) async throws {
        self.installation = installation
        self.conditions = conditions
        self.progress = progress
        feed = try await LedgerFeed(installation.ledger)
        orders = OrderFolder(OrderDesk(installation).location)
        let book = await orders.look() ?? OrderBook()
        line = StudyLine(installation, orders: book)
        tell(of: book)
        for study in try await installation.ledger.read({ try $0.studies(inStates: StageQueue.stateNames) }) {
            queue.add(study)
        }
        progress.update { $0.troubles = [:] }
        conditions.clear("studies")
    }

    mutating func run(grace: Duration, wentWell: () -> Void) async throws {
        try await withThrowingTaskGroup(of: Event.self) { group in
            var deadline: ContinuousClock.Instant?
            Self.addTick(to: &group)
            while let event = try await group.next() {
                switch event {
                case .ended(let study, let lane, let ending): note(study, lane, ending)
                case .flushed(let ending): noteFlush(ending)
                case .tick where Task.isCancelled: break
                case .tick where Task.isShuttingDownGracefully:
                    let end = deadline ?? .now + grace
                    deadline = end
                    if isIdle || ContinuousClock.now >= end {
                        group.cancelAll()
                    } else {
                        Self.addTick(to: &group)
                    }
                case .tick:
                    try await look()
                    wentWell()
                    Self.addTick(to: &group)
                }
                if !Task.isShuttingDownGracefully && !Task.isCancelled { start(in: &group) }
            }
        }
    }

    private var isIdle: Bool { !isFlushing && running.values.allSatisfy { $0 == 0 } }

    private static func addTick(to group: inout ThrowingTaskGroup<Event, any Error>) {
        group.addTask {
            // A cancelled sleep is the end of the loop, which sees to the rest.
            try? await Task.sleep(for: LedgerFeed.interval)
            return .tick
        }
    }

    // MARK: What is new

    private mutating func look() async throws {
        while case let touched = try await feed.next(), !touched.isEmpty {
            for study in try await installation.ledger.read({ ledger in try touched.map { try ledger.study($0) } }) {
                queue.note(study)
            }
            // A signature's own command may have left its event to us.
            outboxDue = outboxDue ?? .now
        }
        let rested = queue.rested(at: .now)
        if !rested.isEmpty {
            for study in try await installation.ledger.read({ ledger in try rested.map { try ledger.study($0) } }) {
                queue.add(study)
            }
        }
        if ContinuousClock.now >= ordersDue {
            if let book = await orders.look() {
                line = StudyLine(installation, orders: book)
                tell(of: book)
                for study in try await installation.ledger.read({ try $0.studies(inStates: ["held"]) }) {
                    queue.add(study)
                }
            }
            ordersDue = .now + OrderFolder.interval
        }
    }

    private func tell(of book: OrderBook) {
        progress.update { $0.orderProblems = book.problems.map { "\($0)" } }
        guard !book.problems.isEmpty else {
            conditions.clear("orders")
            return
        }
        // The problems name their files, which are no matter for a log (law 7).
        conditions.raise(
            "orders",
            "\(book.problems.count) order files can't be used: sonoquant batch tells which and why"
        )
    }

    // MARK: What is done

    private mutating func start(in group: inout ThrowingTaskGroup<Event, any Error>) {
        if let end = obstacleEnds {
            guard ContinuousClock.now >= end, isIdle else { return }
        }
        for lane in StageQueue.Lane.allCases {
            // While something stands in the way, one study at a time finds out whether it still does.
            let most = obstacleEnds == nil ? self.most(lane) : 1
            while obstacleEnds == nil || isIdle, running[lane, default: 0] < most, let study = queue.next(lane) {
                running[lane, default: 0] += 1
                group.addTask { [line] in
                    do {
                        return .ended(study, lane, .success(try await line.carry(study)))
                    } catch {
                        return .ended(study, lane, .failure(error))
                    }
                }
            }
        }
        if obstacleEnds != nil, isIdle { clearObstacle() }
        if let due = outboxDue, !isFlushing, ContinuousClock.now >= due {
            isFlushing = true
            outboxDue = nil
            group.addTask { [line] in
                do {
                    return .flushed(.success(try await line.flush()))
                } catch {
                    return .flushed(.failure(error))
                }
            }
        }
    }

    private func most(_ lane: StageQueue.Lane) -> Int {
        switch lane {
        case .analysis: max(1, installation.configuration.limits.analysisProcesses)
        case .charge: 1
        }
    }

    private mutating func note(
        _ study: StudyRecord,
        _ lane: StageQueue.Lane,
        _ ending: Result<String?, any Error>
    ) {
        running[lane, default: 0] -= 1
        switch ending {
        case .success(nil):
            queue.ended(study.key)
            clearObstacle()
            tell(of: study.key, trouble: nil)
            if lane == .charge { outboxDue = outboxDue ?? .now }
        case .success(let words?):
            queue.failed(study, at: .now)
            clearObstacle()
            tell(of: study.key, trouble: words)
        case .failure(is CancellationError):
            queue.returned(study)
        case .failure(let error):
            queue.returned(study)
            obstacleEnds = .now + obstacleBackoff.next()
            let words = "studies can't go on: \(error)"
            progress.update { $0.obstacle = words }
            if conditions.raise("stages", words) {
                installation.logger.error("stages in trouble", metadata: ["reason": "\(error)"])
            }
        }
    }

    private mutating func clearObstacle() {
        obstacleEnds = nil
        obstacleBackoff.reset()
        progress.update { $0.obstacle = nil }
        if let past = conditions.clear("stages") {
            installation.logger.notice("stages go on", metadata: ["tries": "\(past.times)"])
        }
    }

    private func tell(of key: StudyKey, trouble: String?) {
        progress.update { $0.troubles[key] = trouble }
        let troubles = progress.view.troubles
        guard let first = troubles.min(by: { $0.key < $1.key }) else {
            conditions.clear("studies")
            return
        }
        conditions.raise(
            "studies",
            troubles.count == 1 ? first.value : "\(troubles.count) studies, such as: \(first.value)"
        )
    }

    private mutating func noteFlush(_ ending: Result<Void, any Error>) {
        isFlushing = false
        switch ending {
        case .success:
            outboxBackoff.reset()
            conditions.clear("outbox")
        case .failure(is CancellationError): break
        case .failure(let error):
            outboxDue = .now + outboxBackoff.next()
            if conditions.raise("outbox", "events can't be written to the outbox: \(error)") {
                installation.logger.error("outbox in trouble", metadata: ["reason": "\(error)"])
            }
        }
    }
}
