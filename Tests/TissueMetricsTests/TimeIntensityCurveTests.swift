import Foundation
import TestSupport
import Testing
import TissueMetrics

extension SplitMix {
    /// A draw from the normal distribution of mean 0 and variance 1, by Box and Muller.
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
        return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &self))
    }
}

@Suite("Time-intensity curve")
struct TimeIntensityCurveTests {
    /// Level until 10 s, a straight rise by 100 until 20 s, a straight fall until 40 s, then level.
    private func triangle(_ time: Double) -> Double {
        7 + max(0, min(10 * (time - 10), 5 * (40 - time)))
    }

    private let times = (0..<60).map(Double.init)

    private func curve(_ times: [Double], _ intensities: [Double], clipped: [Double]? = nil) throws
        -> TimeIntensityCurve
    {
        let none = [Double](repeating: 0, count: times.count)
        return try TimeIntensityCurve(times: times, intensities: intensities, percentClipped: clipped ?? none)
    }

    private func reason(_ times: [Double], _ intensities: [Double]) -> String? {
        do {
            _ = try curve(times, intensities)
            return nil
        } catch {
            return (error as? Refusal)?.reason
        }
    }

    /// By counting: the running median makes the peak at 20 s 95. 10 % of the rise is 8.8, passed at 11 s. The baseline
    /// are the frames until 11 − 4.5 s, 0 to 6. Above 9.5 are 11 to 38 s.
    @Test("a triangle has the arrival, peak and baseline of the stated rule")
    func rule() throws {
        let curve = try curve(times, times.map(triangle))
        #expect(curve.baseline == 7)
        #expect(curve.baselineDeviation == 0)
        #expect(curve.peak == 95)
        #expect(curve.peakFrame == 20)
        #expect(curve.arrivalFrame == 11)
        #expect(curve.bolusFrames == 28)
        #expect(curve.tail == 0)
        #expect(curve.enhancement[20] == 100)
    }

    /// The baseline of 7 frames with noise of deviation 1 has one of 1/√7; 4 of them are 1.51. Arrival is seen where 10
    /// a second pass 9 above it: noise of up to 4 in two of three frames moves that by a frame.
    @Test("noise moves baseline and arrival by as much as it should", arguments: 0..<32)
    func noise(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let curve = try curve(times, times.map { triangle($0) + generator.normal() })
        #expect(abs(curve.baseline - 7) < 4 / 7.0.squareRoot())
        #expect(abs(curve.arrivalFrame - 11) <= 1)
    }

    @Test("an offset is only the baseline's, a factor everything's, a clock's start nothing's")
    func invariance() throws {
        let here = try curve(times, times.map(triangle))
        let raised = try curve(times, times.map { triangle($0) + 100 })
        #expect(raised.enhancement == here.enhancement)
        #expect(raised.baseline == 107)
        let doubled = try curve(times, times.map { 2 * triangle($0) })
        #expect(doubled.enhancement == here.enhancement.map { 2 * $0 })
        #expect((doubled.arrivalFrame, doubled.peakFrame) == (here.arrivalFrame, here.peakFrame))
        let later = try curve(times.map { $0 + 512 }, times.map(triangle))
        #expect(later.enhancement == here.enhancement)
        #expect((later.arrivalFrame, later.bolusFrames) == (here.arrivalFrame, here.bolusFrames))
    }

    @Test("a peak is clipped where a frame near it is, and only there")
    func clipping() throws {
        func isClipped(frame: Int, percent: Double) throws -> Bool {
            var clipped = [Double](repeating: 0, count: 60)
            clipped[frame] = percent
            return try curve(times, times.map(triangle), clipped: clipped).isPeakClipped
        }
        #expect(try isClipped(frame: 20, percent: 1.1))
        #expect(try isClipped(frame: 22, percent: 1.1))
        #expect(try !isClipped(frame: 20, percent: 1))
        #expect(try !isClipped(frame: 30, percent: 50))
    }

    @Test("what is no time-intensity curve is refused with the reason", .tags(.law6))
    func conditions() {
        let values = times.map(triangle)
        #expect(reason([], []) == "the cine has too few frames")
        #expect(reason([0, 1], [1, 2]) == "the cine has too few frames")
        let rising = "the times of the frames do not rise"
        #expect(reason([Double](repeating: 0, count: 60), values) == rising)
        #expect(reason(times.reversed(), values) == rising)
        #expect(reason(times.map { $0 == 30 ? .nan : $0 }, values) == rising)
        #expect(reason(times, values.enumerated().map { $0 == 9 ? .nan : $1 }) == "a frame has no intensity")
        #expect(reason(times, values.map { $0 * 1e300 }) == "a frame has no intensity")
        let none = "no rise stands out from the first frames"
        #expect(reason(times, [Double](repeating: 3, count: 60)) == none)
        #expect(reason(times, times.map { triangle($0 + 15) }) == none, "the first frames rise themselves")
        let late = "the cine begins after the contrast agent arrives"
        #expect(reason(times, times.map { 60 - $0 }) == late)
        let hurried = times.map { triangle($0 + 6) }
        #expect(reason(times, hurried) == "the cine has too few frames before the contrast agent arrives")
    }

    @Test("noise without contrast is refused", .tags(.law6), arguments: 0..<16)
    func noiseOnly(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        #expect(reason(times, times.map { _ in 10 + generator.normal() }) != nil)
    }
}
