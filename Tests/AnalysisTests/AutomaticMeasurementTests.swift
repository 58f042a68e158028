internal import Analysis
internal import PhantomSimulator
internal import TestSupport
internal import Testing

@Suite("The automatic choice of an ROI in made studies")
struct AutomaticMeasurementTests {
    private static let (width, height) = (MadeSpeckle.width, MadeSpeckle.height)
    /// Where the stripes begin.
    private static let edge = 110

    /// Speckle on the left; on the right the same under stripes of 12 dB, 8 pixels wide.
    private static func picture(seed: UInt64) -> [UInt8] {
        MadeSpeckle.picture(seed: seed).enumerated().map { index, level in
            let x = index % width
            return x >= edge && x / 8 % 2 == 0 ? UInt8(max(1, Int(level) - 51)) : level
        }
    }

    private static func study(frames: Int = 1) -> StudyFixture {
        let pictures = (0..<frames).map { picture(seed: UInt64(60 + $0)) }
        return StudyFixture(name: "automatic", frames: frames).setting(\.width, width).setting(\.height, height)
            .grey8 { _, frame, x, y in pictures[frame][y * width + x] }
    }

    private static func pipeline(_ width: Double, _ unit: String) -> String {
        Pipeline.roi(
            "grey-mean, grey-sd",
            shape: "{automatic: {unit: \(unit), width: \(width), height: \(width)}}"
        )
    }

    @Test(
        "the patch lies in the homogeneous part at mid depth, and says why it was chosen",
        arguments: [(40.0, "pixel"), (20.0, "mm")]
    )
    func homogeneous(side: Double, unit: String) async throws {
        let group = try await MadeStudy(Self.study()).result(Self.pipeline(side, unit)).group("roi")
        // 20 mm are 40 pixels of 0.5 mm.
        #expect(group.roi.pixels == 1600)
        #expect(group.roi.source == "automatic")
        let xs = stride(from: 0, to: group.roi.outline.count, by: 2).map { group.roi.outline[$0] }
        let ys = stride(from: 1, to: group.roi.outline.count, by: 2).map { group.roi.outline[$0] }
        #expect(xs.allSatisfy { (0...Double(Self.edge)).contains($0) })
        #expect(ys.allSatisfy { (Double(Self.height) / 4...Double(Self.height) * 3 / 4).contains($0) })
        let choice = try #require(group.roi.choice)
        #expect(choice.hasPrefix("robust variation "))
        #expect(choice.contains("nearest to the median"))
        // Of speckle over 60 dB: 5.57 dB are 23.67 levels. 1,600 pixels are 520 samples: five times 1/√(2·520)·1.3.
        #expect(abs(try group.required("grey-sd") - 23.67) < 23.67 * 5 * 0.04)
    }

    @Test("the choice doesn't depend on the number of lanes", .tags(.law2), arguments: [1, 2, 7])
    func lanes(lanes: Int) async throws {
        let study = try MadeStudy(Self.study(frames: 5))
        let bytes = try await study.result(Self.pipeline(40, "pixel"), lanes: lanes).json()
        #expect(bytes == (try await study.result(Self.pipeline(40, "pixel"), lanes: 3).json()))
    }

    @Test("a patch that doesn't fit, or has nothing to choose from, is not available with the reason", .tags(.law6))
    func none() async throws {
        let large = try await MadeStudy(Self.study()).result(Self.pipeline(90, "pixel"))
        guard case .nothingToMeasure(let reasons) = large.outcome else {
            Issue.record("the outcome is \(large.outcome)")
            return
        }
        #expect(reasons == ["ROI roi: not available: the region has no room for a window of 90 pixels at mid depth"])
        let flat = StudyFixture(name: "flat").setting(\.width, 128).setting(\.height, 128).grey8 { _, _, _, _ in 80 }
        let result = try await MadeStudy(flat).result(Self.pipeline(20, "pixel"))
        #expect(result.groups.isEmpty)
        guard case .nothingToMeasure(let flatReasons) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        #expect(flatReasons.allSatisfy { $0.contains("holds speckle") })
    }
}
