import Foundation
import TestSupport
import Testing
import TissueMetrics

/// What the regions of these suites have in common.
private func region(
    median: Double = 100,
    mean: Double = 100,
    count: Int = 1000,
    saturated: Double = 0,
    depth: Double? = 40,
    intensity: Double? = nil,
    samples: Double? = nil
) -> RegionLevel {
    RegionLevel(
        mean: mean,
        median: median,
        count: count,
        percentSaturated: saturated,
        centreDepthMillimetres: depth,
        meanIntensity: intensity,
        effectiveSamples: samples
    )
}

@Suite("Normalised grey-scale median")
struct NormalisedMedianTests {
    /// By its definition: blood is 0, adventitia 190, and between them the scale is linear.
    @Test("the references go to 0 and 190", arguments: [(10.0, 0.0), (200, 190), (105, 95), (0, -10), (219, 209)])
    func definition(median: Double, expected: Double) throws {
        let normalised = NormalisedMedian(
            of: region(median: median),
            blood: region(median: 10),
            adventitia: region(median: 200)
        )
        #expect(abs(try #require(normalised.value.value) - expected) < 1e-12)
    }

    @Test("gain and contrast that clip nothing do not change it", arguments: 0..<32)
    func invariance(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let medians = (0..<3).map { _ in Double.random(in: 0...40, using: &generator) }
        let (a, b) = (Double.random(in: 1...3, using: &generator), Double.random(in: -20...20, using: &generator))
        func normalised(_ map: (Double) -> Double) -> NormalisedMedian {
            NormalisedMedian(
                of: region(median: map(medians[0])),
                blood: region(median: map(medians[1])),
                adventitia: region(median: map(medians[2] + 100))
            )
        }
        let (before, after) = (normalised { $0 }, normalised { a * $0 + b })
        // Three sums of numbers below 500, divided by at least 60.
        #expect(abs(try #require(before.value.value) - #require(after.value.value)) < 1e-10)
    }

    @Test("a missing, saturated or close reference gives the reason", .tags(.law6))
    func conditions() {
        let (dark, bright) = (region(median: 5), region(median: 180))
        let cases: [(RegionLevel?, RegionLevel?, String)] = [
            (nil, bright, "there is no reference region in blood"),
            (dark, nil, "there is no reference region in the adventitia"),
            (region(count: 0), bright, "there is no reference region in blood"),
            (region(median: 5, saturated: 5.1), bright, "a reference region is saturated"),
            (dark, region(median: 255, saturated: 80), "a reference region is saturated"),
            (dark, region(median: 54.5), "the medians of blood and adventitia are too close to span a scale"),
            (bright, dark, "the medians of blood and adventitia are too close to span a scale"),
        ]
        for (blood, adventitia, reason) in cases {
            let normalised = NormalisedMedian(of: region(), blood: blood, adventitia: adventitia)
            #expect(normalised.value == .notAvailable(reason))
        }
        let least = NormalisedMedian(of: region(median: 30), blood: dark, adventitia: region(median: 55))
        #expect(least.value == .value(95), "50 levels are enough")
    }

    @Test("an empty region and numbers that are none have no median", .tags(.law6))
    func degenerate() {
        let (dark, bright) = (region(median: 5), region(median: 180))
        #expect(NormalisedMedian(of: region(count: 0), blood: dark, adventitia: bright).value == .emptyRegion)
        #expect(NormalisedMedian(of: region(median: .nan), blood: dark, adventitia: bright).value.value == nil)
        #expect(NormalisedMedian(of: region(), blood: region(median: .nan), adventitia: bright).value.value == nil)
        #expect(NormalisedMedian(of: region(), blood: dark, adventitia: region(saturated: .nan)).value.value == nil)
        var limits = NormalisedMedian.Limits()
        limits.leastReferenceDifference = 0
        #expect(NormalisedMedian(of: region(), blood: dark, adventitia: dark, limits: limits).value.value == nil)
    }
}

@Suite("Hepatorenal index")
struct HepatorenalIndexTests {
    @Test(
        "two constant regions have the ratio of their levels",
        arguments: [(120.0, 80.0), (80, 120), (7, 7), (255, 5)]
    )
    func ratio(liver: Double, kidney: Double) {
        let index = HepatorenalIndex(liver: region(mean: liver), kidney: region(mean: kidney))
        #expect(index.value == .value(liver / kidney))
    }

    @Test("a factor cancels, and exchanging the organs inverts it", arguments: 0..<32)
    func invariance(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let (a, b) = (Double.random(in: 20...100, using: &generator), Double.random(in: 20...100, using: &generator))
        let factor = Double.random(in: 0.5...2, using: &generator)
        let index = try #require(HepatorenalIndex(liver: region(mean: a), kidney: region(mean: b)).value.value)
        let scaled = HepatorenalIndex(liver: region(mean: factor * a), kidney: region(mean: factor * b))
        let inverse = HepatorenalIndex(liver: region(mean: b), kidney: region(mean: a))
        #expect(abs(try #require(scaled.value.value) - index) < 1e-12)
        #expect(abs(try #require(inverse.value.value) * index - 1) < 1e-12)
    }

    @Test("other depths, sizes and a dark kidney give the reason", .tags(.law6))
    func conditions() {
        let kidney = region(count: 1000, depth: 40)
        let depthReason = "the depths of the regions are not known (no spatial calibration)"
        let cases: [(RegionLevel?, RegionLevel?, String)] = [
            (nil, kidney, "there is no region in the liver"),
            (kidney, nil, "there is no region in the renal cortex"),
            (region(depth: 45.1), kidney, "the two regions are not at the same depth"),
            (region(depth: 34.9), kidney, "the two regions are not at the same depth"),
            (region(depth: nil), kidney, depthReason),
            (kidney, region(depth: .nan), depthReason),
            (region(count: 2001), kidney, "the two regions differ too much in size"),
            (region(count: 499), kidney, "the two regions differ too much in size"),
            (kidney, region(mean: 4.9), "the renal cortex is too dark to divide by"),
        ]
        for (liver, kidney, reason) in cases {
            #expect(HepatorenalIndex(liver: liver, kidney: kidney).value == .notAvailable(reason))
        }
        let limit = HepatorenalIndex(liver: region(mean: 10, count: 2000, depth: 45), kidney: region(mean: 5))
        #expect(limit.value == .value(2), "each limit itself is allowed")
    }

    @Test("empty regions and numbers that are none have no index", .tags(.law6))
    func degenerate() {
        #expect(HepatorenalIndex(liver: region(count: 0), kidney: region()).value.value == nil)
        #expect(HepatorenalIndex(liver: region(), kidney: region(mean: 0, count: 0)).value.value == nil)
        #expect(HepatorenalIndex(liver: region(mean: .nan), kidney: region()).value.value == nil)
        #expect(HepatorenalIndex(liver: region(), kidney: region(mean: .nan)).value.value == nil)
        let one = HepatorenalIndex(liver: region(mean: 30, count: 1), kidney: region(mean: 20, count: 1))
        #expect(one.value == .value(1.5))
        var limits = HepatorenalIndex.Limits()
        limits.leastKidneyMean = 0
        #expect(HepatorenalIndex(liver: region(), kidney: region(mean: 0), limits: limits).value.value == nil)
    }
}

@Suite("Echo-level difference")
struct EchoLevelDifferenceTests {
    @Test("twice the amplitude is 6.02 dB")
    func definition() throws {
        let difference = EchoLevelDifference(of: region(intensity: 4), to: region(intensity: 1))
        #expect(abs(try #require(difference.decibels.value) - 6.0206) < 1e-4)
    }

    /// Truth: exponential intensities of known means. A single difference of N = 400 draws each scatters by
    /// 4.343·√(2/400) = 0.307 dB; over 200 repetitions the scatter is known to 1/√400 = 5 %, so 4 standard deviations
    /// are 20 %. The mean of the 200 is good to 0.307/√200 = 0.022 dB, 4 of which are 0.087 dB; the bias of the
    /// logarithm cancels.
    @Test("speckle of known means has their ratio, and scatters by the standard error", arguments: [1, 2])
    func speckle(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        func mean(of intensity: Double) -> Double {
            var sum = 0.0
            for _ in 0..<400 { sum -= intensity * log(1 - Double.random(in: 0..<1, using: &generator)) }
            return sum / 400
        }
        var (sum, squares, error) = (0.0, 0.0, 0.0)
        for _ in 0..<200 {
            let difference = EchoLevelDifference(
                of: region(intensity: mean(of: 0.02), samples: 400),
                to: region(intensity: mean(of: 0.005), samples: 400)
            )
            let deviation = try #require(difference.decibels.value) - 20 * log10(2)
            error = try #require(difference.standardError.value)
            sum += deviation
            squares += deviation * deviation
        }
        #expect(abs(error - 4.343 * (2.0 / 400).squareRoot()) < 1e-4)
        #expect(abs(sum / 200) < 0.087)
        #expect(abs((squares / 200).squareRoot() / error - 1) < 0.2)
    }

    @Test("the unit of intensity cancels, and exchanging the regions changes the sign", arguments: 0..<32)
    func invariance(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let (a, b) = (Double.random(in: 0.01...1, using: &generator), Double.random(in: 0.01...1, using: &generator))
        let here = EchoLevelDifference(of: region(intensity: a), to: region(intensity: b))
        let scaled = EchoLevelDifference(of: region(intensity: 1e9 * a), to: region(intensity: 1e9 * b))
        let back = EchoLevelDifference(of: region(intensity: b), to: region(intensity: a))
        let decibels = try #require(here.decibels.value)
        #expect(abs(try #require(scaled.decibels.value) - decibels) < 1e-10)
        #expect(back.decibels == .value(-decibels))
    }

    @Test("an unknown dynamic range, depth or number of samples gives the reason", .tags(.law6))
    func conditions() {
        let reference = region(intensity: 1, samples: 100)
        let unknown = EchoLevelDifference(of: region(samples: 100), to: reference)
        #expect(unknown.decibels == .notAvailable("the dynamic range is unknown"))
        #expect(unknown.standardError == unknown.decibels)
        let far = EchoLevelDifference(of: region(depth: 46, intensity: 1), to: reference)
        #expect(far.decibels == .notAvailable("the two regions are not at the same depth"))
        let uncounted = EchoLevelDifference(of: region(intensity: 1), to: reference)
        #expect(uncounted.decibels == .value(0))
        #expect(uncounted.standardError == .notAvailable("the number of independent samples is not known"))
    }

    @Test("no echo, no pixel and numbers that are none have no difference", .tags(.law6))
    func degenerate() {
        let reference = region(intensity: 1, samples: 100)
        for intensity in [0, -1, Double.nan, .infinity] {
            let difference = EchoLevelDifference(of: region(intensity: intensity), to: reference)
            #expect(difference.decibels.value == nil)
            #expect(difference.standardError.value == nil)
        }
        #expect(EchoLevelDifference(of: region(count: 0, intensity: 1), to: reference).decibels == .emptyRegion)
        let extreme = EchoLevelDifference(of: region(intensity: 1e300), to: region(intensity: 1e-300))
        #expect(extreme.decibels == .value(6000))
        let single = EchoLevelDifference(of: region(intensity: 1, samples: .nan), to: reference)
        #expect(single.standardError.value == nil)
    }
}
