internal import Foundation

/// The moments of the envelope in a region that speckle statistics are estimated from: sums over a histogram's levels, so
/// that their cost does not grow with the region. Amplitudes and intensities are in units of those at the top grey level.
///
/// Power moments are of all pixels, a clipped one counting as the level where it was clipped. Log moments are of the pixels
/// that are not clipped, and so is `unclippedIntensity`, which goes with them: only moments of the same pixels obey Jensen's
/// inequality.
///
/// The deviations are those of each statistic's influence function: divided by the root of the number of independent samples
/// they are its standard error (the delta method).
package struct EnvelopeMoments: Hashable, Sendable {
    /// Pixels at the ends of the scale.
    package let clipping: GreyClipping
    /// E[A].
    package private(set) var amplitude = 0.0
    /// E[I], I = A².
    package private(set) var intensity = 0.0
    /// E[I²].
    package private(set) var squaredIntensity = 0.0
    /// Variance of A, divided by N.
    package private(set) var amplitudeVariance = 0.0
    /// Variance of I, divided by N.
    package private(set) var intensityVariance = 0.0
    /// E[I] of the pixels that are not clipped.
    package private(set) var unclippedIntensity = 0.0
    /// E[ln I].
    package private(set) var logIntensity = 0.0
    /// E[I ln I].
    package private(set) var intensityLogIntensity = 0.0
    /// Whether unclipped pixels have more than one level.
    package private(set) var logsVary = false
    /// Of E[A]/sd(A), for one sample.
    package private(set) var amplitudeSNRDeviation = 0.0
    /// Of E[I]/sd(I), for one sample.
    package private(set) var intensitySNRDeviation = 0.0
    /// Of X = E[I ln I]/E[I] − E[ln I], for one sample.
    package private(set) var xDeviation = 0.0
    /// Of U = E[ln I] − ln E[I], for one sample.
    package private(set) var uDeviation = 0.0
    /// The covariance of X and U, for one sample.
    package private(set) var xuCovariance = 0.0

    /// The moments of a region; all are 0 where it is empty.
    ///
    /// - Parameters:
    ///   - histogram: the region's grey levels; those above the top are taken as the top.
    ///   - compression: how grey levels stand for the envelope.
    package init(_ histogram: GreyHistogram, compression: LogCompression) {
        clipping = GreyClipping(histogram, topLevel: compression.topLevel)
        guard clipping.total > 0 else { return }
        var counts = histogram.counts.prefix(compression.topLevel).map(Double.init)
        counts += [Double](repeating: 0, count: compression.topLevel - counts.count) + [Double(clipping.atTop)]
        (amplitude, amplitudeVariance, amplitudeSNRDeviation) = Self.ratio(of: compression.amplitude, counts)
        (intensity, intensityVariance, intensitySNRDeviation) = Self.ratio(of: compression.intensity, counts)
        squaredIntensity = Self.mean(counts) { compression.intensity[$0] * compression.intensity[$0] }

        counts[0] = 0
        counts[compression.topLevel] = 0
        guard clipping.unclipped > 0 else { return }
        logsVary = counts.count { $0 > 0 } > 1
        let (intensities, logs) = (compression.intensity, compression.logIntensity)
        let meanIntensity = Self.mean(counts) { intensities[$0] }
        let meanLog = Self.mean(counts) { logs[$0] }
        let product = Self.mean(counts) { intensities[$0] * logs[$0] }
        let centre = product / meanIntensity
        let influenceOnX = { (level: Int) in
            (logs[level] - centre) * intensities[level] / meanIntensity - (logs[level] - meanLog)
        }
        let influenceOnU = { (level: Int) in logs[level] - meanLog - (intensities[level] / meanIntensity - 1) }
        xDeviation = Self.mean(counts) { influenceOnX($0) * influenceOnX($0) }.squareRoot()
        uDeviation = Self.mean(counts) { influenceOnU($0) * influenceOnU($0) }.squareRoot()
        xuCovariance = Self.mean(counts) { influenceOnX($0) * influenceOnU($0) }
        (unclippedIntensity, logIntensity, intensityLogIntensity) = (meanIntensity, meanLog, product)
    }

    private static func mean(_ counts: [Double], _ term: (Int) -> Double) -> Double {
        var (sum, total) = (0.0, 0.0)
        for level in counts.indices where counts[level] > 0 {
            sum += counts[level] * term(level)
            total += counts[level]
        }
        return sum / total
    }

    /// The mean, the variance, and the deviation of their ratio's influence function. The variance of equal values is 0, which
    /// a mean that was rounded would hide.
    private static func ratio(of values: [Double], _ counts: [Double]) -> (
        mean: Double, variance: Double, deviation: Double
    ) {
        let mean = mean(counts) { values[$0] }
        guard counts.count(where: { $0 > 0 }) > 1 else { return (mean, 0, 0) }
        let variance = self.mean(counts) { (values[$0] - mean) * (values[$0] - mean) }
        let (deviation, ratio) = (variance.squareRoot(), mean / variance.squareRoot())
        let square = self.mean(counts) { level in
            let score = (values[level] - mean) / deviation
            let influence = score - ratio / 2 * (score * score - 1)
            return influence * influence
        }
        return (mean, variance, square.squareRoot())
    }

    /// X = E[I ln I]/E[I] − E[ln I], of unclipped pixels: 1 for Rayleigh speckle. Nil where there are not two levels.
    package var x: Double? { logsVary ? intensityLogIntensity / unclippedIntensity - logIntensity : nil }

    /// U = E[ln I] − ln E[I], of unclipped pixels: −0.5772 for Rayleigh speckle. Nil where there are not two levels.
    package var u: Double? { logsVary ? logIntensity - log(unclippedIntensity) : nil }
}
