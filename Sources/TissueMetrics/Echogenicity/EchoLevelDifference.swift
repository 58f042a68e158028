internal import Foundation

/// How much stronger the echoes of one region are than those of another, 10·log10(E[I₁]/E[I₂]), after decompression to
/// intensity. Not the difference of mean grey levels, which compares geometric means and depends on the speckle.
package struct EchoLevelDifference: Hashable, Sendable {
    /// Our rule: the most that the depths of the centres may differ, mm. Time gain cancels at equal depth only.
    package static let mostDepthDifferenceMillimetres = 5.0

    /// dB, positive where the first region is the brighter one.
    package let decibels: Availability
    /// dB, from speckle alone: the mean of N independent exponential intensities has the relative standard deviation
    /// 1/√N, which the logarithm turns into 10/ln 10/√N.
    package let standardError: Availability

    /// - Parameters:
    ///   - region: what is measured.
    ///   - reference: what it is compared with, on the same frame.
    ///   - mostDepthDifferenceMillimetres: rule of validity.
    package init(
        of region: RegionLevel,
        to reference: RegionLevel,
        mostDepthDifferenceMillimetres: Double = Self.mostDepthDifferenceMillimetres
    ) {
        decibels = Self.decibels(of: region, to: reference, limit: mostDepthDifferenceMillimetres)
        standardError = Self.standardError(of: region, to: reference, decibels: decibels)
    }

    private static func decibels(of region: RegionLevel, to reference: RegionLevel, limit: Double) -> Availability {
        guard region.count > 0, reference.count > 0 else { return .emptyRegion }
        guard let first = region.meanIntensity, let second = reference.meanIntensity else {
            return .notAvailable("the dynamic range is unknown")
        }
        guard first > 0, second > 0 else { return .notAvailable("a region has no echo") }
        if let reason = region.depthMismatch(with: reference, limitMillimetres: limit) { return .notAvailable(reason) }
        // Two logarithms: the quotient of extreme intensities leaves the range of numbers.
        return Availability(finite: 10 * (log10(first) - log10(second)))
    }

    private static func standardError(
        of region: RegionLevel,
        to reference: RegionLevel,
        decibels: Availability
    ) -> Availability {
        if case .notAvailable = decibels { return decibels }
        guard let first = region.effectiveSamples, let second = reference.effectiveSamples, first >= 1, second >= 1
        else { return .notAvailable("the number of independent samples is not known") }
        return Availability(finite: 10 / log(10.0) * (1 / first + 1 / second).squareRoot())
    }
}
