internal import PipelineFile
internal import TissueMetrics

/// Which pairs of successive frames of a cine are compared for motion.
struct MotionPairs: Sendable {
    /// Enough to see whether a cine moves; a contrast cine is compared throughout.
    private static let fewest = 32
    private static let most = 256

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
    /// How far a frame that still matches lies from the middle one, pixels.
    private var drift = 0.0
    private let halfCellPixels: Double

    /// - Parameters:
    ///   - pairs: the tiles of two successive frames each.
    ///   - estimates: of the same pairs.
    ///   - drifts: of each pair's first tile from the middle pair's.
    ///   - halfCellPixels: half of a speckle cell.
    ///   - rules: the pipeline's.
    init(
        _ pairs: [(MotionTile, MotionTile)],
        _ estimates: [MotionEstimate],
        drifts: [MotionEstimate],
        halfCellPixels: Double,
        rules: MeasuringRules
    ) {
        self.halfCellPixels = halfCellPixels
        summary = MotionSummary(
            rule: .init(mostPixels: halfCellPixels, leastCorrelation: rules.leastFrameCorrelation)
        )
        for estimate in estimates { summary.add(estimate) }
        for (first, second) in pairs { independence.add(first, second) }
        // Speckle that has changed altogether is found anywhere: only where it still matches is its place one.
        for estimate in drifts {
            guard let correlation = estimate.correlation, correlation >= rules.leastFrameCorrelation else { continue }
            drift = max(drift, estimate.distance ?? 0)
        }
    }

    /// Flags beside numbers over frames.
    func flags(_ rules: MeasuringRules) -> [String] {
        var flags: [String] = []
        if summary.movingPairs > 0, let distance = summary.greatestDisplacement.value,
            let correlation = summary.leastCorrelation.value
        {
            let bound = summary.pairsBeyondSearch > 0 ? "at least" : "at most"
            flags.append(
                "motion: \(summary.movingPairs) of \(summary.pairs) pairs of frames move by more than half a speckle cell "
                    + "(\(Decimal.text(halfCellPixels)) pixels) or match worse than \(Decimal.text(100 * rules.leastFrameCorrelation)) %; \(bound) "
                    + "\(Decimal.text(distance)) pixels, correlation from \(Decimal.text(100 * correlation)) %"
            )
        }
        if drift > halfCellPixels {
            flags.append("motion: frames lie up to \(Decimal.text(drift)) pixels from the middle one")
        }
        if summary.unknownPairs > 0 {
            let all = summary.pairs + summary.unknownPairs
            flags.append(
                "motion not judged on \(summary.unknownPairs) of \(all) pairs of frames: too little is seen on them"
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
    /// - Returns: flags beside the ROI's numbers; none where motion is not asked for, or there is none.
    func motion(
        of plan: RegionPlan,
        _ index: Int,
        over frames: [FrameRecord],
        rules: MeasuringRules
    ) async -> [String] {
        guard !plan.motionPairs.firsts.isEmpty else { return [] }
        guard let cell = plan.survey.speckleCellPixels else {
            return ["motion not judged: the size of the speckle is not known"]
        }
        let pairs = plan.motionPairs.firsts.compactMap { first -> (MotionTile, MotionTile)? in
            guard first + 1 < frames.count, let one = frames[first].regions[index]?.tile,
                let other = frames[first + 1].regions[index]?.tile
            else { return nil }
            return (one, other)
        }
        guard !pairs.isEmpty else { return ["motion not judged: the ROI is of no two successive frames"] }
        let middle = pairs[pairs.count / 2].0
        let estimates = await measure(
            frames: pairs.count,
            scratch: { MotionSearch() },
            { pair, search in search.estimate(from: pairs[pair].0, to: pairs[pair].1) }
        )
        let drifts = await measure(
            frames: pairs.count,
            scratch: { MotionSearch() },
            { pair, search in search.estimate(from: middle, to: pairs[pair].0) }
        )
        return RegionMotion(pairs, estimates, drifts: drifts, halfCellPixels: cell / 2, rules: rules).flags(rules)
    }
}
