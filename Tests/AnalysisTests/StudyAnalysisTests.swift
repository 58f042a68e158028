import Analysis
import Foundation
import Identifiers
import Imaging
import PipelineFile
import TestSupport
import Testing

/// Truths: the closed forms in the notes of ../shared/testdata/MANIFEST.tsv.
@Suite("Study analysis", .enabled(if: SharedStudies.isThere))
struct StudyAnalysisTests {
    @Test("every real and synthetic image ends with a result, measured or with a word", arguments: SharedStudies.names)
    func everyFile(name: String) async throws {
        let result = try await SharedStudies.result(of: [name])
        let record = try #require(result.instances.first)
        switch result.outcome {
        case .measured:
            #expect(record.disposition == .measured)
            for group in result.groups {
                #expect(!group.roi.outline.isEmpty)
                #expect(group.measurements.count == (group.roi.name == "tissue" ? 9 : 2))
            }
        case .nothingToMeasure(let reasons): #expect(reasons.allSatisfy { !$0.isEmpty } && !reasons.isEmpty)
        case .conflictingInstances: Issue.record("one file can't disagree with itself")
        }
        #expect(try StudyResult(json: result.json()) == result)
    }

    @Test("a constant image has its level, variance and entropy 0, and no skewness", .tags(.law6))
    func constant() async throws {
        let group = try #require(try await SharedStudies.result(of: ["synthetic-constant8.dcm"]).groups.first)
        #expect(group.value("grey-mean") == 100)
        #expect(group.value("grey-sd") == 0)
        #expect(group.value("grey-entropy") == 0)
        #expect(group.reason("grey-skewness") == "all pixels are equal (variance 0)")
        #expect(group.frames == nil)
    }

    @Test("two tissue regions are two groups, and a spectral one is none")
    func twoRegions() async throws {
        let groups = try await SharedStudies.result(of: ["synthetic-two-regions.dcm"]).groups
        #expect(groups.map { $0.value("grey-mean") } == [80, 160])
        #expect(
            groups.map(\.roi.outline) == [[10, 20, 70, 20, 70, 100, 10, 100], [90, 20, 150, 20, 150, 100, 90, 100]]
        )
        #expect(Set(groups.map(\.trackingUID)).count == 2)
        // 4,800 pixels of 0.01 cm and of 0.02 cm.
        #expect(abs(try #require(groups[0].value("area")) - 0.48) < 1e-12)
        #expect(abs(try #require(groups[1].value("area")) - 1.92) < 1e-12)
    }

    /// Mean σ√(π/2), sd σ√(2−π/2), of 65,536 samples: five standard errors; rounding to whole levels adds at most 0.05.
    @Test("a Rayleigh envelope of 16 bits has Rayleigh's mean and spread")
    func rayleigh() async throws {
        let group = try #require(try await SharedStudies.result(of: ["synthetic-rayleigh-envelope16.dcm"]).groups.first)
        let spread = 400 * (2 - Double.pi / 2).squareRoot()
        #expect(
            abs(try #require(group.value("grey-mean")) - 400 * (Double.pi / 2).squareRoot()) < 5 * spread / 256 + 0.05
        )
        #expect(abs(try #require(group.value("grey-sd")) / spread - 1) < 0.02)
    }

    @Test("a cine gives the median of its frames, how many, and their spread")
    func cine() async throws {
        let group = try #require(try await SharedStudies.result(of: ["synthetic-cine8-6frame.dcm"]).groups.first)
        #expect(group.frames == [1, 2, 3, 4, 5, 6])
        let mean = try #require(group.measurements.first { $0.metric == "grey-mean" })
        #expect(mean.frameCount == 6)
        #expect(mean.interquartileRange != nil)
        // Uniform noise of 6,144 pixels a frame: standard error 73.9/√6144 = 0.94; five of them.
        #expect(abs(try #require(group.value("grey-mean")) - 127.5) < 4.8)
    }

    @Test(
        "the bytes of the result don't depend on lanes or on the order of names",
        .tags(.law2),
        arguments: [1, 2, 7]
    )
    func lanes(lanes: Int) async throws {
        for names in [["synthetic-cine8-6frame.dcm"], ["derived-palette-jpegls-2frame.dcm"]] {
            let bytes = try await SharedStudies.result(of: names, lanes: lanes).json()
            #expect(bytes == (try await SharedStudies.result(of: names, lanes: 3).json()))
        }
        let pair = ["philips-epiq5g-mono.dcm", "derived-mono-jpegls.dcm"]
        let bytes = try await SharedStudies.result(of: pair, lanes: lanes).json()
        #expect(bytes == (try await SharedStudies.result(of: pair.reversed() + pair, lanes: 2).json()))
    }

    @Test(
        "a lossless transcoding under the same UID agrees: the least digest is measured, the other noted",
        .tags(.law2)
    )
    func transcoded() async throws {
        let result = try await SharedStudies.result(of: ["philips-epiq5g-mono.dcm", "derived-mono-jpegls.dcm"])
        #expect(result.instances.map(\.disposition) == [.measured, .duplicateContent])
        #expect(result.instances[0].digest < result.instances[1].digest)
        #expect(result.groups.count == 1)
    }

    @Test("other pixels under the same UID are a conflict for a person", .tags(.law2))
    func conflict() async throws {
        let result = try await SharedStudies.result(
            of: ["duplicate-sop-b.dcm", "duplicate-sop-a.dcm"],
            in: "malformed"
        )
        guard case .conflictingInstances(let conflicts) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        #expect(conflicts == [result.instances.map(\.digest)])
        #expect(conflicts[0] == conflicts[0].sorted())
        #expect(result.groups.isEmpty)
    }

    @Test(
        "a region without a believable calibration has grey levels but no area",
        .tags(.law6),
        arguments: ["zero-delta", "nan-delta", "inf-delta", "unknown-units", "tiny-delta"]
    )
    func uncalibrated(kind: String) async throws {
        let result = try await SharedStudies.result(of: ["region-\(kind).dcm"], in: "malformed")
        let group = try #require(result.groups.first)
        #expect(try #require(group.reason("area")).hasPrefix("no spatial calibration"))
        #expect(group.value("grey-mean") != nil)
    }

    @Test("a negative delta gives the area of its size")
    func negativeDelta() async throws {
        let group = try #require(
            try await SharedStudies.result(of: ["region-negative-delta.dcm"], in: "malformed").groups.first
        )
        #expect(try #require(group.value("area")) > 0)
    }

    @Test(
        "a region that is no place in the image is not measured, with a word",
        .tags(.law6),
        arguments: ["min-over-max", "huge-min", "empty-item", "empty-sequence"]
    )
    func unusable(kind: String) async throws {
        let result = try await SharedStudies.result(of: ["region-\(kind).dcm"], in: "malformed")
        guard case .nothingToMeasure(let reasons) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        #expect(reasons.count == 1)
    }

    @Test(
        "a region that reaches beyond the image is clipped and flagged",
        .tags(.law6),
        arguments: [("malformed", "region-max-outside.dcm"), ("us", "philips-cx50-ob-crop-palette.dcm")]
    )
    func clipped(folder: String, name: String) async throws {
        let result = try await SharedStudies.result(of: [name], in: folder)
        let group = try #require(result.groups.first)
        #expect(group.measurements.allSatisfy { $0.flags.contains { $0.contains("beyond the image") } })
        let (columns, rows) = (try #require(result.instances[0].columns), try #require(result.instances[0].rows))
        for index in stride(from: 0, to: group.roi.outline.count, by: 2) {
            #expect((0...Double(columns)).contains(group.roi.outline[index]))
            #expect((0...Double(rows)).contains(group.roi.outline[index + 1]))
        }
    }

    @Test("without regions nothing is guessed: skipped, or all of it without an area", .tags(.law6))
    func noRegions() async throws {
        let names = ["ge-logiq700-rgb.dcm"]
        #expect(try await SharedStudies.result(of: names).groups.isEmpty)
        let whole = try SharedStudies.pipeline(
            """
            pipeline: whole
            version: "1"
            whenNoRegions: wholeImage
            rois: [{ name: all, region: tissue, shape: wholeRegion, metrics: [area, grey-mean] }]
            """
        )
        let group = try #require(try await SharedStudies.result(of: names, pipeline: whole).groups.first)
        #expect(try #require(group.reason("area")).hasPrefix("no spatial calibration"))
        #expect(group.roi.regionIndex == nil)
    }

    @Test("lossy compression is said beside the number", .tags(.law6))
    func lossy() async throws {
        let group = try #require(try await SharedStudies.result(of: ["sonosite-turbo-cine-jpeg.dcm"]).groups.first)
        let mean = try #require(group.measurements.first { $0.metric == "grey-mean" })
        #expect(mean.flags.contains { $0.hasPrefix("lossy compression") })
    }

    @Test("colour over more than a quarter of a frame leaves it without grey levels", .tags(.law6))
    func overlay() async throws {
        let group = try #require(
            try await SharedStudies.result(of: ["philips-cx50-ob-palette-2frame.dcm"]).groups.first
        )
        let mean = try #require(group.measurements.first { $0.metric == "grey-mean" })
        #expect(mean.frameCount == 1)
        #expect(mean.flags.contains("1 of 2 frames have no value"))
    }

    @Test("files of two studies are refused, and so is a folder without an instance")
    func refused() async throws {
        let several = await #expect(throws: AnalysisError.self) {
            try await SharedStudies.result(of: ["synthetic-constant8.dcm", "synthetic-two-regions.dcm"])
        }
        #expect(several?.code == .severalStudies)
        let none = await #expect(throws: AnalysisError.self) {
            try await SharedStudies.result(of: ["zero-byte.dcm"], in: "malformed")
        }
        #expect(none?.code == .noInstances)
    }

    @Test("a content that can't be read is counted beside the others", .tags(.law1))
    func unreadable() async throws {
        let data = try #require(Repository.sharedTestData)
        let folder = try TemporaryFolder()
        for name in ["us/synthetic-constant8.dcm", "malformed/text-renamed.dcm"] {
            try FileManager.default.copyItem(
                at: data.appending(path: name),
                to: folder.url.appending(path: URL(filePath: name).lastPathComponent)
            )
        }
        let analysis = StudyAnalysis(
            pipeline: try SharedStudies.wholeRegions(),
            lanes: 1,
            program: SharedStudies.program,
            decoders: [:]
        )
        let result = try await analysis.result(of: ["synthetic-constant8.dcm", "text-renamed.dcm"], in: folder.url)
        #expect(result.outcome == .measured)
        #expect(result.unreadable.count == 1)
    }
}

@Suite("ROIs that can't be placed", .enabled(if: SharedStudies.isThere))
struct OmissionTests {
    @Test("an ROI in mm without a calibration is not available, and says so", .tags(.law6))
    func millimetres() async throws {
        let pipeline = try SharedStudies.pipeline(
            """
            pipeline: millimetres
            version: "1"
            whenNoRegions: wholeImage
            rois:
              - {name: all, region: tissue, shape: wholeRegion, metrics: [grey-mean]}
              - name: box
                region: tissue
                shape: {rectangle: {unit: mm, x: 1, y: 1, width: 5, height: 5}}
                metrics: [grey-mean]
            """
        )
        let result = try await SharedStudies.result(of: ["ge-logiq700-rgb.dcm"], pipeline: pipeline)
        #expect(result.groups.map(\.roi.name) == ["all"])
        #expect(
            result.instances.map(\.omissions)
                == [["ROI box: not available: it is given in mm, and there is no spatial calibration"]]
        )
    }
}
