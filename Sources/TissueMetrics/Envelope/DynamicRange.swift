internal import Foundation

/// The decibels that the grey scale spans, and who says so.
package struct DynamicRange: Hashable, Sendable {
    /// Where the number is from.
    package enum Source: Hashable, Sendable {
        /// The pipeline file, for this device.
        case given
        /// The image: Dynamic Range (0018,5030), which the standard has retired.
        case stated
        /// The spread of speckle in a region of that name. Compounding, persistence and filters shrink it and so inflate
        /// the estimate.
        case estimated(region: String)
    }

    /// A dynamic range or why there is none, as a clause for a reader.
    package enum Choice: Hashable, Sendable {
        /// The first of the sources that has one.
        case known(DynamicRange)
        /// The reason that nothing of the envelope can be computed.
        case unknown(String)
    }

    /// What is believed, dB. Scanners show 30 to 120.
    package static let bounds = 10.0...200.0
    /// Standard deviation of 20 log10 A in fully developed speckle, dB: (20/ln 10)·π/√24, since ln of an exponential variable
    /// has variance π²/6 (Gumbel).
    package static let speckleSpreadDecibels = 20 / log(10) * Double.pi / 24.0.squareRoot()

    /// Decibels of amplitude, within `bounds`.
    package let decibels: Double
    /// Who says so.
    package let source: Source

    /// Nil where the number is not within `bounds`.
    ///
    /// - Parameters:
    ///   - decibels: any number.
    ///   - source: where it is from.
    package init?(decibels: Double, source: Source) {
        guard Self.bounds.contains(decibels) else { return nil }
        self.decibels = decibels
        self.source = source
    }

    /// The dynamic range to measure a region with: given, else stated, else estimated from another region. From the same region
    /// it would be circular: it makes any region look like fully developed speckle.
    ///
    /// - Parameters:
    ///   - region: the name of the region that is measured.
    ///   - candidates: in order of trust.
    /// - Returns: the first candidate that may serve.
    package static func choose(toMeasure region: String, from candidates: [DynamicRange?]) -> Choice {
        var isCircular = false
        for case let candidate? in candidates {
            if candidate.source == .estimated(region: region) {
                isCircular = true
                continue
            }
            return .known(candidate)
        }
        return .unknown(
            isCircular ? "the dynamic range is known only from the region that is measured" : "dynamic range unknown"
        )
    }

    /// The dynamic range of an image from a region of fully developed speckle: 5.570·top/sd(p) dB. Its standard error is
    /// 1.05/√N of it, N independent samples: ln I has kurtosis 5.4.
    ///
    /// - Parameters:
    ///   - histogram: of the region, of `topLevel` + 1 levels or more.
    ///   - topLevel: the top of the scale.
    ///   - effectiveSamples: of the region's grey levels.
    ///   - conditions: what is asked of the region; the samples are those of the signal-to-noise ratio.
    /// - Returns: decibels, or why there is no estimate.
    package static func estimate(
        from histogram: GreyHistogram,
        topLevel: Int,
        effectiveSamples: Availability,
        conditions: SpeckleConditions = SpeckleConditions()
    ) -> Availability {
        precondition(topLevel > 0, "the scale has a top")
        let clipping = GreyClipping(histogram, topLevel: topLevel)
        if let reason = conditions.refusal(
            clipping: clipping,
            effectiveSamples: effectiveSamples,
            least: conditions.leastSamplesForSNR
        ) {
            return .notAvailable(reason)
        }
        guard let deviation = FirstOrderStatistics(histogram).standardDeviation.value, deviation > 0 else {
            return .zeroVariance
        }
        let decibels = speckleSpreadDecibels * Double(topLevel) / deviation
        guard bounds.contains(decibels) else {
            return .notAvailable("the spread of the grey levels is not that of speckle")
        }
        return .value(decibels)
    }
}
