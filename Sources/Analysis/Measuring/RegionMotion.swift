internal import PipelineFile
internal import TissueMetrics

/// Which pairs of successive frames of a cine are compared for motion.
struct MotionPairs: Sendable {
    /// Enough to see whether a cine moves; a contrast cine is compared throughout.
    private static let fewest = 32
    private static let most = 1024

    /// The first frame of each pair, from 0, rising.
    let firsts: [Int]

    /// Pairs that are evenly spread.
    ///
    /// - Parameters:
    ///   - frames: of the cine.
    ///   - isContrast: whether a metric follows intensity over time.
    init(frames: Int, isContrast: Bool) {
        let pairs = max(0, frames - 1)
        let taken = min(pairs, isContrast ? Self.most : Self.fewest)
        firsts = (0..<taken).map { $0 * pairs / taken }
    }

    /// Whether a frame is one of a pair.
    func contains(_ frame: Int) -> Bool {
        // The greatest first frame that is not behind the frame is of its pair, or of the one before.
        var (low, high) = (0, firsts.count)
        while low < high {
            let middle = (low + high) / 2
            if firsts[middle] <= frame { low = middle + 1 } else { high = middle }
        }
        return low > 0 && frame - firsts[low - 1] <= 1
    }
}

/// How an ROI moves, and how far its frames repeat one another.
struct RegionMotion: Sendable {
    private var summary: MotionSummary
    private var independence = FrameIndependence()

    /// - Parameters:
    ///   - pairs: the tiles of two successive frames each.
    ///   - estimates: of the same pairs.
    ///   - halfCellPixels: half of a speckle cell.
    ///   - rules: the pipeline's.
    init(
        _ pairs: [(MotionTile, MotionTile)],
        _ estimates: [MotionEstimate],
        halfCellPixels: Double,
        rules: MeasuringRules
    ) {
        summary = MotionSummary(
            rule: .init(mostPixels: halfCellPixels, leastCorrelation: rules.leastFrameCorrelation)
        )
        for estimate in estimates { summary.add(estimate) }
        for (first, second) in pairs { independence.add(first, second) }
    }

    /// Flags beside numbers over frames.
    func flags(_ rules: MeasuringRules) -> [String] {
        var flags: [String] = []
        if summary.movingPairs > 0, let distance = summary.greatestDisplacement.value,
            let correlation = summary.leastCorrelation.value
        {
            flags.append(
                "motion: \(summary.movingPairs) of \(summary.pairs) pairs of frames move by more than half a speckle cell or match "
                    + "badly; at most \(Decimal.text(distance)) pixels, correlation at least \(Decimal.text(100 * correlation)) %"
            )
        }
        if let correlation = independence.medianCorrelation.value, correlation > rules.mostFrameCorrelation {
            flags.append(
                "frames are not independent: successive ones correlate by \(Decimal.text(100 * correlation)) %"
            )
        }
        return flags
    }
}

extension FrameLanes {
    /// Measures the motion of an ROI over a cine.
    ///
    /// - Parameters:
    ///   - plan: the ROI.
    ///   - index: its place in the records.
    ///   - frames: of the cine.
    ///   - rules: the pipeline's.
    /// - Returns: nil where it can't be told.
    func motion(
        of plan: RegionPlan,
        _ index: Int,
        over frames: [FrameRecord],
        rules: MeasuringRules
    ) async -> RegionMotion? {
        guard let cell = plan.survey.speckleCellPixels else { return nil }
        let pairs = plan.motionPairs.firsts.compactMap { first -> (MotionTile, MotionTile)? in
            guard first + 1 < frames.count, let one = frames[first].regions[index]?.tile,
                let other = frames[first + 1].regions[index]?.tile
            else { return nil }
            return (one, other)
        }
        guard !pairs.isEmpty else { return nil }
        let estimates = await measure(
            frames: pairs.count,
            scratch: { MotionSearch() },
            { pair, search in search.estimate(from: pairs[pair].0, to: pairs[pair].1) }
        )
        return RegionMotion(pairs, estimates, halfCellPixels: cell / 2, rules: rules)
    }
}
