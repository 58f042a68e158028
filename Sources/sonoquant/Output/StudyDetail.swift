internal import Analysis
internal import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
internal import Service

/// All that the ledger and the result say of one study, for a person who asked for it at a terminal. It carries patient data.
struct StudyDetail: Encodable {
    struct Instance: Encodable {
        let arrival: ArrivalNumber
        let file: String
        let sopInstanceUID: String
        let setAside: Bool
    }

    struct Value: Encodable {
        let roi: String
        let image: Int
        let metric: String
        let value: Double?
        let unit: String
        let notAvailable: String?
        let flags: [String]
    }

    struct Report: Encodable {
        let revision: Int
        let kind: String
        let file: String
        let digest: ContentDigest
        let madeAt: Date
    }

    struct Interpretation: Encodable {
        let physician: String
        let npi: String
        let account: String
        let host: String
        let signedAt: Date
        let impression: String
        let shown: [ContentDigest]
    }

    struct Charge: Encodable {
        let event: String
        let action: String
        let revision: Int
        let code: String
        let component: String
        let dateOfService: String
        let live: Bool
    }

    struct AuditLine: Encodable {
        let number: Int64
        let at: Date
        let who: String
        let what: String
        let detail: [String: String]
        let digest: ContentDigest?
    }

    let study: StudyLineItem
    let studyInstanceUID: String
    let accession: String?
    let studyDate: String?
    let resultFolder: String?
    let instances: [Instance]
    let values: [Value]
    let reports: [Report]
    let interpretation: Interpretation?
    let charges: [Charge]
    let audit: [AuditLine]

    init(_ record: StudyRecord, _ ledger: borrowing LedgerSnapshot, state: StateDirectory) throws {
        let key = record.key
        study = try StudyLineItem(record, in: ledger)
        studyInstanceUID = record.studyInstanceUID.value
        accession = record.accession
        studyDate = record.studyDate
        instances = try ledger.instances(of: key).map {
            Instance(
                arrival: $0.arrival,
                file: state.archive.appending(path: $0.archiveName).path,
                sopInstanceUID: $0.sopInstanceUID.value,
                setAside: $0.isSetAside
            )
        }
        let store = ResultStore(folder: state.results)
        let digest = try ledger.result(of: key, revision: record.revision)?.digest
        resultFolder = digest.map { store.folder(of: $0).path }
        values = try digest.map { try Self.values(store.result($0)) } ?? []
        reports = try ledger.reports(of: key).map {
            Report(
                revision: $0.revision,
                kind: $0.kind.rawValue,
                file: state.reports.appending(path: "\($0.folder)/report.dcm").path,
                digest: $0.digest,
                madeAt: $0.madeAt
            )
        }
        interpretation = try ledger.interpretation(of: key, revision: record.revision).map {
            Interpretation(
                physician: $0.name,
                npi: $0.npi,
                account: $0.account,
                host: $0.host,
                signedAt: $0.signedAt,
                impression: $0.impression,
                shown: $0.shown
            )
        }
        charges = try ledger.charges(of: key).map {
            Charge(
                event: $0.eventID.lowercased,
                action: $0.action,
                revision: $0.revision,
                code: $0.code,
                component: $0.component,
                dateOfService: $0.dateOfService,
                live: $0.isLive
            )
        }
        audit = try ledger.auditTrail(of: key).map {
            AuditLine(number: $0.number, at: $0.at, who: $0.who, what: $0.what, detail: $0.detail, digest: $0.digest)
        }
    }

    private static func values(_ result: StudyResult) -> [Value] {
        var images: [DICOMUID: Int] = [:]
        for (index, instance) in result.instances.enumerated() { images[instance.sopInstanceUID] = index + 1 }
        return result.groups.flatMap { group in
            group.measurements.map { measurement in
                let (value, reason): (Double?, String?) =
                    switch measurement.answer {
                    case .value(let value): (value, nil)
                    case .notAvailable(let reason): (nil, reason)
                    }
                return Value(
                    roi: group.roi.name,
                    image: images[group.sopInstanceUID] ?? 0,
                    metric: MetricCatalogue.definition(of: measurement.metric)?.name ?? measurement.metric,
                    value: value,
                    unit: measurement.unit,
                    notAvailable: reason,
                    flags: measurement.flags
                )
            }
        }
    }

    /// For a terminal.
    var lines: [String] {
        var lines = [
            "\(study.study) revision \(study.revision): \(study.state) since \(study.since.formatted(.iso8601))",
            "  study instance UID  \(studyInstanceUID)",
            "  accession number    \(accession?.printable ?? "none")",
            "  study date          \(studyDate?.printable ?? "none")",
        ]
        lines += study.waitsFor.map { "  waits for           \($0)" }
        if let resultFolder { lines.append("  result              \(resultFolder)") }
        lines += reports.map { "  report              \($0.file)  (revision \($0.revision), \($0.kind))" }
        lines += charges.map {
            "  event               \($0.event)  \($0.action) \($0.code) \($0.component), service on \($0.dateOfService)"
                + ($0.live ? "" : ", superseded")
        }
        if let interpretation {
            lines.append(
                "  interpreted by      \(interpretation.physician.printable), NPI \(interpretation.npi), as \(interpretation.account)@\(interpretation.host) on \(interpretation.signedAt.formatted(.iso8601))"
            )
            lines += interpretation.impression.split(separator: "\n").map { "    \(String($0).printable)" }
        }
        lines += ["", "Instances"] + instanceTable.lines
        if !values.isEmpty { lines += ["", "Measurements"] + valueTable.lines }
        lines += ["", "Audit trail"] + auditTable.lines
        return lines
    }

    private var instanceTable: Table {
        var table = Table("ARRIVAL", "ARCHIVED AS")
        for instance in instances {
            table.add(instance.arrival.description, instance.file + (instance.setAside ? "  (set aside)" : ""))
        }
        return table
    }

    private var valueTable: Table {
        var table = Table("IMAGE", "ROI", "METRIC", "VALUE", "UNIT", "REMARK")
        for value in values {
            table.add(
                String(value.image),
                value.roi,
                value.metric,
                value.value.map { $0.formatted(.number.precision(.significantDigits(1...5)).grouping(.never)) }
                    ?? "n/a",
                value.value == nil ? "" : value.unit,
                value.notAvailable ?? value.flags.joined(separator: "; ")
            )
        }
        return table
    }

    private var auditTable: Table {
        var table = Table("LINE", "AT", "WHO", "WHAT")
        for line in audit {
            let move = line.detail["from"].flatMap { from in line.detail["to"].map { "  \(from) → \($0)" } } ?? ""
            table.add(String(line.number), line.at.formatted(.iso8601), line.who, line.what + move)
        }
        return table
    }
}
