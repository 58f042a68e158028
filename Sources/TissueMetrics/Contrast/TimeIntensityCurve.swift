/// The mean linear intensity of a region over a contrast cine, less what it was before the contrast agent arrived.
///
/// Arrival, by our rule: the provisional baseline is the median of the first 5 frames, the peak the greatest running
/// median of 3 frames. The agent arrives at the frame after the last one before the peak whose running median is at
/// most the provisional baseline plus 10 % of the rise. The baseline is the mean of the frames that are earlier than
/// that by half the time from there to the peak or more, since a curve starts before it reaches 10 %.
package struct TimeIntensityCurve: Hashable, Sendable {
    /// Frames that the provisional baseline needs.
    package static let leadingFrames = 5
    /// The fewest frames of a baseline.
    package static let leastBaselineFrames = 3
    /// A rise counts as contrast from so many standard deviations of the baseline.
    package static let leastRise = 5.0

    /// s, rising.
    package let times: [Double]
    /// Intensity less the baseline, in the intensities' arbitrary unit; as many as times.
    package let enhancement: [Double]
    /// The mean intensity before arrival.
    package let baseline: Double
    /// The standard deviation of the intensities before arrival.
    package let baselineDeviation: Double
    /// The frame in which arrival is seen, from 0.
    package let arrivalFrame: Int
    /// The frame of the peak of the running median, from 0.
    package let peakFrame: Int
    /// The running median of the enhancement there, in the intensities' unit; positive.
    package let peak: Double
    /// The mean enhancement of the last three frames over the peak: how much of the bolus is still there when the cine
    /// ends.
    package let tail: Double
    /// Frames of wash-in and wash-out: those around the peak, in one run, whose running median is above 10 % of it.
    package let bolusFrames: Int
    /// Whether a frame of at least 90 % of the peak has more than 1 % of its pixels at the top of the scale, so that
    /// the peak is higher than measured.
    package let isPeakClipped: Bool

    /// - Parameters:
    ///   - times: of each frame, s.
    ///   - intensities: of each frame, the mean over the region of the decompressed intensity, in any unit.
    ///   - percentClipped: of each frame, pixels at the top of the scale.
    /// - Throws: the condition that does not hold.
    package init(times: [Double], intensities: [Double], percentClipped: [Double]) throws(Refusal) {
        precondition(times.count == intensities.count && times.count == percentClipped.count, "a frame has all three")
        guard times.count > Self.leadingFrames else { throw Refusal("the cine has too few frames") }
        guard times.allSatisfy(\.isFinite), zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw Refusal("the times of the frames do not rise")
        }
        guard intensities.allSatisfy({ $0.isFinite && abs($0) < 1e100 }) else {
            throw Refusal("a frame has no intensity")
        }
        let smooth = Self.runningMedian(intensities)
        let provisional = intensities.prefix(Self.leadingFrames).sorted()[Self.leadingFrames / 2]
        let peakFrame = smooth.indices.reduce(0) { smooth[$1] > smooth[$0] ? $1 : $0 }
        let rise = smooth[peakFrame] - provisional
        guard rise > 0 else { throw Refusal("no rise stands out from the first frames") }
        guard let lastBefore = smooth[..<peakFrame].lastIndex(where: { $0 <= provisional + 0.1 * rise }) else {
            throw Refusal("the cine begins after the contrast agent arrives")
        }
        let arrivalFrame = lastBefore + 1
        let end = times[arrivalFrame] - (times[peakFrame] - times[arrivalFrame]) / 2
        let before = zip(times, intensities).prefix { $0.0 <= end && $0.0 < times[arrivalFrame] }.map(\.1)
        guard before.count >= Self.leastBaselineFrames else {
            throw Refusal("the cine has too few frames before the contrast agent arrives")
        }
        let mean = before.reduce(0, +) / Double(before.count)
        let variance = before.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(before.count - 1)
        let peak = smooth[peakFrame] - mean
        guard peak > Self.leastRise * variance.squareRoot() else {
            throw Refusal("no rise stands out from the first frames")
        }
        self.times = times
        self.arrivalFrame = arrivalFrame
        self.peakFrame = peakFrame
        baseline = mean
        baselineDeviation = variance.squareRoot()
        let enhancement = intensities.map { $0 - mean }
        self.enhancement = enhancement
        self.peak = peak
        tail = enhancement.suffix(3).reduce(0, +) / 3 / peak
        bolusFrames = peakFrame - arrivalFrame + smooth[peakFrame...].prefix { $0 - mean > 0.1 * peak }.count
        isPeakClipped = zip(enhancement, percentClipped).contains { $0 >= 0.9 * peak && $1 > 1 }
    }

    /// The median of each value and its two neighbours; the ends keep theirs.
    private static func runningMedian(_ values: [Double]) -> [Double] {
        values.indices.map { index in
            guard index > 0, index < values.count - 1 else { return values[index] }
            let (a, b, c) = (values[index - 1], values[index], values[index + 1])
            return max(min(a, b), min(max(a, b), c))
        }
    }
}
