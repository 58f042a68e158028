import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Attenuation against a reference phantom")
struct ReferencePhantomAttenuationTests {
    private typealias Method = ReferencePhantomAttenuation

    private static let phantomAttenuation = 1.5
    private let certificate = Method.Certificate(
        decibelsPerCentimetre: Self.phantomAttenuation,
        frequencyMegahertz: 3
    )
    private let settings = AcquisitionSettings(
        transducer: "C5-1",
        depthMillimetres: 60,
        frequencyMegahertz: 3,
        focusMillimetres: 30,
        gain: 52,
        dynamicRangeDecibels: SpeckleImage.dynamicRange,
        timeGain: "all sliders centred"
    )

    /// What the machine does to both: time gain of 2.4 dB/cm in steps of 7 sliders, and a focus.
    private static func machine(_ depth: Double) -> Double {
        -17 + 2.4 * depth + 2 * sin(7 * (depth / 0.45).rounded(.down)) + 3 * exp(-(depth - 1.8) * (depth - 1.8))
    }

    private func measure(
        _ image: SpeckleImage = SpeckleImage(),
        using generator: inout SplitMix,
        attenuation: Double,
        surfaceRow: Double = 0,
        backscatter: (Double) -> Double = { _ in 0 }
    ) -> Method.Measurement {
        let patch = image.patch(using: &generator) {
            let depth = $0 - surfaceRow * SpeckleImage.spacing
            return Self.machine(depth) + backscatter(depth) - 2 * attenuation * depth
        }
        return Method.Measurement(
            profile: SpeckleImage.profile(patch),
            scale: DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: surfaceRow),
            effectiveSamples: Double(image.rows * image.columns) / Double(image.cell),
            settings: settings
        )
    }

    /// The error is derived from speckle: the slope of 10·log10 of means of `columns` exponential draws, in both
    /// images, over n rows of length L: ½·4.343·√(2·12·cell/(columns·n))/L. A single estimate is within 4 of it. The
    /// mean of 24 squared pulls is 1 ± √(2/24), and within 4 of that. Rounding to 60/255 dB adds 0.0046 dB² to
    /// speckle's 31 dB². The naive slope has half of the machine's 2.4 dB/cm in it, more than 10 times the greatest
    /// error, 0.063 dB/cm.
    @Test(
        "an unknown time gain and focus cancel, and the planted attenuation returns within the derived error",
        arguments: [(0.9, 1), (1.5, 1), (2.4, 1), (2.1, 3)]
    )
    func planted(attenuation: Double, cell: Int) throws {
        let image = SpeckleImage(rows: 150, columns: 64, cell: cell)
        let samples = Double(64 * 150 / cell)
        let derived = 0.5 * 10 / log(10.0) * (2 * 12 / samples).squareRoot() / 3
        let scale = DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: 0)
        var pulls = 0.0
        for seed in 0..<24 {
            var generator = SplitMix(seed: UInt64(1000 + seed))
            let sample = measure(image, using: &generator, attenuation: attenuation) { _ in 4 }
            let phantom = measure(image, using: &generator, attenuation: Self.phantomAttenuation)
            let result = Method(sample: sample, phantom: phantom, certificate: certificate)
            let error = try #require(result.standardError.value)
            #expect(abs(error / derived - 1) < 1e-3)
            let deviation = try #require(result.decibelsPerCentimetre.value) - attenuation
            #expect(abs(deviation) < 4 * error, "seed \(seed)")
            pulls += deviation * deviation / (error * error) / 24
            let naive = ApparentDepthDecay(sample.profile, scale: scale, focusReason: nil)
            #expect(abs(try #require(naive.decibelSlope.value) + attenuation) > 10 * derived, "time gain is in it")
        }
        #expect(abs(pulls - 1) < 4 * (2.0 / 24).squareRoot())
    }

    /// Without speckle the profile is exact but for rounding to ½ level, 0.118 dB, in each image: the slope is off by
    /// at most 2·0.118·(1.5/n)/0.02 dB/cm (see the ramp's bound), α by half of that.
    @Test("a planted level without speckle returns to the rounding", arguments: [0.0, 0.5, 3])
    func exact(attenuation: Double) throws {
        func measurement(_ attenuation: Double) -> Method.Measurement {
            let frame = (0..<150).map { row in
                let depth = (Double(row) + 0.5) * SpeckleImage.spacing
                let decibels = -20 + 3 * depth - 2 * attenuation * depth
                return UInt8((255 + 255 * decibels / SpeckleImage.dynamicRange).rounded())
            }
            return Method.Measurement(
                profile: SpeckleImage.profile(SpeckleImage.patch(frame, width: 1, height: 150)),
                scale: DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: 0),
                effectiveSamples: 150,
                settings: settings
            )
        }
        let result = Method(sample: measurement(attenuation), phantom: measurement(1.5), certificate: certificate)
        let bound = 0.118 * 1.5 / 150 / SpeckleImage.spacing
        #expect(abs(try #require(result.decibelsPerCentimetre.value) - attenuation) < bound)
        let slope = try #require(result.decibelsPerCentimetrePerMegahertz.value)
        #expect(abs(slope - attenuation / 3) < bound / 3)
    }

    @Test("a phantom against itself returns its certificate, and exchanging the two mirrors the difference")
    func invariance() throws {
        var generator = SplitMix(seed: 5)
        let a = measure(using: &generator, attenuation: 1.9)
        let b = measure(using: &generator, attenuation: 1.5)
        #expect(Method(sample: a, phantom: a, certificate: certificate).decibelsPerCentimetre == .value(1.5))
        let there = try #require(Method(sample: a, phantom: b, certificate: certificate).decibelsPerCentimetre.value)
        let back = try #require(Method(sample: b, phantom: a, certificate: certificate).decibelsPerCentimetre.value)
        #expect(abs((there - 1.5) + (back - 1.5)) < 1e-9)
    }

    @Test("rows are paired by depth where the surface lies at another row", arguments: 0..<4)
    func pairing(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(50 + seed))
        let sample = measure(using: &generator, attenuation: 1.9)
        let phantom = measure(using: &generator, attenuation: 1.5)
        let shifted = measure(using: &generator, attenuation: 1.5, surfaceRow: 30.4)
        let whole = Method(sample: sample, phantom: phantom, certificate: certificate)
        let part = Method(sample: sample, phantom: shifted, certificate: certificate)
        let error = try #require(part.standardError.value)
        // 120 of 150 rows remain, and the error goes with n^(−3/2).
        #expect(abs(error / (try #require(whole.standardError.value)) - pow(1.25, 1.5)) < 1e-3)
        #expect(abs(try #require(part.decibelsPerCentimetre.value) - 1.9) < 4 * error)
    }

    /// A step of 4 dB halfway leaves residuals of 1 dB (root mean square: a quarter of its variance of 4 dB²) over 150
    /// rows whose speckle has 4.343·√(2/64) = 0.77 dB: χ² grows by 254, 15 of its standard deviations.
    @Test("a layer of other backscatter is refused", .tags(.law6), arguments: 0..<4)
    func layer(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let sample = measure(using: &generator, attenuation: 1.9) { $0 < 1.5 ? 0 : 4 }
        let phantom = measure(using: &generator, attenuation: 1.5)
        let reason = "the ratio to the phantom does not follow a line (backscatter is not uniform along the path)"
        #expect(
            Method(sample: sample, phantom: phantom, certificate: certificate).standardError == .notAvailable(reason)
        )
    }

    @Test("each missing condition gives its reason", .tags(.law6))
    func conditions() {
        var generator = SplitMix(seed: 9)
        let sample = measure(using: &generator, attenuation: 1.9)
        let phantom = measure(using: &generator, attenuation: 1.5)
        func expect(_ reason: String, _ change: (inout Method.Measurement) -> Void) {
            var changed = phantom
            change(&changed)
            let result = Method(sample: sample, phantom: changed, certificate: certificate)
            #expect(result.decibelsPerCentimetre == .notAvailable(reason))
            #expect(result.decibelsPerCentimetrePerMegahertz == .notAvailable(reason))
            #expect(result.standardError == .notAvailable(reason))
        }
        expect("the gain differs from that of the reference phantom's image") { $0.settings.gain = 60 }
        expect("the depths of the region are not known (no spatial calibration)") { $0.scale = nil }
        expect("the number of independent samples is not known") { $0.effectiveSamples = nil }
        expect("the number of independent samples is not known") { $0.effectiveSamples = .nan }
        expect("the images differ in their rows' spacing") {
            $0.scale = DepthScale(centimetresPerRow: 0.03, surfaceRow: 0)
        }
        expect("the dynamic range is unknown") { $0.profile = DepthProfile(dynamicRangeDecibels: nil) }
        expect("no pixel to measure in the region of interest") { $0.profile = DepthProfile(dynamicRangeDecibels: 60) }
        expect("the images share too little depth") {
            $0.scale = DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: 60)
        }
        expect("the images share too little depth") {
            $0.scale = DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: 9000)
        }
        expect("too many pixels are at an end of the grey scale") {
            $0.profile = SpeckleImage.profile(
                SpeckleImage.patch([UInt8](repeating: 255, count: 150), width: 1, height: 150)
            )
        }
        var limits = Method.Limits()
        limits.leastRows = 151
        let few = Method(sample: sample, phantom: phantom, certificate: certificate, limits: limits)
        #expect(few.decibelsPerCentimetre == .notAvailable("the images share too few rows"))
        for frequency in [3.1, 0, Double.nan] {
            let other = Method.Certificate(decibelsPerCentimetre: 1.5, frequencyMegahertz: frequency)
            let reason = "the attenuation of the reference phantom is not known at this frequency"
            let result = Method(sample: sample, phantom: phantom, certificate: other)
            #expect(result.decibelsPerCentimetre == .notAvailable(reason))
        }
    }

    @Test("constant images return the certificate, one pixel nothing", .tags(.law6))
    func degenerate() {
        func measurement(rows: Int) -> Method.Measurement {
            let patch = SpeckleImage.patch([UInt8](repeating: 99, count: rows), width: 1, height: rows)
            return Method.Measurement(
                profile: SpeckleImage.profile(patch),
                scale: DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: 0),
                effectiveSamples: Double(rows),
                settings: settings
            )
        }
        let flat = Method(sample: measurement(rows: 150), phantom: measurement(rows: 150), certificate: certificate)
        #expect(flat.decibelsPerCentimetre == .value(1.5))
        let pixel = Method(sample: measurement(rows: 1), phantom: measurement(rows: 1), certificate: certificate)
        #expect(pixel.decibelsPerCentimetre == .notAvailable("the images share too little depth"))
    }
}

@Suite("Acquisition settings")
struct AcquisitionSettingsTests {
    private let settings = AcquisitionSettings(
        transducer: "L12-3",
        depthMillimetres: 40,
        frequencyMegahertz: 7.5,
        focusMillimetres: 20,
        gain: 50,
        dynamicRangeDecibels: 60,
        timeGain: "flat"
    )

    @Test("equal settings agree, in either direction, to a part in a thousand")
    func equal() {
        #expect(settings.mismatch(withPhantom: settings) == nil)
        var rounded = settings
        rounded.frequencyMegahertz = 7.499
        #expect(settings.mismatch(withPhantom: rounded) == nil)
        #expect(rounded.mismatch(withPhantom: settings) == nil)
    }

    @Test("each setting that differs or is not known is named", .tags(.law6))
    func mismatches() {
        func expect(
            _ name: String,
            unknown: (inout AcquisitionSettings) -> Void,
            other: (inout AcquisitionSettings) -> Void
        ) {
            var (without, different) = (settings, settings)
            unknown(&without)
            other(&different)
            #expect(without.mismatch(withPhantom: settings) == "the \(name) of the image is not known")
            #expect(
                settings.mismatch(withPhantom: without) == "the \(name) of the reference phantom's image is not known"
            )
            let reason = "the \(name) differs from that of the reference phantom's image"
            #expect(settings.mismatch(withPhantom: different) == reason)
        }
        expect("transducer") {
            $0.transducer = nil
        } other: {
            $0.transducer = "C5-1"
        }
        expect("depth") {
            $0.depthMillimetres = nil
        } other: {
            $0.depthMillimetres = 41
        }
        expect("frequency") {
            $0.frequencyMegahertz = nil
        } other: {
            $0.frequencyMegahertz = 7
        }
        expect("focus") {
            $0.focusMillimetres = nil
        } other: {
            $0.focusMillimetres = .nan
        }
        expect("gain") {
            $0.gain = nil
        } other: {
            $0.gain = -50
        }
        expect("dynamic range") {
            $0.dynamicRangeDecibels = nil
        } other: {
            $0.dynamicRangeDecibels = 65
        }
        expect("time gain") {
            $0.timeGain = nil
        } other: {
            $0.timeGain = "Flat"
        }
    }

    @Test("settings of which nothing is known never agree", .tags(.law6))
    func unknown() {
        let nothing = AcquisitionSettings()
        #expect(nothing.mismatch(withPhantom: nothing) == "the transducer of the image is not known")
    }
}
