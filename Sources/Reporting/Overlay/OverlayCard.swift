internal import Analysis
private import Foundation

/// What the panel says of one region: a row for each metric, and once, below them, each note that several rows share.
struct OverlayCard {
    struct Row: Hashable {
        let name: String
        /// With unit; nil where the metric is not available.
        let value: String?
        /// Of this row alone: conditions, flags, statistics, or why there is no value.
        let notes: [String]
        /// Marks of shared notes, "ᵃᵇ".
        let marks: String
    }

    /// Number and name of the region.
    let title: String
    let rows: [Row]
    /// Notes that more than one row bears, each behind its mark.
    let sharedNotes: [String]

    // Superscript, and no digits: they would read as a part of the number.
    private static let marks = Array("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")

    /// - Parameters:
    ///   - group: the region's measurements.
    ///   - number: of the region, from 0.
    ///   - name: of a metric's identifier.
    init(_ group: StudyResult.MeasurementGroup, number: Int, name: (String) -> String) {
        title = "\(number + 1)  \(group.roi.name)"
        let notes = group.measurements.map(Self.notes)
        var bearers: [String: [Int]] = [:]
        for (row, notes) in notes.enumerated() {
            for note in Set(notes) { bearers[note, default: []].append(row) }
        }
        // Notes of the same rows go together; in the order in which they first come.
        var shared: [(rows: [Int], notes: [String])] = []
        for note in notes.joined() {
            guard let rows = bearers.removeValue(forKey: note), rows.count > 1 else { continue }
            if let index = shared.firstIndex(where: { $0.rows == rows }) {
                shared[index].notes.append(note)
            } else if shared.count < Self.marks.count {
                shared.append((rows, [note]))
            }
        }
        let marked = Set(shared.flatMap(\.notes))
        rows = zip(group.measurements, notes).enumerated().map { row, measured in
            Row(
                name: name(measured.0.metric),
                value: Self.value(of: measured.0),
                notes: measured.1.filter { !marked.contains($0) },
                marks: String(shared.indices.filter { shared[$0].rows.contains(row) }.map { Self.marks[$0] })
            )
        }
        sharedNotes = shared.enumerated().map { "\(Self.marks[$0.offset]) \($0.element.notes.joined(separator: "; "))" }
    }

    private static func value(of measurement: StudyResult.Measurement) -> String? {
        guard case .value(let value) = measurement.answer else { return nil }
        return short(value) + unit(measurement.unit)
    }

    private static func notes(of measurement: StudyResult.Measurement) -> [String] {
        if case .notAvailable(let reason) = measurement.answer { return [reason] }
        var notes = measurement.conditions + measurement.flags
        if let count = measurement.frameCount, count > 1 {
            if let range = measurement.interquartileRange { notes.insert("interquartile range \(short(range))", at: 0) }
            notes.append("\(count) frames")
        }
        return notes
    }

    // Four figures are read at a glance; the report has them all.
    private static func short(_ number: Double) -> String { String(format: "%.4g", number) }

    // UCUM's signs for a reader: "1" is no unit, braces are an annotation.
    private static func unit(_ ucum: String) -> String {
        switch ucum {
        case "1", "": ""
        case "%": " %"
        case "[arb'U]": " arb. u."
        case "cm2": " cm²"
        case "mm2": " mm²"
        default: " " + ucum.filter { !"{}[]".contains($0) }
        }
    }
}
