internal import Analysis
internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import PipelineFile
internal import TestSupport
internal import Testing

/// Speckle under a planted loss. With cells of √(2π)·0.7 = 1.755 pixels each way, a row of 160 pixels has 91 samples, and 160 rows
/// over 8 cm are 91 independent ones, of variance 8²/12 in depth.
@Suite("Depth decay and attenuation of made studies")
struct DepthMeasurementTests {
    private static let independentRows = 160 / 1.755
    private static let depthVariance = 64.0 / 12

    /// Loss there and back, dB a cm.
    private static func study(loss: Double, seed: UInt64) -> StudyFixture {
        var random = SplitMix64(seed: seed)
        let phantom = Phantom(
            width: MadeSpeckle.width,
            height: MadeSpeckle.height,
            spacing: 0.05,
            pointSpread: MadeSpeckle.pointSpread,
            echogenicity: 0,
            depthLoss: loss,
            greyMap: GreyMap(range: 60, top: 10)
        )
        let picture = phantom.picture(of: phantom.speckle(random: &random))
        return StudyFixture(name: "depth-\(seed)").setting(\.width, MadeSpeckle.width)
            .setting(\.height, MadeSpeckle.height).grey8(picture: picture)
    }

    @Test(
        "the apparent decay is half the planted loss, in dB and in levels",
        arguments: [(3.5, 1), (1.0, 2), (0.0, 3)] as [(Double, UInt64)]
    )
    func decay(loss: Double, seed: UInt64) async throws {
        let study = try MadeStudy(Self.study(loss: loss, seed: seed))
        let pipeline = Pipeline.roi("depth-decay, depth-decay-db", and: MadeSpeckle.given)
        let group = try await study.result(pipeline).group("roi")
        // Rows' means of levels: 5.57 dB over the root of 91.
        let rowVariance = 5.57 * 5.57 / Self.independentRows
        let error = (rowVariance / (Self.independentRows * Self.depthVariance)).squareRoot()
        #expect(abs(try group.required("depth-decay-db") + loss / 2) < 5 * error / 2)
        #expect(abs(try group.required("depth-decay") + loss * 255 / 60) < 5 * error * 255 / 60)
        let conditions = try group.measurement("depth-decay-db").conditions
        #expect(conditions.contains("apparent, uncalibrated"))
        let fit = "standard error "
        #expect(conditions.contains { $0.hasPrefix(fit) && $0.contains(" from the rows' scatter, R² ") })
        let levels = try await study.result(Pipeline.roi("depth-decay, depth-decay-db")).group("roi")
        #expect(levels.value("depth-decay") != nil)
        #expect(try #require(levels.reason("depth-decay-db")).contains("dynamic range"))
        let shallow = Pipeline.roi("depth-decay", shape: Pipeline.rectangle(0, 40, 160, 30))
        #expect(try await study.result(shallow).group("roi").reason("depth-decay") != nil)
    }

    /// Beside a phantom of 0.2 dB/cm/MHz at 5 MHz: 2 dB a cm there and back.
    private static func attenuation(
        of study: MadeStudy,
        by phantom: StudyFixture,
        ranges: String = MadeSpeckle.given,
        shape: String = "wholeRegion",
        megahertz: Double = 5
    ) async throws -> StudyResult.MeasurementGroup {
        let folder = try TemporaryFolder()
        let written = try phantom.write(into: folder.url)
        let file = try #require(written.files.first).lastPathComponent
        let text = Pipeline.roi(
            "attenuation, attenuation-error",
            shape: shape,
            and:
                "\(ranges)\nreferencePhantom: {file: \(file), preset: abdomen, decibelsPerCentimetrePerMegahertz: 0.2, "
                + "megahertz: \(megahertz)}"
        )
        let path = folder.url.appending(path: "made.yaml")
        try Data(text.utf8).write(to: path)
        let analysis = StudyAnalysis(
            pipeline: try PipelineFile(path: path.path, metrics: MetricCatalogue.known),
            lanes: 2,
            program: SharedStudies.program,
            decoders: [:]
        )
        return try await analysis.result(of: try study.names, in: study.folder.url).group("roi")
    }

    @Test(
        "beside a phantom of known attenuation, the planted one is found",
        arguments: [(0.35, 11), (0.2, 12), (0.1, 13)] as [(Double, UInt64)]
    )
    func reference(attenuation: Double, seed: UInt64) async throws {
        let study = try MadeStudy(Self.study(loss: 2 * 5 * attenuation, seed: seed))
        let group = try await Self.attenuation(of: study, by: Self.study(loss: 2, seed: 50 + seed))
        // Rows' mean intensities: 4.343 dB over the root of 91, in both images; half the slope, over 5 MHz.
        let rowVariance = 2 * 4.343 * 4.343 / Self.independentRows
        let error = (rowVariance / (Self.independentRows * Self.depthVariance)).squareRoot() / 2
        #expect(abs(try group.required("attenuation") - attenuation) < 5 * error / 5)
        // The stated error is the same one, from the samples that were found: within a quarter.
        #expect(abs(try group.required("attenuation-error") / error - 1) < 0.25)
        let conditions = try group.measurement("attenuation").conditions
        #expect(conditions.contains("calibrated by the pipeline's reference phantom"))
        let trusted =
            "gain, time gain and focus as stated by preset abdomen, not verified; rows are taken as beams; the certificate is taken "
            + "as linear in frequency"
        #expect(conditions.contains(trusted))
        #expect(conditions.contains { $0.hasPrefix("standard error ") && $0.contains(" dB/cm/MHz, from the ") })
    }

    @Test("without a phantom, range, or the same settings there is no attenuation", .tags(.law6))
    func refused() async throws {
        let study = try MadeStudy(Self.study(loss: 2, seed: 21))
        let phantom = Self.study(loss: 2, seed: 22)
        let none = try await study.result(Pipeline.roi("attenuation", and: MadeSpeckle.given)).group("roi")
        #expect(none.reason("attenuation") == "the pipeline names no image of a reference phantom")
        let unknown = try await Self.attenuation(of: study, by: phantom, ranges: "")
        #expect(try #require(unknown.reason("attenuation")).contains("dynamic range"))
        let automatic = try await Self.attenuation(
            of: study,
            by: phantom,
            shape: "{automatic: {unit: pixel, width: 60, height: 60}}"
        )
        let place = "the ROI has no place on the reference phantom's image: it is drawn or automatic"
        #expect(automatic.reason("attenuation") == place)
        let frequency = try await Self.attenuation(of: study, by: phantom, megahertz: 3)
        #expect(try #require(frequency.reason("attenuation")).contains("frequency"))
        let focused = phantom.with { builder throws(WritingError) in
            try builder.put(DataSetBuilder.Tag(0x0018_5012), "40")
        }
        let focus = try await Self.attenuation(of: study, by: focused)
        #expect(focus.reason("attenuation") == "the focus differs from that of the reference phantom's image")
        let other = phantom.with { builder throws(WritingError) in
            try builder.put(.manufacturerModelName, "Another model")
        }
        let model = try await Self.attenuation(of: study, by: other)
        #expect(model.value("attenuation") == nil)
    }
}
