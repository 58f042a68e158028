/// The outline of the spectrum: the greatest velocity of each column of a strip (qus.md F).
///
/// Of the side away from flow, the columns up to seven away give the noise: a pixel is signal where it is above the
/// noise's median by 5.2 times the way from its median to its third quartile (one in a thousand of Rayleigh noise is),
/// and by 8 levels at least. The envelope is half a row outside of the outermost of three signal rows, and then the
/// median of five columns.
package struct SpectralEnvelope: Hashable, Sendable {
    /// The speed of each column, cm/s: 0 where no signal leaves the baseline, nil where the column can't be read.
    package let speeds: [Double?]
    /// Of each column, whether the envelope reaches the strip's edge: velocities beyond it fold over.
    package let isAtEdge: [Bool]
    /// Of a row, cm/s: the uncertainty of the speeds.
    package let resolution: Double

    /// The fewest rows away from flow that tell noise.
    package static let leastNoiseRows = 16
    private static let windowColumns = 7
    private static let signalRows = 3
    private static let leastExcess = 8
    /// The most rows of an excluded stretch that are taken for a trace drawn on the envelope.
    private static let traceRows = 4

    /// Traces a strip.
    package init(_ strip: SpectralStrip, side: SpectralStrip.Side) {
        let (flow, away) = (strip.rows(side), strip.rows(side == .above ? .below : .above))
        let perRow = abs(strip.calibration.centimetresPerSecondPerRow)
        resolution = perRow
        guard away.count >= Self.leastNoiseRows, let edge = flow.first else {
            speeds = [Double?](repeating: nil, count: strip.width)
            isAtEdge = [Bool](repeating: false, count: strip.width)
            return
        }
        let noise = (0..<strip.width).map { Self.histogram(of: strip, rows: away, column: $0) }
        var window = GreyHistogram(levels: 256)
        var distances: [Double?] = []
        for column in 0..<strip.width {
            window.removeAll()
            for near in max(0, column - Self.windowColumns)...min(strip.width - 1, column + Self.windowColumns) {
                window.merge(noise[near])
            }
            distances.append(Self.distance(in: strip, rows: flow, column: column, noise: window))
        }
        let medians = distances.indices.map { Self.median(of: distances, about: $0) }
        speeds = medians.map { $0.map { $0 * perRow } }
        let farthest = abs(strip.calibration.baselineRow - Double(edge))
        isAtEdge = medians.map { ($0 ?? 0) > farthest - 1 }
    }

    private static func histogram(of strip: SpectralStrip, rows: [Int], column: Int) -> GreyHistogram {
        var histogram = GreyHistogram(levels: 256)
        for row in rows where !strip.isExcluded(row: row, column: column) {
            histogram.add(level: Int(strip.levels[row * strip.width + column]))
        }
        return histogram
    }

    /// Rows from the baseline to the envelope; nil where the column is blank or there is no noise to compare with.
    private static func distance(
        in strip: SpectralStrip,
        rows: [Int],
        column: Int,
        noise: GreyHistogram
    ) -> Double? {
        guard noise.total >= leastNoiseRows, !isBlank(strip, column: column) else { return nil }
        let median = level(at: 2, of: noise)
        let threshold = max(
            Double(median) + 5.2 * Double(level(at: 3, of: noise) - median),
            Double(median + leastExcess)
        )
        var (run, skipped, first, tracesBefore) = (0, 0, 0, 0)
        for row in rows {
            if strip.isExcluded(row: row, column: column) {
                skipped += 1
                continue
            }
            if Double(strip.levels[row * strip.width + column]) > threshold {
                if run == 0 { (first, tracesBefore) = (row, skipped) }
                run += 1
            } else {
                run = 0
            }
            skipped = 0
            if run == signalRows {
                // A trace drawn on the envelope hides it: its middle is the best guess.
                let hidden = tracesBefore <= traceRows ? Double(tracesBefore) / 2 : 0
                return abs(strip.calibration.baselineRow - Double(first)) + 0.5 + hidden
            }
        }
        return 0
    }

    /// All pixels are equal: the gap of a running sweep, or no strip at all.
    private static func isBlank(_ strip: SpectralStrip, column: Int) -> Bool {
        var level: UInt8?
        for row in 0..<strip.height where !strip.isExcluded(row: row, column: column) {
            let own = strip.levels[row * strip.width + column]
            if let level, level != own { return false }
            level = own
        }
        return true
    }

    private static func level(at quarter: Int, of histogram: GreyHistogram) -> Int {
        var seen = 0
        for (level, count) in histogram.counts.enumerated() {
            seen += count
            if 4 * seen >= quarter * histogram.total { return level }
        }
        return 255
    }

    private static func median(of distances: [Double?], about column: Int) -> Double? {
        guard distances[column] != nil else { return nil }
        let near = distances[max(0, column - 2)...min(distances.count - 1, column + 2)].compactMap { $0 }.sorted()
        return near[near.count / 2]
    }
}
