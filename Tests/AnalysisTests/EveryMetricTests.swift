internal import Analysis
internal import Foundation
internal import Imaging
internal import PipelineFile
internal import TestSupport
internal import Testing

/// Every metric of the catalogue, and every map, on everything there is.
@Suite("Every metric at once")
struct EveryMetricTests {
    private static let pipeline = Pipeline.text(
        """
        whenNoRegions: wholeImage
        rois:
          - {name: tissue, region: tissue, shape: wholeRegion, metrics: ["*"], maps: ["*"], colourScale: bar}
          - {name: left, region: tissue, shape: {rectangle: {unit: fraction, x: 0.2, y: 0.3, width: 0.2, height: 0.3}}, metrics: [grey-mean]}
          - {name: right, region: tissue, shape: {ellipse: {unit: fraction, x: 0.6, y: 0.3, width: 0.2, height: 0.3}}, metrics: [grey-mean]}
          - {name: best, region: tissue, shape: {automatic: {unit: fraction, width: 0.1, height: 0.1}}, metrics: ["*"]}
          - {name: drawn, region: tissue, shape: {drawn: {label: Liver}}, metrics: ["*"]}
          - {name: flow, region: colourFlow, shape: wholeRegion, metrics: ["*"], colourScale: bar}
          - {name: strip, region: spectral, shape: wholeRegion, metrics: ["*"]}
        comparisons:
          - {name: pair, rois: [left, right], metrics: [hepatorenal-index, echo-level-difference]}
          - {name: three, rois: [left, right, best], metrics: [normalised-median]}
        dynamicRanges: [{decibels: 60}]
        colourScales: [{name: bar, quantity: cm/s, low: -50, high: 50}]
        rules: {mapWindowPixels: 9}
        reported: ["*"]
        """
    )

    private static func analysis(_ lanes: Int) throws -> StudyAnalysis {
        StudyAnalysis(
            pipeline: try SharedStudies.pipeline(pipeline),
            lanes: lanes,
            program: SharedStudies.program,
            decoders: [:]
        )
    }

    private static let committed = [
        ("liver-current", ["liver-1.dcm", "liver-2.dcm"]), ("doppler", ["b-mode.dcm", "colour.dcm"]),
        ("cine", ["cine.dcm"]),
    ]

    @Test("the pipeline asks for all that the catalogue has")
    func all() throws {
        let file = try SharedStudies.pipeline(Self.pipeline)
        let rois = file.rois
        #expect(rois[0].metrics == MetricCatalogue.known.ofRegions)
        #expect(rois[0].maps == MetricCatalogue.known.ofMaps)
        #expect(file.reported == MetricCatalogue.known.ofReports)
        let asked = Set(rois[0].metrics + MetricCatalogue.known.ofComparisons.keys + file.reported)
        #expect(asked == Set(MetricCatalogue.definitions.map(\.identifier)))
    }

    @Test(
        "of a committed study the bytes don't depend on lanes or on the order of names",
        .tags(.law2),
        arguments: committed
    )
    func committedStudies(folder: String, names: [String]) async throws {
        let place = Repository.root.appending(path: "TestDICOM/\(folder)")
        let bytes = try await Self.analysis(1).result(of: names, in: place).json()
        for lanes in [2, 7] {
            let other = try await Self.analysis(lanes).result(of: names.reversed(), in: place).json()
            #expect(other == bytes)
        }
    }

    @Test(
        "of a cine in JPEG and one lossless, the bytes don't depend on lanes",
        .tags(.law2),
        arguments: [DataSetBuilder.TransferSyntax.jpegBaseline, .jpegLSLossless]
    )
    func encodedCines(syntax: DataSetBuilder.TransferSyntax) async throws {
        let study = try MadeStudy(
            StudyFixture(name: "every", frames: 7).setting(\.width, 128).setting(\.height, 128)
                .setting(\.transferSyntax, syntax)
        )
        let bytes = try await study.result(Self.pipeline, lanes: 1).json()
        for lanes in [2, 7] {
            let other = try await study.result(Self.pipeline, lanes: lanes).json()
            #expect(other == bytes)
        }
    }

    @Test(
        "of real images the bytes don't depend on lanes",
        .tags(.law2),
        .enabled(if: SharedStudies.isThere),
        arguments: [
            "philips-cx50-ob-palette-2frame.dcm", "atl-hdi5000-jpeg.dcm", "synthetic-cine8-6frame.dcm",
            "derived-palette-jpegls-2frame.dcm",
        ]
    )
    func real(name: String) async throws {
        let data = try #require(Repository.sharedTestData)
        let bytes = try await Self.analysis(1).result(of: [name], in: data.appending(path: "us")).json()
        let other = try await Self.analysis(7).result(of: [name, name], in: data.appending(path: "us")).json()
        #expect(other == bytes)
    }

    private static let files: [String] = {
        guard let data = Repository.sharedTestData else { return [] }
        return ["us", "other"].flatMap { folder -> [String] in
            // An unreadable folder leaves no argument, and the test is disabled then.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: data.appending(path: folder).path)) ?? []
            return names.sorted().map { "\(folder)/\($0)" }
        }
    }()

    @Test(
        "every shared file ends, with numbers that JSON can hold or a word",
        .tags(.law6),
        .enabled(if: SharedStudies.isThere),
        arguments: files
    )
    func shared(file: String) async throws {
        let data = try #require(Repository.sharedTestData)
        let place = data.appending(path: file)
        let result: StudyResult
        do {
            result = try await Self.analysis(2).result(
                of: [place.lastPathComponent],
                in: place.deletingLastPathComponent()
            )
        } catch let error as AnalysisError {
            #expect(error.code == .noInstances)
            return
        }
        let again = try StudyResult(json: try result.json())
        #expect(again == result)
        for measurement in result.groups.flatMap(\.measurements) {
            switch measurement.answer {
            case .value(let number): #expect(number.isFinite, "\(measurement.metric)")
            case .notAvailable(let reason): #expect(!reason.isEmpty, "\(measurement.metric)")
            }
            #expect(measurement.interquartileRange?.isFinite ?? true, "\(measurement.metric)")
            let texts = measurement.conditions + measurement.flags
            #expect(texts.allSatisfy { !$0.contains("nan") && !$0.contains("inf ") }, "\(measurement.metric)")
        }
        if case .nothingToMeasure(let reasons) = result.outcome { #expect(!reasons.isEmpty) }
    }
}
