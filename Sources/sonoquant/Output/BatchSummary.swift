internal import ArgumentParser
internal import Identifiers
internal import Ledger

/// What a batch leaves behind, file by file and study by study.
struct BatchSummary: Encodable {
    /// One file of the inbox.
    struct File: Encodable {
        let arrival: ArrivalNumber
        let path: String
        let outcome: String
        let study: StudyKey?
        let new: Bool
        let reason: String?
        let needsPerson: Bool

        init(_ record: ArrivalRecord, isNew: Bool) {
            arrival = record.number
            path = record.relativePath
            study = record.study
            new = isNew
            (outcome, reason, needsPerson) =
                switch record.outcome {
                case .archived: ("archived", nil, false)
                case .duplicate(let first, _): ("duplicate", "the same bytes as arrival \(first)", false)
                case .keptNotMeasured(_, let reason): ("kept", reason, false)
                case .skipped(let reason): ("skipped", reason, false)
                case .unpacked(_, let reason): ("unpacked", reason, false)
                case .quarantined(_, let reason): ("quarantined", reason, true)
                case .discarded(_, let reason): ("discarded", "a person removed it: \(reason)", false)
                case .unreadable(let reason): ("unreadable", reason, true)
                case .unsettled(let reason): ("unsettled", reason, true)
                case nil: ("unsettled", "was not finished; the next run takes it up", true)
                }
        }
    }

    /// How many files and studies there are of each kind.
    struct Counts: Encodable {
        let files: [String: Int]
        let studies: [String: Int]
    }

    let files: [File]
    let studies: [StudyLineItem]
    let counts: Counts
    /// Order files that could not be used.
    let orderProblems: [String]
    /// Studies and events that could not go on, each with the reason.
    let troubles: [String]
    let exitCode: Int32

    init(files: [File], studies: [StudyLineItem], orderProblems: [String], troubles: [String]) {
        self.files = files
        self.troubles = troubles
        self.studies = studies
        self.orderProblems = orderProblems
        counts = Counts(
            files: Dictionary(files.map { ($0.outcome, 1) }, uniquingKeysWith: +),
            studies: Dictionary(studies.map { ($0.state, 1) }, uniquingKeysWith: +)
        )
        let needsPerson =
            files.contains(where: \.needsPerson) || studies.contains(where: \.needsPerson) || !orderProblems.isEmpty
            || !troubles.isEmpty
        exitCode = needsPerson ? ExitStatus.partialFailure.rawValue : 0
    }

    /// For a person: every file, then every study, then what needs them, then the totals, so that the end of a long
    /// output is the part that matters.
    var lines: [String] {
        var table = Table("ARRIVAL", "OUTCOME", "STUDY", "FILE")
        for file in files {
            table.add(file.arrival.description, file.outcome, file.study?.description ?? "-", file.path.printable)
        }
        var lines = files.isEmpty ? ["The inbox is empty."] : table.lines
        if !studies.isEmpty {
            var table = Table("STUDY", "REVISION", "STATE", "WAITS FOR")
            for item in studies { table.add(item.study.description, String(item.revision), item.state, item.remark) }
            lines += [""] + table.lines
        }
        let explained = files.filter { $0.reason != nil && $0.outcome != "duplicate" }
        if !explained.isEmpty {
            lines += ["", "Files that are not simply archived:"]
            lines += explained.map { file in
                "  arrival \(file.arrival), \(file.path.printable): \(file.outcome), \(file.reason ?? "")"
            }
        }
        if !orderProblems.isEmpty {
            lines += ["", "Order files that can't be used:"] + orderProblems.map { "  " + $0 }
        }
        if !troubles.isEmpty { lines += ["", "What could not go on:"] + troubles.map { "  " + $0.printable } }
        lines += ["", "\(files.count) files: " + Self.text(counts.files)]
        if !studies.isEmpty { lines.append("\(studies.count) studies: " + Self.text(counts.studies)) }
        let needy =
            files.count { $0.needsPerson } + studies.count { $0.needsPerson } + orderProblems.count
            + troubles.count
        lines.append(
            needy == 0
                ? "Nothing needs you."
                : "\(needy) of these need a person (exit code \(exitCode)); files stay in quarantine until then."
        )
        return lines
    }

    private static func text(_ counts: [String: Int]) -> String {
        counts.isEmpty
            ? "none" : counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
