internal import Analysis

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

    /// The most rows; further metrics are counted in a line.
    static let rowLimit = 24

    /// Number and name of the region; of a comparison the name alone.
    let title: String
    /// Where the region comes from and why it lies where it does, or which regions are compared.
    let origin: [String]
    let rows: [Row]
    /// How many metrics have no row.
    let omission: String?
    /// Notes that more than one row bears, each behind its mark.
    let sharedNotes: [String]

    // Superscript, and no digits: they would read as a part of the number.
    private static let marks = Array("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")

    /// - Parameters:
    ///   - group: the region's measurements.
    ///   - number: of the region, from 0.
    ///   - groups: all of the picture, whose numbers a comparison names.
    ///   - name: of a metric's identifier.
    init(
        _ group: StudyResult.MeasurementGroup,
        number: Int,
        among groups: [StudyResult.MeasurementGroup],
        name: (String) -> String
    ) {
        title = group.compared == nil ? "\(number + 1)  \(group.roi.name)" : group.roi.name
        origin = Self.origin(of: group, among: groups)
        let measurements = group.measurements.prefix(Self.rowLimit)
        let omitted = group.measurements.count - measurements.count
        omission = omitted > 0 ? "and \(omitted) further \(omitted == 1 ? "value" : "values") in result.json" : nil
        let notes = measurements.map(Self.notes)
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
        rows = zip(measurements, notes).enumerated().map { row, measured in
            Row(
                name: name(measured.0.metric),
                value: Self.value(of: measured.0),
                notes: measured.1.filter { !marked.contains($0) },
                marks: String(shared.indices.filter { shared[$0].rows.contains(row) }.map { Self.marks[$0] })
            )
        }
        sharedNotes = shared.enumerated().map { "\(Self.marks[$0.offset]) \($0.element.notes.joined(separator: "; "))" }
    }

    private static func origin(
        of group: StudyResult.MeasurementGroup,
        among groups: [StudyResult.MeasurementGroup]
    ) -> [String] {
        if let compared = group.compared {
            let names = compared.map { roi in
                let number = groups.firstIndex { $0.compared == nil && $0.roi == roi }
                return number.map { "\($0 + 1) \(roi.name)" } ?? roi.name
            }
            return ["compares " + names.joined(separator: " with ")]
        }
        let source = group.roi.source == "pipeline" ? nil : group.roi.source
        let origin = [source, group.roi.choice].compactMap { $0 }.joined(separator: ": ")
        return origin.isEmpty ? [] : [origin]
    }

    private static func value(of measurement: StudyResult.Measurement) -> String? {
        guard case .value(let value) = measurement.answer else { return nil }
        return PrintedNumber.short(value) + PrintedNumber.unit(measurement.unit)
    }

    private static func notes(of measurement: StudyResult.Measurement) -> [String] {
        if case .notAvailable(let reason) = measurement.answer { return [reason] }
        var notes = measurement.conditions + measurement.flags
        if let count = measurement.frameCount, count > 1 {
            if let range = measurement.interquartileRange {
                notes.insert("interquartile range \(PrintedNumber.short(range))", at: 0)
            }
            notes.append("\(count) frames")
        }
        return notes
    }
}
