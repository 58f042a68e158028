internal import Analysis
internal import Foundation
internal import PhantomSimulator
internal import TestSupport
internal import Testing

@Suite("Comparisons of ROIs in made studies")
struct ComparisonMeasurementTests {
    private static let (width, height) = (96, 96)

    /// Patches of 24 by 24 pixels, whose levels are `mean`, give or take three.
    private static func study(_ patches: [(x: Int, y: Int, mean: Int)]) -> StudyFixture {
        let picture = (0..<width * height).map { index -> UInt8 in
            let (y, x) = index.quotientAndRemainder(dividingBy: width)
            let patch = patches.first { ($0.x..<$0.x + 24).contains(x) && ($0.y..<$0.y + 24).contains(y) }
            return UInt8((patch?.mean ?? 50) + ((x + y) % 2 == 0 ? 3 : -3))
        }
        return StudyFixture(name: "comparison").setting(\.width, width).setting(\.height, height).grey8(
            picture: picture
        )
    }

    private static func roi(_ name: String, _ x: Int, _ y: Int, _ side: Int = 24) -> String {
        "  - {name: \(name), region: tissue, shape: \(Pipeline.rectangle(x, y, side, side)), metrics: [grey-mean]}\n"
    }

    private static func pipeline(_ rois: String, _ metric: String, of names: String, rest: String = "") -> String {
        Pipeline.text("rois:\n\(rois)comparisons: [{name: pair, rois: [\(names)], metrics: [\(metric)]}]\n\(rest)")
    }

    @Test(
        "the hepatorenal index of two patches is the ratio of their means",
        arguments: [(120, 80), (90, 90), (60, 120)]
    )
    func hepatorenal(liver: Int, kidney: Int) async throws {
        let study = try MadeStudy(Self.study([(8, 30, liver), (56, 30, kidney)]))
        let rois = Self.roi("liver", 8, 30) + Self.roi("kidney", 56, 30)
        let result = try await study.result(Self.pipeline(rois, "hepatorenal-index", of: "liver, kidney"))
        let group = try result.group("pair")
        #expect(abs(try group.required("hepatorenal-index") - Double(liver) / Double(kidney)) < 1e-12)
        #expect(group.compared?.map(\.name) == ["liver", "kidney"])
        let swapped = try await study.result(Self.pipeline(rois, "hepatorenal-index", of: "kidney, liver"))
        #expect(abs(try swapped.group("pair").required("hepatorenal-index") - Double(kidney) / Double(liver)) < 1e-12)
    }

    @Test("at depths that differ by more than five millimetres there is no index", .tags(.law6))
    func depth() async throws {
        // 0.5 mm a pixel: ten rows are 5 mm, eleven are 5.5 mm.
        for (down, isThere) in [(10, true), (11, false)] {
            let study = try MadeStudy(Self.study([(8, 30, 120), (56, 30 + down, 80)]))
            let rois = Self.roi("liver", 8, 30) + Self.roi("kidney", 56, 30 + down)
            let group = try await study.result(Self.pipeline(rois, "hepatorenal-index", of: "liver, kidney")).group(
                "pair"
            )
            #expect((group.value("hepatorenal-index") != nil) == isThere)
            if !isThere { #expect(try #require(group.reason("hepatorenal-index")).contains("depth")) }
        }
    }

    @Test("a dark kidney divides nothing, and an ROI under the least pixels has no level", .tags(.law6))
    func unusable() async throws {
        let study = try MadeStudy(Self.study([(8, 30, 120), (56, 30, 4)]))
        let dark = Self.roi("liver", 8, 30) + Self.roi("kidney", 56, 30)
        let group = try await study.result(Self.pipeline(dark, "hepatorenal-index", of: "liver, kidney")).group("pair")
        #expect(group.reason("hepatorenal-index") == "the renal cortex is too dark to divide by")
        let small = Self.roi("liver", 8, 30) + Self.roi("kidney", 56, 36, 6)
        let other = try await study.result(Self.pipeline(small, "hepatorenal-index", of: "liver, kidney")).group("pair")
        #expect(other.reason("hepatorenal-index") == "kidney: fewer than 100 pixels in the region of interest")
    }

    /// The same speckle twice, once with twice the amplitude: 20 log10 2 dB, whatever the draw; rounding to 0.235 dB a level is
    /// symmetric, so that a mean over 5,000 pixels is off by far less than 0.02 dB.
    @Test("twice the amplitude is 6.02 dB more", arguments: [11, 12])
    func decibels(seed: UInt64) async throws {
        let gain = 20 * log10(2.0)
        let (low, high) = (
            MadeSpeckle.picture(seed: seed, echogenicity: -gain), MadeSpeckle.picture(seed: seed, echogenicity: 0)
        )
        let (width, height) = (MadeSpeckle.width, MadeSpeckle.height)
        let picture = (0..<height).flatMap { y in
            (0..<2 * width).map { x in x < width ? high[y * width + x] : low[y * width + x - width] }
        }
        let study = try MadeStudy(
            StudyFixture(name: "decibels").setting(\.width, 2 * width).setting(\.height, height).grey8(picture: picture)
        )
        let rois = Self.roi("loud", 40, 40, 80) + Self.roi("quiet", 40 + width, 40, 80)
        let given = MadeSpeckle.given
        let pipeline = Self.pipeline(rois, "echo-level-difference", of: "loud, quiet", rest: given)
        let group = try await study.result(pipeline).group("pair")
        #expect(abs(try group.required("echo-level-difference") - gain) < 0.02)
        let conditions = try group.measurement("echo-level-difference").conditions
        #expect(conditions.contains { $0.hasPrefix("standard error 0.1") && $0.hasSuffix(" independent samples") })
        let back = Self.pipeline(rois, "echo-level-difference", of: "quiet, loud", rest: given)
        #expect(abs(try await study.result(back).group("pair").required("echo-level-difference") + gain) < 0.02)
        let unknown = try await study.result(Self.pipeline(rois, "echo-level-difference", of: "loud, quiet")).group(
            "pair"
        )
        #expect(unknown.reason("echo-level-difference") == "loud: dynamic range unknown")
    }

    @Test("the median stands between blood at 0 and adventitia at 190")
    func normalised() async throws {
        // Levels of three more or less than the mean, half of each: the median is the mean.
        let study = try MadeStudy(Self.study([(8, 10, 110), (56, 10, 20), (8, 56, 200)]))
        let rois = Self.roi("plaque", 8, 10) + Self.roi("blood", 56, 10) + Self.roi("wall", 8, 56)
        let pipeline = Self.pipeline(rois, "normalised-median", of: "plaque, blood, wall")
        let group = try await study.result(pipeline).group("pair")
        #expect(abs(try group.required("normalised-median") - 190 * (110.0 - 20) / (200 - 20)) < 1e-12)
        let near = Self.pipeline(
            rois,
            "normalised-median",
            of: "blood, plaque, wall",
            rest: "rules: {leastReferenceDifference: 91}"
        )
        let refused = try await study.result(near).group("pair")
        #expect(
            refused.reason("normalised-median") == "the medians of blood and adventitia are too close to span a scale"
        )
    }

    @Test("an ROI that is not on the image leaves the comparison out, with a word", .tags(.law6))
    func missing() async throws {
        let study = try MadeStudy(Self.study([(8, 30, 120)]))
        let rois =
            Self.roi("liver", 8, 30)
            + "  - {name: kidney, region: tissue, shape: {drawn: {label: kidney}}, metrics: [grey-mean]}\n"
        let result = try await study.result(Self.pipeline(rois, "hepatorenal-index", of: "liver, kidney"))
        #expect(result.groups.map(\.roi.name) == ["liver"])
        #expect(result.omissions.contains { $0.hasPrefix("comparison pair: not available: ") })
    }

    @Test("ROIs of two regions are not compared: each has its own calibration", .tags(.law6))
    func regions() async throws {
        let study = try MadeStudy(
            Self.study([(8, 30, 120), (56, 30, 80)]).setting(
                \.regions,
                [.plane(0, 0, 47, 95), .plane(48, 0, 95, 95, dataType: 2)]
            )
        )
        let rois =
            Self.roi("liver", 8, 30)
            + "  - {name: kidney, region: colourFlow, shape: \(Pipeline.rectangle(8, 30, 24, 24)), metrics: [grey-mean]}\n"
        let result = try await study.result(Self.pipeline(rois, "hepatorenal-index", of: "liver, kidney"))
        #expect(result.groups.map(\.roi.name) == ["liver", "kidney"])
        #expect(result.omissions.contains { $0.hasPrefix("comparison pair: not available: ") })
    }
}
