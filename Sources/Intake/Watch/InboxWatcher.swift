package import Configuration
internal import Foundation
package import Identifiers
internal import Ledger
package import Logging
package import ServiceHealth
internal import ServiceLifecycle
internal import SystemCalls

/// Watches a folder in which studies are dropped, and takes each file in once it has been written to its end.
///
/// Whatever happens to the folder, the watcher goes on: it says what is wrong as a condition under its name and tries again.
package struct InboxWatcher: Service {
    let inbox: WatchedInbox
    let name: String
    let intake: FolderIntake
    let inspect: Inspect
    let gate: @Sendable () async -> Void
    let conditions: Conditions
    let logger: Logger
    let onMarker: @Sendable (Set<StudyKey>) async -> Void
    let onProgress: @Sendable (_ waiting: Int, _ hasTaken: Bool) -> Void
    /// Bounds of what is kept of untold changes, of watches and of settling files; tests make them small.
    var changeLimit = 16_384
    var watchLimit = 500_000
    var settlingLimit = 250_000

    /// Files of one group: one transaction.
    private static let groupSize = 128
    /// Changes come in bursts; one look answers all of this time.
    private static let pace = Duration.milliseconds(50)

    /// - Parameters:
    ///   - inbox: the folder, and how it is watched.
    ///   - name: the part that conditions and the log name, for example `inbox 1`.
    ///   - intake: takes the files.
    ///   - inspect: has a worker look at a file.
    ///   - gate: returns when files may be taken in.
    ///   - conditions: hear what is wrong.
    ///   - logger: hears counts, never paths.
    ///   - onMarker: hears the studies being received that a marker file ends.
    ///   - onProgress: hears how many files wait, and whether some were taken just now.
    package init(
        inbox: WatchedInbox,
        name: String,
        intake: FolderIntake,
        inspect: @escaping Inspect,
        gate: @escaping @Sendable () async -> Void,
        conditions: Conditions,
        logger: Logger,
        onMarker: @escaping @Sendable (Set<StudyKey>) async -> Void,
        onProgress: @escaping @Sendable (_ waiting: Int, _ hasTaken: Bool) -> Void = { _, _ in }
    ) {
        self.inbox = inbox
        self.name = name
        self.intake = intake
        self.inspect = inspect
        self.gate = gate
        self.conditions = conditions
        self.logger = logger
        self.onMarker = onMarker
        self.onProgress = onProgress
    }

    /// Watches until a graceful shutdown or cancellation; what is being taken then is taken up by the next run.
    ///
    /// - Throws: `IntakeError` of `inboxIsState`.
    package func run() async throws {
        guard InboxPlacement.isAllowed(inbox.folder, state: intake.state) else {
            throw IntakeError(
                .inboxIsState,
                "\(name) lies in the state directory: name the folder that studies are dropped in"
            )
        }
        do {
            try await cancelWhenGracefulShutdown { try await watch() }
        } catch is CancellationError {
            logger.debug("inbox watcher ended", metadata: ["inbox": "\(name)"])
        }
    }

    private func watch() async throws {
        let (bell, bellRope) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let lookout = InboxLookout(
            inbox,
            stateFolder: intake.state,
            limits: intake.limits,
            changeLimit: changeLimit,
            watchLimit: watchLimit
        ) { bellRope.yield() }
        var rings = bell.makeAsyncIterator()
        var session = InboxSession(inbox, limit: settlingLimit)
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        let clock = ContinuousClock()
        let start = clock.now
        while true {
            try Task.checkCancellation()
            for change in lookout.drain() { session.heed(change) }
            do {
                try await round(&session, lookout) { start.duration(to: clock.now) }
                backoff.reset()
                clearTrouble()
                tell(of: session, at: start.duration(to: clock.now))
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                session.lostSight()
                raise(error)
                try await Task.sleep(for: backoff.next())
                continue
            }
            let wait = session.nextLook(at: start.duration(to: clock.now)) - start.duration(to: clock.now)
            if wait > .zero {
                let timer = Task {
                    try await Task.sleep(for: wait)
                    bellRope.yield()
                }
                await rings.next()
                timer.cancel()
                try await Task.sleep(for: Self.pace)
            }
        }
    }

    /// One look and what follows from it.
    private func round(
        _ session: inout InboxSession,
        _ lookout: InboxLookout,
        _ now: @Sendable () -> Duration
    ) async throws {
        let look = try await lookout.look(session.question(at: now()))
        tell(of: look)
        if inbox.taken == .left, !session.hasSeenEverything { try await recall(look, &session) }
        let due = session.note(look, at: now())
        onProgress(session.waiting, false)
        for start in stride(from: 0, to: due.count, by: Self.groupSize) {
            let group = Array(due[start..<min(start + Self.groupSize, due.count)])
            do {
                await gate()
                let arrivals = try await intake.take(
                    group,
                    from: look.inbox,
                    inboxName: look.inboxName,
                    taken: inbox.taken,
                    unpacksArchives: inbox.unpacksArchives,
                    inspect: inspect
                )
                let isThere = try await lookout.remaining(group, in: look.inbox)
                for ((finding, arrival), isThere) in zip(zip(group, arrivals), isThere) {
                    session.answered(finding, arrival.outcome, isThere: isThere, at: now())
                }
                onProgress(session.waiting, true)
            } catch {
                session.putBack(due[start...])
                throw error
            }
        }
        for marker in session.readyMarkers() { try await end(marker, look, &session, lookout) }
    }

    /// Asks the ledger once which of the files that lie in the inbox it has, so that they are not gone through again.
    private func recall(_ look: InboxLook, _ session: inout InboxSession) async throws {
        let files = look.seen.filter { $0.status != nil }
        for start in stride(from: 0, to: files.count, by: 1000) {
            let group = Array(files[start..<min(start + 1000, files.count)])
            let known = try await intake.ledger.read { snapshot in
                try group.map { finding in
                    let last = try snapshot.lastArrival(inbox: look.inboxName, relativePath: finding.path.text)
                    return last?.outcome?.isFinal == true && last?.identity == finding.identity
                }
            }
            for (finding, isKnown) in zip(group, known) where isKnown { session.known(finding) }
        }
    }

    /// Ends the studies of a marker's folder, and lets the marker go where the files went.
    private func end(
        _ marker: InboxFinding,
        _ look: InboxLook,
        _ session: inout InboxSession,
        _ lookout: InboxLookout
    ) async throws {
        let studies = try await intake.ledger.read { snapshot in
            try snapshot.receivingStudies(inbox: look.inboxName, under: marker.path.folder.text)
        }
        logger.info("marker ends studies", metadata: ["inbox": "\(name)", "studies": "\(studies.count)"])
        await onMarker(Set(studies))
        session.finished(marker, isThere: try await lookout.dispose(of: marker, in: look.inbox))
    }
}
