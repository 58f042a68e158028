/// The grey levels of a spectral Doppler strip and what must not be read from it.
package struct SpectralStrip: Sendable {
    /// The side of the baseline on the image.
    package enum Side: Hashable, Sendable {
        case above, below
    }

    /// Row by row without padding; brighter is more signal.
    let levels: [UInt8]
    /// Of each pixel, not 0 where it is left out: colour, traces, text; or empty.
    let excluded: [UInt8]
    /// Columns.
    package let width: Int
    /// Rows.
    package let height: Int
    /// What they stand for.
    package let calibration: SpectralCalibration

    /// - Parameters:
    ///   - levels: of the region's rectangle, row by row without padding.
    ///   - excluded: of each pixel, not 0 where it is left out: colour, traces, text; empty where none is.
    ///   - width: columns.
    ///   - height: rows.
    ///   - calibration: what rows and columns stand for.
    package init(levels: [UInt8], excluded: [UInt8], width: Int, height: Int, calibration: SpectralCalibration) {
        precondition(width >= 0 && height >= 0 && levels.count == width * height, "there is a level for each pixel")
        precondition(excluded.isEmpty || excluded.count == levels.count, "there is a judgement of each pixel")
        self.levels = levels
        self.excluded = excluded
        self.width = width
        self.height = height
        self.calibration = calibration
    }

    /// Rows about the baseline where its line and the wall filter's edge are.
    static let guardRows = 2.0

    func isExcluded(row: Int, column: Int) -> Bool { !excluded.isEmpty && excluded[row * width + column] != 0 }

    /// The rows of a side, from the strip's edge towards the baseline, without those next to it.
    func rows(_ side: Side) -> [Int] {
        let baseline = calibration.baselineRow
        return switch side {
        case .above: Array((0..<height).prefix { Double($0) < baseline - Self.guardRows })
        case .below: (0..<height).reversed().prefix { Double($0) > baseline + Self.guardRows }
        }
    }

    /// The side with more light; above, where they are equal.
    package var brighterSide: Side {
        let level = medianLevel
        return light(.below, over: level) > light(.above, over: level) ? .below : .above
    }

    /// The light of the side away from flow over that of flow: about 1 where there is flow in both directions, or a
    /// mirror of it. Nil where the side of flow has none.
    func lightRatio(flow side: Side) -> Double? {
        let level = medianLevel
        let flow = light(side, over: level)
        return flow > 0 ? Double(light(side == .above ? .below : .above, over: level)) / Double(flow) : nil
    }

    private var medianLevel: Int {
        var histogram = GreyHistogram(levels: 256)
        for index in levels.indices where excluded.isEmpty || excluded[index] == 0 {
            histogram.add(level: Int(levels[index]))
        }
        return Int(FirstOrderStatistics(histogram).median.value ?? 0)
    }

    /// The sum over a side of how far pixels are above a level.
    private func light(_ side: Side, over level: Int) -> Int {
        var sum = 0
        for row in rows(side) {
            for column in 0..<width where !isExcluded(row: row, column: column) {
                sum += max(0, Int(levels[row * width + column]) - level)
            }
        }
        return sum
    }
}
