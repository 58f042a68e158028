/// The heart beats of an envelope: from one systolic peak to the next.
struct SpectralBeats {
    /// One beat.
    struct Beat {
        /// From this peak to before the next one.
        let columns: Range<Int>
        /// Where the rise to the next peak begins.
        let endDiastole: Int
    }

    /// In order of time.
    let beats: [Beat]
    /// The readable columns that beats are of.
    let columns: Range<Int>
    /// Columns a beat, from the autocorrelation; nil where there is none.
    let period: CyclePeriod?

    /// Finds the beats in the longest readable stretch of an envelope.
    ///
    /// A peak is the greatest speed within 0.4 of a period on both sides, at least a quarter of a period from the
    /// stretch's ends, and above the middle between the least and the greatest speed. End diastole is found from the
    /// next peak backwards: the least speed before the curve rises again by a tenth of the beat's height (or two rows).
    /// So an early diastolic notch is not taken for it.
    init(_ envelope: SpectralEnvelope, secondsPerColumn: Double) {
        columns = Self.longestStretch(envelope.speeds)
        let offset = columns.lowerBound
        let speeds = envelope.speeds[columns].compactMap { $0 }
        period = CyclePeriod(values: speeds, secondsPerSample: secondsPerColumn)
        guard let period, let least = speeds.min(), let greatest = speeds.max() else {
            beats = []
            return
        }
        let peaks = Self.peaks(of: speeds, period: period.samples, above: (least + greatest) / 2)
        var beats: [Beat] = []
        for (peak, next) in zip(peaks, peaks.dropFirst()) {
            guard (0.5...1.5).contains(Double(next - peak) / period.samples) else { continue }
            let height = speeds[next] - (speeds[peak..<next].min() ?? 0)
            let foot = Self.foot(before: next, after: peak, of: speeds, rise: max(height / 10, 2 * envelope.resolution))
            beats.append(Beat(columns: (offset + peak)..<(offset + next), endDiastole: offset + foot))
        }
        self.beats = beats
    }

    private static func longestStretch(_ speeds: [Double?]) -> Range<Int> {
        var (longest, start) = (0..<0, 0)
        for (column, speed) in speeds.enumerated() {
            if speed == nil { start = column + 1 }
            if column + 1 - start > longest.count { longest = start..<(column + 1) }
        }
        return longest
    }

    private static func peaks(of speeds: [Double], period: Double, above middle: Double) -> [Int] {
        let (reach, margin) = (Int(0.4 * period), Int(period / 4))
        return speeds.indices.filter { column in
            guard column >= margin, speeds.count - 1 - column >= margin, speeds[column] > middle else { return false }
            let before = speeds[max(0, column - reach)..<column]
            let after = speeds[column..<min(speeds.count, column + reach + 1)]
            return before.allSatisfy { $0 < speeds[column] } && after.allSatisfy { $0 <= speeds[column] }
        }
    }

    private static func foot(before next: Int, after peak: Int, of speeds: [Double], rise: Double) -> Int {
        var foot = next
        for column in (peak..<next).reversed() {
            if speeds[column] < speeds[foot] { foot = column }
            // The way down from the peak may be noisy near its top.
            if speeds[column] > speeds[foot] + rise, speeds[foot] < speeds[next] - rise { break }
        }
        return foot
    }
}
