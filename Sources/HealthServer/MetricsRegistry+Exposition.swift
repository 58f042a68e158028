internal import ServiceHealth

/// The text exposition format of Prometheus, version 0.0.4.
/// SOURCE: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
extension MetricsRegistry {
    /// What each name means; a name that isn't here is one of a library.
    private static let meanings = [
        "sonoquant_arrivals_total": "Files that were settled, by way in and outcome.",
        "sonoquant_arrival_bytes_total": "Bytes of files that were settled, by way in.",
        "sonoquant_associations_total": "DICOM associations that ended, by how they ended.",
        "sonoquant_associations_open": "DICOM associations that are open now.",
        "sonoquant_commit_queue_files": "Received files that wait for their ledger transaction.",
        "sonoquant_free_bytes": "Free space of the state directory's file system.",
        "sonoquant_studies": "Studies that are in a state now.",
        "sonoquant_studies_total": "Studies that came to a state.",
        "sonoquant_stage_seconds": "How long a stage took.",
    ]

    /// Everything, in the order of names and labels.
    ///
    /// - Parameters:
    ///   - conditions: what is wrong now.
    ///   - version: of this program.
    /// - Returns: the text, its last line ended.
    func exposition(conditions: [Conditions.Condition], version: String) -> String {
        let (families, dropped) = content
        var blocks: [String: String] = [:]
        for (name, family) in families {
            blocks[name] = Self.block(name, family)
        }
        blocks["sonoquant_build_info"] = Self.block(
            "sonoquant_build_info",
            "gauge",
            "The version that runs.",
            ["sonoquant_build_info\(Self.text([("version", version)])) 1"]
        )
        blocks["sonoquant_condition"] = Self.block(
            "sonoquant_condition",
            "gauge",
            "1 for each part that is in trouble now; stops says whether intake stands still because of it.",
            conditions.map { condition in
                let labels = [("part", condition.part), ("stops", condition.stopsIntake ? "intake" : "nothing")]
                return "sonoquant_condition\(Self.text(labels)) 1"
            }
        )
        blocks["sonoquant_metrics_dropped_total"] = Self.block(
            "sonoquant_metrics_dropped_total",
            "counter",
            "Numbers that were not kept because their name or labels had no place.",
            ["sonoquant_metrics_dropped_total \(dropped)"]
        )
        return blocks.sorted { $0.key < $1.key }.map(\.value).joined()
    }

    private static func block(_ name: String, _ family: Family) -> String {
        let meaning = meanings[name] ?? "Counted by a library of this program."
        switch family {
        case .counter(let all):
            return block(
                name,
                "counter",
                meaning,
                sorted(all).map { "\(name)\(text($0.pairs.map { ($0.name, $0.value) })) \($1.value)" }
            )
        case .gauge(let all):
            return block(
                name,
                "gauge",
                meaning,
                sorted(all).map { "\(name)\(text($0.pairs.map { ($0.name, $0.value) })) \(text($1.value))" }
            )
        case .histogram(let all):
            return block(name, "histogram", meaning, sorted(all).flatMap { histogram(name, $0.pairs, $1.value) })
        }
    }

    private static func block(_ name: String, _ type: String, _ meaning: String, _ lines: [String]) -> String {
        (["# HELP \(name) \(meaning)", "# TYPE \(name) \(type)"] + lines).map { $0 + "\n" }.joined()
    }

    private static func sorted<Series>(_ all: [Labels: Series]) -> [(Labels, Series)] {
        all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func histogram(
        _ name: String,
        _ pairs: [(name: String, value: String)],
        _ count: HistogramSeries.Count
    ) -> [String] {
        let labels = pairs.map { ($0.name, $0.value) }
        var total: Int64 = 0
        var lines: [String] = []
        for (index, number) in count.buckets.enumerated() {
            total += number
            let bound = index < HistogramSeries.bounds.count ? text(HistogramSeries.bounds[index]) : "+Inf"
            lines.append("\(name)_bucket\(text(labels + [("le", bound)])) \(total)")
        }
        lines.append("\(name)_sum\(text(labels)) \(text(count.sum))")
        lines.append("\(name)_count\(text(labels)) \(total)")
        return lines
    }

    private static func text(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",") + "}"
    }

    /// Backslash, quote and line feed are the three that the format escapes.
    private static func escaped(_ value: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\"": result.append(contentsOf: "\\\"".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return "\(number)"
    }
}
