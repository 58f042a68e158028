internal import Analysis
package import Billing
internal import Configuration
internal import Ledger
internal import Logging
internal import Reporting
internal import ServiceHealth

/// The line that a study travels after intake: each study as far as it goes without a person.
package struct StudyLine: Sendable {
    /// What goes on, for whoever watches.
    package struct Step: Hashable, Sendable {
        /// Studies that the run has finished with.
        package let done: Int
        /// Studies that it has to work on.
        package let of: Int
    }

    private let installation: Installation
    private let charges: ChargeDesk

    package init(_ installation: Installation, orders: OrderBook) {
        self.installation = installation
        charges = ChargeDesk(installation, orders: orders)
    }

    /// Counts the analyses that the end of an earlier run has cut off. Whoever has taken the lock asks once, before any stage.
    ///
    /// - Returns: how many there are.
    package func countInterruptions() async throws -> Int {
        let most = installation.configuration.limits.analysisAttempts + Self.toleratedInterruptions
        let interrupted = try await installation.ledger.write { try $0.countInterruptions(most: most) }
        for study in interrupted {
            if case .failed = study.state { installation.noteMove(to: study.state) }
            installation.logger.warning(
                "analysis was interrupted",
                metadata: ["study": "\(study.key)", "attempt": "\(study.attempts)", "state": "\(study.state.name)"]
            )
        }
        return interrupted.count
    }

    /// A machine may lose its power a few times while one study is analysed.
    private static let toleratedInterruptions = 3

    /// Finishes or resumes every study of the ledger. The caller holds the lock and has taken the inbox in.
    ///
    /// - Parameter progress: told after each study.
    /// - Returns: what went wrong with single studies and events, in words without patient data; the others went on.
    /// - Throws: what stands in the way of every study: the disk, the ledger.
    package func finish(progress: @escaping @Sendable (Step) -> Void) async throws -> [String] {
        let ledger = installation.ledger
        let whole = try await ledger.write { ledger in
            try ledger.studies(inStates: [StudyState.receiving.name]).map { study in
                try ledger.move(
                    study.key,
                    revision: study.revision,
                    from: study.state,
                    to: .complete,
                    by: .program
                )
            }
        }
        for study in whole { installation.noteMove(to: study.state) }
        let open = try await ledger.read { try $0.studies(inStates: StageQueue.stateNames) }
        var done = 0
        var troubles: [String] = []
        try await withThrowingTaskGroup(of: String?.self) { group in
            var waiting = open.makeIterator()
            for _ in 0..<max(1, installation.configuration.limits.analysisProcesses) {
                guard let study = waiting.next() else { break }
                group.addTask { try await carry(study) }
            }
            while let trouble = try await group.next() {
                if let trouble { troubles.append(trouble) }
                done += 1
                progress(Step(done: done, of: open.count))
                if let study = waiting.next() { group.addTask { try await carry(study) } }
            }
        }
        do {
            try await flush()
        } catch let error as OutboxError {
            troubles.append("\(error)")
        }
        return troubles.sorted()
    }

    /// Writes every event that the outbox lacks.
    ///
    /// - Throws: `OutboxError`, or what the ledger refuses.
    func flush() async throws { try await charges.flush() }

    /// Takes one study as far as it goes, one stage after the other. What is wrong with it alone stops no other (law 3).
    ///
    /// - Returns: what went wrong; nil when nothing did.
    /// - Throws: what stands in the way of every study, or that the task was cancelled; the study is put back then, and no
    ///   try of it is counted.
    func carry(_ study: StudyRecord) async throws -> String? {
        let reason: String
        do {
            try await installation.unlessChangedMeanwhile(study.key) { try await advance(study) }
            return nil
        } catch {
            await putBack(study)
            reason = try Self.words(of: error)
        }
        installation.logger.error("study can't go on", metadata: ["study": "\(study.key)", "reason": "\(reason)"])
        return "study \(study.key) can't go on: \(reason)"
    }

    /// What is wrong with one study alone.
    ///
    /// - Throws: every other error.
    private static func words(of error: any Error) throws -> String {
        switch error {
        case let error as AnalysisError: error.explanation
        case let error as ReportingError: "\(error)"
        case let error as ServiceError where error.code != .refused: error.explanation
        case let error as OrderProblem: error.explanation
        case let error as ChargeEventError: "\(error)"
        case let error as LedgerError where error.code == .conflict || error.code == .illegalMove: error.explanation
        default: throw error
        }
    }

    /// Ends an analysis in good order.
    private func putBack(_ study: StudyRecord) async {
        // A task of its own: the ledger refuses a cancelled one.
        let wasPutBack = await Task {
            // Where the ledger refuses, the study stays as it is, and the next start takes it up.
            try? await installation.ledger.write { try $0.putBack(study.key, revision: study.revision) }
        }.value
        if wasPutBack == true { installation.noteMove(to: .complete) }
    }

    private func advance(_ study: StudyRecord) async throws {
        var study = study
        if study.state == .complete || study.state == .analysing {
            study = try await timed("analysis") { try await AnalysisStage(installation).run(study) }
        }
        if study.state == .analysing {
            study = try await timed("report") { try await ReportDesk(installation).run(study) }
        }
        switch study.state {
        case .held(.byPerson, _): break
        case .interpreted, .held(_, at: .charge): try await timed("charge") { try await charges.decide(study) }
        case .receiving, .complete, .analysing, .reported, .charged, .notCharged, .rejected, .held, .failed: break
        }
    }

    private func timed<Output: Sendable>(_ stage: String, _ body: () async throws -> Output) async rethrows -> Output {
        let start = ContinuousClock.now
        let output = try await body()
        ServiceMeasure.stage(stage, seconds: (ContinuousClock.now - start) / .seconds(1))
        return output
    }
}
