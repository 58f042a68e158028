internal import Analysis
internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import TestSupport
internal import Testing

/// Truth: Rayleigh's law, of which the simulator draws its envelopes (SpeckleTests judges them). Tolerances are five standard
/// errors at the independent samples of the point spread.
@Suite("Speckle statistics of made studies")
struct SpeckleMeasurementTests {
    private static let metrics =
        "envelope-snr, intensity-snr, nakagami-shape, nakagami-shape-moment, nakagami-scale, "
        + "effective-samples, speckle-width, speckle-height"

    @Test(
        "fully developed speckle has a Nakagami shape of 1 and a signal-to-noise ratio of 1.913",
        arguments: [1, 2, 3]
    )
    func rayleigh(seed: UInt64) async throws {
        let study = try MadeStudy(MadeSpeckle.still(seed: seed))
        let group = try await study.result(Pipeline.roi(Self.metrics, and: MadeSpeckle.given)).group("roi")
        let error = 1 / MadeSpeckle.samples.squareRoot()
        // Standard deviations: 1.36/√N, 1.245/√N, 2/√N (qus.md D).
        #expect(abs(try group.required("envelope-snr") - 1.9131) < 5 * 1.36 * error)
        #expect(abs(try group.required("nakagami-shape") - 1) < 5 * 1.245 * error)
        #expect(abs(try group.required("nakagami-shape-moment") - 1) < 5 * 2 * error)
        // E[I] is 0 dB, and the top of the scale 15 dB: sd of the mean of I is 1/√N.
        let scale = try group.required("nakagami-scale") * pow(10, 1.5)
        #expect(abs(scale - 1) < 5 * error + 0.01)
        // Summed to its first value below 0.1, the autocorrelation exp(-Δ²/2σ²) at σ = 0.7 lacks 0.017 twice of 1.755 on each
        // axis, 4 % of the area; its estimate at eight lags is good to 8/√N, 0.09 of 3.
        let samples = try group.required("effective-samples")
        #expect(abs(samples / MadeSpeckle.samples - 1) < 0.04 + 5 * 8 * error / MadeSpeckle.pointSpread.cellArea)
        let conditions = try group.measurement("nakagami-shape").conditions
        #expect(conditions.contains("dynamic range 60 dB, as the pipeline gives it; assumed linear map"))
        #expect(conditions.contains("processed B-mode, uncalibrated"))
        // 1.245/√N, N as it was found, in two figures.
        let stated = String(format: "%.3f", 1.245 / samples.squareRoot())
        #expect(conditions.contains("standard error \(stated) from about \(Int(samples)) independent samples"))
    }

    @Test("an image of six stored bits has the scale of six bits")
    func sixBits() async throws {
        let picture = MadeSpeckle.picture(seed: 6)
        let fixture = MadeSpeckle.still(seed: 6).grey8 { _, _, x, y in picture[y * MadeSpeckle.width + x] >> 2 }
            .with { builder throws(WritingError) in
                try builder.put(.bitsStored, unsigned: 6)
                try builder.put(.highBit, unsigned: 5)
            }
        let study = try MadeStudy(fixture)
        let group = try await study.result(Pipeline.roi(Self.metrics, and: MadeSpeckle.given)).group("roi")
        // Steps of 0.95 dB add 0.08 dB² to the 31 dB² of speckle; half a step of cutting off scales all alike.
        let error = 1 / MadeSpeckle.samples.squareRoot()
        #expect(abs(try group.required("nakagami-shape") - 1) < 5 * 1.245 * error + 0.01)
    }

    @Test("without a dynamic range for the device there are no speckle statistics", .tags(.law6))
    func unknownRange() async throws {
        let study = try MadeStudy(MadeSpeckle.still(seed: 4))
        for ranges in ["", "dynamicRanges: [{models: [Another], decibels: 60}]"] {
            let group = try await study.result(Pipeline.roi(Self.metrics, and: ranges)).group("roi")
            for measurement in group.measurements {
                #expect(measurement.answer == .notAvailable("dynamic range unknown"), "\(measurement.metric)")
            }
        }
        let ours = "dynamicRanges: [{models: [Another], decibels: 40}, {models: [phantom simulator], decibels: 60}]"
        let group = try await study.result(Pipeline.roi(Self.metrics, and: ours)).group("roi")
        #expect(group.value("nakagami-shape") != nil)
    }

    @Test("more than one pixel in a hundred at the top of the scale leaves no speckle statistics", .tags(.law6))
    func clipped() async throws {
        // Top at 5 dB: P(I > 10^0.5) = e^-3.16 = 4.2 %.
        let study = try MadeStudy(MadeSpeckle.still(seed: 5, top: 5))
        let group = try await study.result(Pipeline.roi(Self.metrics, and: MadeSpeckle.given)).group("roi")
        for metric in ["envelope-snr", "nakagami-shape", "nakagami-shape-moment"] {
            let reason = try #require(group.reason(metric))
            #expect(reason.contains("the top of"))
        }
    }

    @Test("too few independent samples leave no shape", .tags(.law6))
    func fewSamples() async throws {
        let study = try MadeStudy(MadeSpeckle.still(seed: 6))
        let pipeline = Pipeline.roi(
            Self.metrics,
            shape: Pipeline.rectangle(10, 10, 30, 30),
            and: MadeSpeckle.given
        )
        let group = try await study.result(pipeline).group("roi")
        let reason = try #require(group.reason("nakagami-shape"))
        #expect(reason.hasSuffix("independent samples, fewer than the 620 needed"))
    }

    @Test("a range estimated from another ROI serves, and is named; from the same ROI it doesn't", .tags(.law6))
    func estimated() async throws {
        let study = try MadeStudy(MadeSpeckle.still(seed: 7))
        let pipeline = Pipeline.text(
            """
            rois:
              - {name: reference, region: tissue, shape: \(Pipeline.rectangle(0, 0, 80, 160)), metrics: [nakagami-shape]}
              - {name: measured, region: tissue, shape: \(Pipeline.rectangle(80, 0, 80, 160)), metrics: [nakagami-shape]}
            dynamicRanges: [{estimatedFrom: reference}]
            """
        )
        let result = try await study.result(pipeline)
        let measured = try result.group("measured")
        // Half of the pixels: sd of m 1.245 √(2/N); the estimated range adds sd(DR)/DR, of which m takes twice: ln I scales by it,
        // and sd(p) of N samples is good to about 0.83/√N for the skewed logarithm.
        let error = (2 / MadeSpeckle.samples).squareRoot()
        #expect(abs(try measured.required("nakagami-shape") - 1) < 5 * (1.245 + 2 * 0.83) * error)
        let conditions = try measured.measurement("nakagami-shape").conditions
        #expect(conditions.contains { $0.hasSuffix("estimated from the speckle of reference; assumed linear map") })
        #expect(
            try result.group("reference").reason("nakagami-shape")
                == "the dynamic range is known only from the region that is measured"
        )
    }

    @Test("another name over the pixels that the range is from doesn't serve", .tags(.law6), arguments: [0, 40, 79])
    func overlapping(left: Int) async throws {
        let study = try MadeStudy(MadeSpeckle.still(seed: 9))
        let result = try await study.result(
            Pipeline.text(
                """
                rois:
                  - {name: reference, region: tissue, shape: \(Pipeline.rectangle(0, 0, 80, 160)), metrics: [envelope-snr]}
                  - {name: other, region: tissue, shape: \(Pipeline.rectangle(left, 0, 80, 160)), metrics: [envelope-snr]}
                comparisons: [{name: pair, rois: [other, reference], metrics: [echo-level-difference]}]
                dynamicRanges: [{estimatedFrom: reference}]
                """
            )
        )
        let reason = "the dynamic range is known only from a region that overlaps this one"
        #expect(try result.group("other").reason("envelope-snr") == reason)
        #expect(try result.group("pair").reason("echo-level-difference") == "other: \(reason)")
    }

    @Test(
        "two halves that differ by 3 dB are not one tissue, and have no speckle statistics",
        .tags(.law6),
        arguments: [1, 2]
    )
    func heterogeneous(seed: UInt64) async throws {
        let (low, high) = (
            MadeSpeckle.picture(seed: seed, echogenicity: -3), MadeSpeckle.picture(seed: seed + 20, echogenicity: 0)
        )
        let picture = low.indices.map { $0 % MadeSpeckle.width < MadeSpeckle.width / 2 ? low[$0] : high[$0] }
        let study = try MadeStudy(
            StudyFixture(name: "halves").setting(\.width, MadeSpeckle.width).setting(\.height, MadeSpeckle.height)
                .grey8(picture: picture)
        )
        let group = try await study.result(Pipeline.roi(Self.metrics, and: MadeSpeckle.given)).group("roi")
        for metric in ["envelope-snr", "nakagami-shape", "nakagami-shape-moment"] {
            let measurement = try group.measurement(metric)
            #expect(try #require(group.reason(metric)).hasPrefix("the region is not homogeneous: "))
            #expect(!measurement.conditions.contains { $0.hasPrefix("standard error") })
        }
        let lenient = Pipeline.roi(Self.metrics, and: MadeSpeckle.given + "\nrules: {mostHeterogeneity: 1000}")
        #expect(try await study.result(lenient).group("roi").value("envelope-snr") != nil)
    }

    @Test("a range that can't be estimated says why", .tags(.law6))
    func notEstimated() async throws {
        let study = try MadeStudy(MadeSpeckle.still(seed: 8))
        let pipeline = Pipeline.text(
            """
            rois:
              - {name: reference, region: tissue, shape: \(Pipeline.rectangle(0, 0, 12, 12)), metrics: [grey-mean]}
              - {name: measured, region: tissue, shape: wholeRegion, metrics: [nakagami-shape]}
            dynamicRanges: [{estimatedFrom: reference}]
            """
        )
        let result = try await study.result(pipeline)
        #expect(try result.group("measured").reason("nakagami-shape") == "dynamic range unknown")
        #expect(result.omissions.count == 1)
        #expect(result.omissions.allSatisfy { $0.hasPrefix("the dynamic range is not estimated from ROI reference: ") })
    }
}
