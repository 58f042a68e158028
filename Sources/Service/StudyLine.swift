package import Billing
internal import Configuration
internal import Ledger
internal import Logging

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

    /// Finishes or resumes every study of the ledger. The caller holds the lock and has taken the inbox in.
    ///
    /// - Parameter progress: told after each study.
    package func finish(progress: @escaping @Sendable (Step) -> Void) async throws {
        let ledger = installation.ledger
        try await ledger.write { ledger in
            for study in try ledger.studies(inStates: [StudyState.receiving.name]) {
                _ = try ledger.move(
                    study.key, revision: study.revision, from: study.state, to: .complete, by: .program
                )
            }
        }
        let open = try await ledger.read { ledger in
            try ledger.studies(inStates: [
                StudyState.complete.name, StudyState.analysing.name, StudyState.interpreted.name, "held",
            ])
        }
        let done = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = open.makeIterator()
            for _ in 0..<max(1, installation.configuration.limits.analysisProcesses) {
                guard let study = waiting.next() else { break }
                group.addTask { try await carry(study) }
            }
            while try await group.next() != nil {
                progress(Step(done: await done.increment(), of: open.count))
                if let study = waiting.next() { group.addTask { try await carry(study) } }
            }
        }
        try await charges.flush()
    }

    /// One study, one stage after the other.
    private func carry(_ study: StudyRecord) async throws {
        var study = study
        do {
            if study.state == .complete || study.state == .analysing {
                study = try await AnalysisStage(installation).run(study)
            }
            if study.state == .analysing { study = try await ReportDesk(installation).run(study) }
            switch study.state {
            case .interpreted, .held(_, at: .charge): try await charges.decide(study)
            case .receiving, .complete, .analysing, .reported, .charged, .notCharged, .rejected, .held, .failed: break
            }
        } catch let error as LedgerError where error.code == .changedMeanwhile {
            // A person's command was first; what it did stands.
            installation.logger.notice("study changed meanwhile", metadata: ["study": "\(study.key)"])
        }
    }
}

/// Counts across tasks.
private actor Counter {
    private var value = 0

    func increment() -> Int {
        value += 1
        return value
    }
}
