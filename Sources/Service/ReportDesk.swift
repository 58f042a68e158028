internal import Analysis
internal import Configuration
internal import Foundation
internal import Identifiers
package import Ledger
internal import Logging
internal import Reporting
internal import SystemCalls

/// Results become preliminary reports, and signed readings final ones. A report is a file first and a ledger row second; what
/// no row names is written anew.
package struct ReportDesk: Sendable {
    private let installation: Installation
    private let results: ResultStore

    package init(_ installation: Installation) {
        self.installation = installation
        results = ResultStore(folder: installation.state.results)
    }

    /// Writes the preliminary report of a study whose result is there.
    ///
    /// - Returns: the study, reported, or failed with the reason.
    package func run(_ study: StudyRecord) async throws -> StudyRecord {
        do {
            let key = study.key
            let (result, latest) = try await installation.ledger.read { ledger in
                (try ledger.result(of: key, revision: study.revision), try ledger.latestReport(of: key))
            }
            guard let result else { throw ServiceError(.damaged, "study \(key) has no result in the ledger") }
            let report = try write(
                results.result(result.digest),
                study: study,
                kind: .preliminary(replacing: latest.flatMap { PredecessorReference($0) }),
                at: installation.now()
            )
            let reported = try await installation.ledger.write {
                try $0.recordReport(report)
                return try $0.move(
                    key,
                    revision: study.revision,
                    from: study.state,
                    to: .reported,
                    by: .program,
                    digest: report.digest
                )
            }
            installation.noteMove(to: reported.state)
            return reported
        } catch let error as ReportingError {
            let reason = FailureReason(explanation: "no report could be written: \(error)", attempts: 1)
            installation.logger.warning("report failed", metadata: ["study": "\(study.key)", "reason": "\(error)"])
            let failed = try await installation.ledger.write {
                try $0.move(
                    study.key,
                    revision: study.revision,
                    from: study.state,
                    to: .failed(reason, at: .report),
                    by: .program
                )
            }
            installation.noteMove(to: failed.state)
            return failed
        }
    }

    /// Writes the VERIFIED successor of a preliminary report.
    ///
    /// - Returns: the report for the ledger; no row names it yet.
    func writeFinal(
        _ study: StudyRecord,
        of preliminary: ReportRecord,
        result: ResultRecord,
        signature: ReportSignature,
        order: OrderReference
    ) throws -> ReportRecord {
        guard let predecessor = PredecessorReference(preliminary) else {
            throw ServiceError(.damaged, "study \(study.key) has a report whose class is unknown")
        }
        return try write(
            results.result(result.digest),
            study: study,
            kind: .final(signature, replacing: predecessor),
            at: signature.signedAt,
            order: order
        )
    }

    private func write(
        _ result: StudyResult,
        study: StudyRecord,
        kind: MeasurementReport.Kind,
        at date: Date,
        order: OrderReference = OrderReference()
    ) throws -> ReportRecord {
        let (stage, recordKind, word, content): (ReportStage, ReportRecord.Kind, String, ContentDigest) =
            switch kind {
            case .preliminary: (.preliminary, .preliminary, "preliminary", result.digest)
            case .final(let signature, _):
                (
                    .final, .final, study.revision > 1 ? "amended" : "final",
                    ContentDigest(of: Array("\(result.digest) \(signature.digest)".utf8))
                )
            }
        let identity = ReportIdentity(
            study: study.studyInstanceUID,
            revision: study.revision,
            stage: stage,
            content: content,
            contentDate: date,
            siteTimeZone: installation.configuration.site.timeZone ?? .gmt,
            device: device
        )
        let bytes = try MeasurementReport.encode(
            result,
            kind: kind,
            identity: identity,
            order: order,
            catalogue: { MetricCatalogue.definition(of: $0) }
        )
        let name = "\(study.key)/\(study.revision)-\(word)"
        let folder = installation.state.reports.appending(path: name)
        try DurableFile.makeFolder(folder)
        try DurableFile.write(bytes, named: "report.dcm", in: folder)
        return ReportRecord(
            study: study.key,
            revision: study.revision,
            kind: recordKind,
            sopInstanceUID: identity.sopInstanceUID,
            seriesInstanceUID: identity.seriesInstanceUID,
            digest: ContentDigest(of: bytes),
            folder: name,
            madeAt: date
        )
    }

    /// This installation as a reporting device: the same after a restore or on a second machine of the site.
    private var device: ReportDevice {
        let site = installation.configuration.site
        let name = site.id?.description ?? "unnamed"
        return ReportDevice(
            uid: DICOMUID(UUID(namespace: .sonoquant, name: "device:\(name)")),
            name: site.name ?? "SonoQuant",
            serialNumber: name
        )
    }
}

extension PredecessorReference {
    /// A report that this program wrote; nil when its class is no legal UID, which is our own mistake.
    fileprivate init?(_ report: ReportRecord) {
        guard let sopClass = DICOMUID(MeasurementReport.sopClassUID) else { return nil }
        self.init(
            sopClassUID: sopClass,
            sopInstanceUID: report.sopInstanceUID,
            seriesInstanceUID: report.seriesInstanceUID
        )
    }
}
