internal import Analysis
internal import Configuration
internal import Foundation
internal import Identifiers
internal import Imaging
internal import Intake
package import Ledger
internal import Logging

/// Complete studies become results: one worker process a study, its ending one ledger transaction.
package struct AnalysisStage: Sendable {
    private let installation: Installation
    private let executor: AnalysisExecutor
    private let results: ResultStore

    package init(_ installation: Installation) {
        self.installation = installation
        executor = AnalysisExecutor(program: installation.program, limits: installation.configuration.limits)
        results = ResultStore(folder: installation.state.results)
    }

    /// Brings one study to its result, or to why it has none.
    ///
    /// - Parameter study: complete, or analysing where an earlier run was interrupted.
    /// - Returns: the study as it stands then; still `analysing` when a result waits for its report.
    /// - Throws: what stands in the way of every study, or a result that is damaged.
    package func run(_ study: StudyRecord) async throws -> StudyRecord {
        var study = study
        let ledger = installation.ledger
        while true {
            if study.state == .complete {
                study = try await ledger.write { [study] in
                    try $0.move(study.key, revision: study.revision, from: study.state, to: .analysing, by: .program)
                }
                installation.noteMove(to: study.state)
            }
            let key = study.key
            let instances = try await ledger.read { try $0.instances(of: key) }.filter { !$0.isSetAside }
            let digest = ResultDigest.of(
                instances: instances.map(\.digest),
                pipeline: installation.pipeline,
                program: .current,
                decoders: DecoderVersions.all
            )
            if !results.isFinished(digest) {
                if let failure = try await analyse(study, instances, digest) {
                    let attempts = study.attempts + 1
                    installation.logger.warning(
                        "analysis failed",
                        metadata: ["study": "\(key)", "attempt": "\(attempts)", "reason": "\(failure)"]
                    )
                    let isLast = attempts >= installation.configuration.limits.analysisAttempts
                    let next: StudyState =
                        isLast
                        ? .failed(FailureReason(explanation: failure, attempts: attempts), at: .analysis) : .complete
                    study = try await ledger.write { [study] in
                        try $0.move(key, revision: study.revision, from: study.state, to: next, by: .program)
                    }
                    installation.noteMove(to: study.state)
                    if isLast { return study }
                    continue
                }
            }
            return try await settle(study, instances, results.result(digest))
        }
    }

    /// One try. Nil when the result folder is complete, else why not.
    private func analyse(
        _ study: StudyRecord,
        _ instances: [InstanceRecord],
        _ digest: ContentDigest
    ) async throws -> String? {
        let work = try results.emptyWorkFolder(for: digest)
        let ending = try await executor.run(
            AnalysisExecutor.Request(
                study: installation.state.archive.appending(path: study.key.description),
                names: instances.map { URL(filePath: $0.archiveName).lastPathComponent }.sorted(),
                pipeline: installation.pipelineFile,
                output: work
            )
        )
        // A worker that was stopped with us has not failed.
        try Task.checkCancellation()
        switch ending {
        case .finished:
            try results.take(work, as: digest)
            return nil
        case .failed(let reason, let name):
            let arrival = instances.first { URL(filePath: $0.archiveName).lastPathComponent == name }?.arrival
            return arrival.map { "\(reason), at arrival \($0)" } ?? reason
        case .notWritten(let reason):
            throw ServiceError(
                .refused,
                "\(reason); nothing was lost: make room, or see sonoquant doctor, then run again"
            )
        }
    }

    private func settle(
        _ study: StudyRecord,
        _ instances: [InstanceRecord],
        _ result: StudyResult
    ) async throws -> StudyRecord {
        try await quarantineUndecodable(instances, result)
        let next: StudyState =
            switch result.outcome {
            case .measured: .analysing
            case .nothingToMeasure(let reasons): .notCharged(.nothingToMeasure(reasons))
            case .conflictingInstances(let contents):
                .held(
                    .conflictingInstances(
                        instances.filter { contents.joined().contains($0.digest) }.map(\.arrival.number).sorted()
                    ),
                    at: .analysis
                )
            }
        let record = ResultRecord(
            study: study.key,
            revision: study.revision,
            digest: result.digest,
            pipeline: "\(result.pipeline.name) \(result.pipeline.version)"
        )
        let settled = try await installation.ledger.write {
            try $0.recordResult(record)
            if next == .analysing { return study }
            return try $0.move(
                study.key,
                revision: study.revision,
                from: study.state,
                to: next,
                by: .program,
                digest: result.digest
            )
        }
        if settled.state != study.state { installation.noteMove(to: settled.state) }
        return settled
    }

    /// What only decoding shows to be damaged is a quarantine entry too; its bytes stay in the archive.
    private func quarantineUndecodable(_ instances: [InstanceRecord], _ result: StudyResult) async throws {
        let quarantine = Quarantine(folder: installation.state.quarantine)
        for record in result.instances {
            // An encoding without a decoder is no damage: intake has said that such a file is kept, not measured.
            guard case .undecodable(let fault) = record.disposition, fault.code != .unsupportedTransferSyntax,
                let instance = instances.first(where: { $0.digest == record.digest })
            else { continue }
            try await quarantine.link(
                arrival: instance.arrival,
                instance: instance,
                in: Archive(folder: installation.state.archive),
                reason: Quarantine.Reason(code: fault.code.rawValue, explanation: fault.explanation),
                ledger: installation.ledger
            )
        }
    }
}
