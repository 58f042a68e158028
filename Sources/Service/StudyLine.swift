internal import Analysis
package import Billing
internal import Configuration
internal import Ledger
internal import Logging
internal import Reporting

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
    /// - Returns: what went wrong with single studies and events, in words without patient data; the others went on.
    /// - Throws: what stands in the way of every study: the disk, the ledger.
    package func finish(progress: @escaping @Sendable (Step) -> Void) async throws -> [String] {
        let ledger = installation.ledger
        try await ledger.write { ledger in
            for study in try ledger.studies(inStates: [StudyState.receiving.name]) {
                _ = try ledger.move(
                    study.key,
                    revision: study.revision,
                    from: study.state,
                    to: .complete,
                    by: .program
                )
            }
        }
        let open = try await ledger.read { ledger in
            try ledger.studies(inStates: [
                StudyState.complete.name, StudyState.analysing.name, StudyState.interpreted.name, "held",
            ])
        }
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
            try await charges.flush()
        } catch let error as OutboxError {
            troubles.append("\(error)")
        }
        return troubles.sorted()
    }

    /// One study, one stage after the other. What is wrong with this study alone stops no other (law 3).
    ///
    /// - Returns: what went wrong; nil when nothing did.
    private func carry(_ study: StudyRecord) async throws -> String? {
        let reason: String
        do {
            try await advance(study)
            return nil
        } catch let error as AnalysisError {
            reason = error.explanation
        } catch let error as ReportingError {
            reason = "\(error)"
        } catch let error as ServiceError where error.code != .refused {
            reason = error.explanation
        } catch let error as OrderProblem {
            reason = error.explanation
        } catch let error as ChargeEventError {
            reason = "\(error)"
        } catch let error as LedgerError where error.code == .conflict || error.code == .illegalMove {
            reason = error.explanation
        }
        installation.logger.error("study can't go on", metadata: ["study": "\(study.key)", "reason": "\(reason)"])
        return "study \(study.key) can't go on: \(reason)"
    }

    private func advance(_ study: StudyRecord) async throws {
        var study = study
        do {
            if study.state == .complete || study.state == .analysing {
                study = try await AnalysisStage(installation).run(study)
            }
            if study.state == .analysing { study = try await ReportDesk(installation).run(study) }
            switch study.state {
            case .held(.byPerson, _): break
            case .interpreted, .held(_, at: .charge): try await charges.decide(study)
            case .receiving, .complete, .analysing, .reported, .charged, .notCharged, .rejected, .held, .failed: break
            }
        } catch let error as LedgerError where error.code == .changedMeanwhile {
            // A person's command was first; what it did stands.
            installation.logger.notice("study changed meanwhile", metadata: ["study": "\(study.key)"])
        }
    }
}
