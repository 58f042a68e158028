internal import Analysis
internal import Billing
internal import Configuration
internal import Foundation
internal import Imaging
internal import Ledger

extension ChargeEvidence {
    /// What the ledger and the archive hold of a study: a part that is missing there is missing here.
    init(
        _ study: StudyRecord,
        result: StudyResult?,
        archive: URL,
        in ledger: borrowing LedgerTransaction
    ) throws {
        self.init(studyInstanceUID: study.studyInstanceUID)
        patientID = study.patientID
        issuerOfPatientID = study.issuerOfPatientID
        accession = study.accession
        studyDate = study.studyDate
        let facts = try ledger.orderFacts(of: study.key)
        if facts.accessions.count > 1 { contradictions.append("different accession numbers") }
        if facts.dates.count > 1 { contradictions.append("different study dates") }
        let retained = try ledger.instances(of: study.key).filter { instance in
            !instance.isSetAside && SOPClassRole(instance.sopClassUID) == .ultrasound
                && FileManager.default.fileExists(atPath: archive.appending(path: instance.archiveName).path)
        }
        // Two contents of one instance are one image.
        retainedImages = Set(retained.map(\.sopInstanceUID)).count
        let reports = try ledger.reports(of: study.key)
        reportDigest = reports.last { $0.revision == study.revision && $0.kind == .final }?.digest
        if let result {
            studyTime = result.study.studyTime
            timezoneOffsetFromUTC = result.study.timezoneOffsetFromUTC
            analysisDigest = result.digest
            tissueMetrics = result.tissueMetrics
        }
        guard let reading = try ledger.interpretation(of: study.key, revision: study.revision),
            let physician = PhysicianName(reading.name), let npi = NPI(reading.npi),
            let taxonomy = ProviderTaxonomy(reading.taxonomy)
        else { return }
        let wasSigned = reports.contains { $0.revision < study.revision && $0.kind == .final }
        signature = Signature(
            physician: physician,
            npi: npi,
            taxonomy: taxonomy,
            signedAt: reading.signedAt,
            status: wasSigned ? .corrected : .final
        )
    }
}

extension StudyResult {
    /// The identifiers of the metrics that have a value and characterise tissue, each once. Where an image doesn't say where
    /// its tissue is, its numbers are no evidence that tissue was measured (law 4).
    fileprivate var tissueMetrics: [String] {
        let valid = groups.filter { $0.roi.regionIndex != nil }.flatMap(\.measurements).filter { measurement in
            if case .value = measurement.answer { true } else { false }
        }
        return Set(valid.map(\.metric)).filter {
            MetricCatalogue.definition(of: $0)?.support == .tissueCharacterisation
        }.sorted()
    }
}
