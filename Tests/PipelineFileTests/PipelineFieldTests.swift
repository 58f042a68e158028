import Glibc
import Foundation
import CheckedYAML
import Identifiers
import PipelineFile
import TestSupport
import Testing

@Suite("Fields of a pipeline file")
struct PipelineFieldTests {
    private static let metrics = KnownMetrics(
        ofRegions: [
            "area", "grey-mean", "glcm-contrast-averaged", "glcm-contrast-merged", "glrlm-run-entropy-merged",
            "nakagami-shape",
        ],
        ofComparisons: ["hepatorenal-index": 2, "normalised-median": 3],
        ofMaps: ["nakagami-shape"]
    )

    private static let full = """
        pipeline: full
        version: "1"
        texture: { discretisation: fixedBinNumber, bins: 32 }
        dynamicRanges:
          - { manufacturers: [Acme], models: [A1], decibels: 60 }
          - { estimatedFrom: speckle }
        colourScales:
          - { name: flow, quantity: cm/s, low: -30, high: 30 }
          - { name: stiff, quantity: kPa, bar: { x: 1, y: 2, width: 10, height: 200 }, high: 180, blending: 0.5 }
        referencePhantom: { file: phantom.dcm, preset: Abdomen, decibelsPerCentimetrePerMegahertz: 0.5, megahertz: 3.5 }
        rois:
          - name: speckle
            region: tissue
            shape: { automatic: { unit: mm, width: 20, height: 20 } }
            metrics: [nakagami-shape]
            maps: [nakagami-shape]
          - name: liver
            region: tissue
            shape: { drawn: { label: Liver, by: [report, segmentation] } }
            metrics: [grey-mean]
          - name: strip
            region: spectral
            shape: wholeRegion
            metrics: [area]
            colourScale: flow
        comparisons:
          - { name: pair, rois: [liver, speckle], metrics: [hepatorenal-index] }
        """

    @Test("every field is read")
    func accepted() throws {
        let file = try read(Self.full)
        #expect(file.texture.discretisation == .fixedBinNumber(32))
        let acme = InstanceFilter(manufacturers: ["Acme"], models: ["A1"])
        #expect(
            file.dynamicRanges == [
                DynamicRangeRule(devices: acme, source: .decibels(60)),
                DynamicRangeRule(devices: InstanceFilter(), source: .region("speckle")),
            ]
        )
        #expect(
            file.colourScales == [
                ColourScaleRule(
                    name: "flow",
                    quantity: .velocity,
                    place: .search,
                    low: -30,
                    high: 30,
                    blending: .opaque
                ),
                ColourScaleRule(
                    name: "stiff",
                    quantity: .elasticity,
                    place: .rectangle(x: 1, y: 2, width: 10, height: 200),
                    low: 0,
                    high: 180,
                    blending: .opacity(0.5)
                ),
            ]
        )
        let phantom = try #require(file.referencePhantom)
        #expect(phantom.path == "/pipelines/phantom.dcm")
        #expect(phantom.digest == ContentDigest(of: [1, 2, 3]))
        #expect(phantom.preset == "Abdomen")
        #expect(phantom.decibelsPerCentimetrePerMegahertz == 0.5)
        #expect(phantom.megahertz == 3.5)
        #expect(file.rois[0].shape == .automatic(.mm, width: 20, height: 20))
        #expect(file.rois[0].maps == ["nakagami-shape"])
        #expect(file.rois[1].shape == .drawn(label: "Liver", by: [.report, .segmentation]))
        #expect(file.rois[2].region == .spectral)
        #expect(file.rois[2].colourScale == "flow")
        #expect(file.comparisons.map(\.rois) == [["liver", "speckle"]])
        #expect(file.comparisons.map(\.metrics) == [["hepatorenal-index"]])
    }

    @Test("what is left out of the longer file keeps its default")
    func defaults() throws {
        let file = try read(Self.changed(", by: [report, segmentation]", ""))
        #expect(file.rois[1].shape == .drawn(label: "Liver", by: [.segmentation, .report, .presentation]))
        let other = try read(
            Self.changed("{ discretisation: fixedBinNumber, bins: 32 }", "{ discretisation: fixedBinSize, width: 4 }")
        )
        #expect(other.texture.discretisation == .fixedBinSize(width: 4, origin: 0))
        #expect(TextureRule().discretisation == .fixedBinSize(width: 8, origin: 0))
    }

    @Test(
        "a wrong field is refused with what would be right",
        arguments: [
            ("fixedBinNumber, bins: 32", "fixedBinNumber", "texture", "needs bins"),
            (
                "fixedBinNumber, bins: 32", "fixedBinNumber, bins: 32, width: 8", "texture",
                "width and origin belong to fixedBinSize"
            ),
            (
                "fixedBinNumber, bins: 32", "fixedBinSize, width: 8, bins: 32", "texture",
                "bins belong to fixedBinNumber"
            ),
            ("bins: 32", "bins: 1", "texture.bins", "must be a whole number from 2 to 1024"),
            ("decibels: 60", "decibels: 5", "dynamicRanges[0].decibels", "must be a number from 10.0 to 200.0"),
            (
                "decibels: 60", "decibels: 60, estimatedFrom: liver", "dynamicRanges[0]",
                "must have exactly one of decibels, estimatedFrom"
            ),
            (
                "estimatedFrom: speckle", "estimatedFrom: spleen", "dynamicRanges[1].estimatedFrom",
                "is no name under rois"
            ),
            (
                "name: stiff", "name: flow", "colourScales[1]",
                "has the name of a colour scale above; names must differ"
            ),
            ("low: -30", "low: 30", "colourScales[0]", "must have low below high"),
            (
                ", blending: 0.5", "", "colourScales[1]",
                "must say its blending: opaque, hue, or the opacity of the overlay"
            ),
            ("blending: 0.5", "blending: 2", "colourScales[1].blending", "must be a number from 0.01 to 1.0"),
            ("width: 10, height: 200", "height: 200", "colourScales[1].bar", "needs width"),
            (
                "file: phantom.dcm", "file: ../phantom.dcm", "referencePhantom.file",
                "must be the plain name of a file beside the pipeline file"
            ),
            (
                "file: phantom.dcm", "file: other.dcm", "referencePhantom.file",
                "names a file that can't be read, or is larger than 256 MiB"
            ),
            (", megahertz: 3.5", "", "referencePhantom", "needs megahertz"),
            (" preset: Abdomen,", "", "referencePhantom", "needs preset"),
            (
                "width: 20, height: 20", "width: 20, height: 10", "rois[0].shape.automatic.height",
                "must equal width: an automatic ROI is a square"
            ),
            (
                "automatic: { unit: mm", "automatic: { unit: fraction", "rois[0].shape.automatic.width",
                "must be a number from 1e-06 to 1.0"
            ),
            (
                "maps: [nakagami-shape]", "maps: [area]", "rois[0].maps[0]",
                "is no metric here; sonoquant metrics lists them"
            ),
            (
                "[report, segmentation]", "[report, report]", "rois[1].shape.drawn.by[1]", "is there twice"
            ),
            ("[report, segmentation]", "[]", "rois[1].shape.drawn.by", "must list at least one source"),
            (
                "region: spectral\n    shape: wholeRegion", "region: spectral\n    shape: { drawn: { label: x } }",
                "rois[2].shape",
                "must be wholeRegion: a spectral strip is measured whole"
            ),
            ("colourScale: flow", "colourScale: blue", "rois[2].colourScale", "is no name under colourScales"),
            (
                "metrics: [grey-mean]", "metrics: [hepatorenal-index]", "rois[1].metrics[0]",
                "is no metric here; sonoquant metrics lists them"
            ),
            (
                "name: pair", "name: liver", "comparisons[0]",
                "has the name of an ROI or a comparison above; names must differ"
            ),
            ("rois: [liver, speckle]", "rois: [liver, spleen]", "comparisons[0].rois[1]", "is no name under rois"),
            ("rois: [liver, speckle]", "rois: [liver, liver]", "comparisons[0].rois[1]", "is there twice"),
            (
                "[hepatorenal-index]", "[normalised-median]", "comparisons[0].metrics",
                "normalised-median compares 3 ROIs, not 2"
            ),
            (
                "[hepatorenal-index]", "[grey-mean]", "comparisons[0].metrics[0]",
                "is no metric here; sonoquant metrics lists them"
            ),
        ]
    )
    func refused(old: String, new: String, field: String, explanation: String) throws {
        let text = try #require(Self.full.contains(old) ? Self.changed(old, new) : nil)
        let problem = try #require(throws: YAMLProblem.self) { try read(text) }
        #expect(problem.field == field)
        #expect(problem.explanation == explanation)
        #expect(problem.line != nil)
    }

    @Test(
        "a pattern names metrics in the catalogue's order",
        arguments: [
            ("[\"*\"]", metrics.ofRegions),
            ("[glcm-*]", ["glcm-contrast-averaged", "glcm-contrast-merged"]),
            ("[gl*-*-merged]", ["glcm-contrast-merged", "glrlm-run-entropy-merged"]),
            ("[\"*merged\", area]", ["glcm-contrast-merged", "glrlm-run-entropy-merged", "area"]),
            ("[g**n]", ["grey-mean"]), ("[area*]", ["area"]), ("[grey-mean**]", ["grey-mean"]),
        ]
    )
    func patterns(list: String, named: [String]) throws {
        let file = try read(Self.changed("metrics: [grey-mean]", "metrics: \(list)"))
        #expect(file.rois[1].metrics == named)
    }

    @Test(
        "a pattern that names nothing, or what is there already, is refused",
        arguments: [
            ("[glszm-*]", "is no metric here; sonoquant metrics lists them"),
            ("[areaa*area]", "is no metric here; sonoquant metrics lists them"),
            ("[area*area]", "is no metric here; sonoquant metrics lists them"),
            ("[area, \"*\"]", "names area, which is there already"),
            ("[grey-mean, grey-mean]", "names grey-mean, which is there already"),
        ]
    )
    func refusedPatterns(list: String, explanation: String) throws {
        let problem = try #require(throws: YAMLProblem.self) {
            try read(Self.changed("metrics: [grey-mean]", "metrics: \(list)"))
        }
        #expect(problem.explanation == explanation)
    }

    @Test("a pattern of comparisons names those that take as many ROIs, or says which doesn't")
    func comparisonPattern() throws {
        #expect(
            try read(Self.changed("[hepatorenal-index]", "[hepa*]")).comparisons[0].metrics == ["hepatorenal-index"]
        )
        let problem = try #require(throws: YAMLProblem.self) {
            try read(Self.changed("[hepatorenal-index]", "[\"*\"]"))
        }
        #expect(problem.explanation == "normalised-median compares 3 ROIs, not 2")
    }

    @Test("another byte in the phantom is another digest", .tags(.law2))
    func phantomDigest() throws {
        let digest = try read(Self.full, phantom: [1, 2, 3]).digest
        #expect(try read(Self.full, phantom: [1, 2, 3]).digest == digest)
        #expect(try read(Self.full, phantom: [1, 2, 4]).digest != digest)
        #expect(try read(Self.full, phantom: []).digest != digest)
    }

    @Test("what is no regular file is refused without being waited for", .tags(.law8))
    func pipe() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.url.appending(path: "phantom.dcm")
        let made = unsafe mkfifo(pipe.path, 0o600)
        #expect(made == 0)
        let file = folder.url.appending(path: "mine.yaml")
        try Data(Self.full.utf8).write(to: file)
        let problem = try #require(throws: YAMLProblem.self) {
            try PipelineFile(path: file.path, metrics: Self.metrics)
        }
        #expect(problem.field == "referencePhantom.file")
        let itself = try #require(throws: YAMLProblem.self) {
            try PipelineFile(path: pipe.path, metrics: Self.metrics)
        }
        #expect(itself.explanation.hasPrefix("is no regular file"))
    }

    private static func changed(_ old: String, _ new: String) -> String {
        full.replacing(old, with: new, maxReplacements: 1)
    }

    private func read(_ text: String, phantom: [UInt8] = [1, 2, 3]) throws(YAMLProblem) -> PipelineFile {
        try PipelineFile(bytes: Array(text.utf8), file: "mine.yaml", metrics: Self.metrics) { name in
            name == "phantom.dcm"
                ? NeighbourFile(path: "/pipelines/phantom.dcm", digest: ContentDigest(of: phantom)) : nil
        }
    }
}
