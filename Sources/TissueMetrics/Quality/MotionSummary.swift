/// Motion between the frames of a cine (qus.md I). Pairs are added in frame order; only extremes and counts are kept.
package struct MotionSummary: Hashable, Sendable {
    /// The bounds of a pair that moves.
    package struct Rule: Hashable, Sendable {
        /// The furthest displacement, pixels: half a speckle cell.
        package var mostPixels: Double
        /// The least correlation of the best match.
        package var leastCorrelation: Double

        /// - Parameters:
        ///   - mostPixels: half a speckle cell.
        ///   - leastCorrelation: of the best match.
        package init(mostPixels: Double, leastCorrelation: Double = 0.8) {
            self.mostPixels = mostPixels
            self.leastCorrelation = leastCorrelation
        }
    }

    /// Pairs whose motion is known.
    package private(set) var pairs = 0
    /// Pairs whose motion could not be told.
    package private(set) var unknownPairs = 0
    /// Pairs that moved further, or match worse, than the rule allows.
    package private(set) var movingPairs = 0
    /// Pairs whose best match lies at the border of the search: the greatest displacement is a lower bound then.
    package private(set) var pairsBeyondSearch = 0
    private var greatest = 0.0
    private var least = 1.0
    private let rule: Rule

    package init(rule: Rule) {
        self.rule = rule
    }

    /// Takes a pair of frames.
    package mutating func add(_ estimate: MotionEstimate) {
        guard let distance = estimate.distance, let correlation = estimate.correlation else {
            unknownPairs += 1
            return
        }
        pairs += 1
        greatest = max(greatest, distance)
        least = min(least, correlation)
        if case .beyondSearch = estimate { pairsBeyondSearch += 1 }
        if distance > rule.mostPixels || correlation < rule.leastCorrelation { movingPairs += 1 }
    }

    /// The greatest displacement of a pair, pixels.
    package var greatestDisplacement: Availability { known(greatest) }
    /// The least correlation of a pair's best match.
    package var leastCorrelation: Availability { known(least) }

    private func known(_ number: Double) -> Availability {
        guard pairs == 0 else { return .value(number) }
        return .notAvailable(
            unknownPairs > 0 ? "motion can't be told on any pair of frames" : "there are no two frames to compare"
        )
    }
}
