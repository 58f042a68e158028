import CheckedYAML
import Foundation
import PipelineFile
import TestSupport
import Testing

@Suite("Pipeline file")
struct PipelineFileTests {
    private static let metrics = KnownMetrics(ofRegions: [
        "area", "grey-mean", "grey-median", "grey-sd", "grey-p10", "grey-p90", "grey-skewness", "grey-kurtosis",
        "grey-entropy", "colour-fraction",
    ])

    private static let smallest = """
        pipeline: liver
        version: "2"
        rois:
          - name: liver
            region: tissue
            shape: wholeRegion
            metrics: [grey-mean]
        """

    @Test("the pipeline within the program is Pipelines/general.yaml, and its rules are the defaults")
    func builtIn() throws {
        let builtIn = try PipelineFile.builtIn(metrics: Self.metrics)
        let path = Repository.root.appending(path: "Pipelines/general.yaml").path
        #expect(builtIn == (try PipelineFile(path: path, metrics: Self.metrics)))
        #expect(builtIn.rules == MeasuringRules())
        #expect(builtIn.service == "0689T")
    }

    @Test("what is left out keeps its default")
    func defaults() throws {
        let file = try read(Self.smallest)
        #expect(file.name == "liver")
        #expect(file.takes == InstanceFilter())
        #expect(file.whenNoRegions == .skip)
        #expect(file.rules == MeasuringRules())
    }

    @Test("a changed byte is another digest", .tags(.law2))
    func digest() throws {
        #expect(try read(Self.smallest).digest != read(Self.smallest + "\n").digest)
    }

    @Test("shapes and anatomy are read")
    func shapes() throws {
        let file = try read(
            """
            pipeline: shapes
            version: "1"
            rois:
              - name: a
                region: tissue
                shape: { rectangle: { unit: fraction, x: 0.25, y: 0, width: 0.5, height: 1 } }
                anatomy: { code: "10200004", scheme: SCT, meaning: Liver }
                metrics: [area]
              - name: b
                region: tissue
                shape: { ellipse: { unit: mm, x: 1, y: 2, width: 3, height: 4 } }
                metrics: [area]
              - name: c
                region: colourFlow
                shape: { polygon: { unit: pixel, points: [[0, 0], [9, 0], [9, 9]] } }
                metrics: [colour-fraction]
            """
        )
        #expect(file.rois[0].shape == .rectangle(.fraction, x: 0.25, y: 0, width: 0.5, height: 1))
        #expect(file.rois[0].anatomy == AnatomyCode(value: "10200004", scheme: "SCT", meaning: "Liver"))
        #expect(file.rois[1].shape == .ellipse(.mm, x: 1, y: 2, width: 3, height: 4))
        #expect(file.rois[2].shape == .polygon(.pixel, coordinates: [0, 0, 9, 0, 9, 9]))
    }

    @Test(
        "a wrong field is named with its line",
        arguments: [
            ("grey-mean", "grey-meen", 7, "rois[0].metrics[0]"),
            ("region: tissue", "region: fat", 5, "rois[0].region"),
            ("shape: wholeRegion", "shape: circle", 6, "rois[0].shape"),
            ("name: liver", "nmae: liver", 4, "rois[0].nmae"),
            (
                "wholeRegion", "{ rectangle: { unit: fraction, x: 2, y: 0, width: 1, height: 1 } }", 6,
                "rois[0].shape.rectangle.x"
            ),
            ("version: \"2\"", "version: \"2\"\nrules: { leastPixels: 0 }", 3, "rules.leastPixels"),
            ("version: \"2\"", "version: \"2\"\nrules: { overlayFlagPercent: 90 }", 3, "rules"),
        ]
    )
    func wrong(old: String, new: String, line: Int, field: String) throws {
        let problem = try #require(throws: YAMLProblem.self) {
            try read(Self.smallest.replacingOccurrences(of: old, with: new))
        }
        #expect(problem.file == "mine.yaml")
        #expect(problem.line == line)
        #expect(problem.field == field)
    }

    @Test(
        "an instance is taken when each list has its value",
        arguments: [
            (InstanceFilter(), nil), (InstanceFilter(models: ["epiq 5G"]), nil),
            (InstanceFilter(models: ["Voluson"]), "ManufacturerModelName"),
            (InstanceFilter(modalities: ["CT"]), "Modality"), (InstanceFilter(manufacturers: ["GE"]), "Manufacturer"),
        ] as [(InstanceFilter, String?)]
    )
    func filter(filter: InstanceFilter, refusal: String?) {
        #expect(filter.refusal(modality: "US", manufacturer: nil, model: "EPIQ 5G") == refusal)
    }

    private func read(_ text: String) throws(YAMLProblem) -> PipelineFile {
        try PipelineFile(bytes: Array(text.utf8), file: "mine.yaml", metrics: Self.metrics)
    }
}
