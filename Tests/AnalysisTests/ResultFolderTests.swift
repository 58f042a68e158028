import Analysis
import Foundation
import Identifiers
import PipelineFile
import TestSupport
import Testing

@Suite("Result folder")
struct ResultFolderTests {
    private func result() throws -> StudyResult {
        let pipeline = try PipelineFile.forAnalysis(path: nil)
        let digest = ContentDigest(of: Array("an instance".utf8))
        return StudyResult(
            digest: ResultDigest.of(
                instances: [digest],
                pipeline: pipeline,
                program: SharedStudies.program,
                decoders: [:]
            ),
            program: SharedStudies.program,
            decoders: [:],
            pipeline: .init(name: pipeline.name, version: pipeline.version, digest: pipeline.digest),
            outcome: .nothingToMeasure(["nothing"]),
            study: .init(studyInstanceUID: try #require(DICOMUID("1.2.3"))),
            instances: [],
            groups: []
        )
    }

    @Test("the completion mark names each file with its digest")
    func finished() throws {
        let parent = try TemporaryFolder()
        let url = parent.url.appending(path: "result")
        var folder = try ResultFolder(url)
        try folder.write(beside: Data([1, 2, 3]), named: "overlay-1.png")
        try folder.finish(result())
        let mark = try JSONDecoder().decode(
            ResultFolder.Completion.self,
            from: Data(contentsOf: url.appending(path: "complete.json"))
        )
        #expect(mark.result == (try result().digest))
        #expect(Set(mark.files.keys) == ["result.json", "overlay-1.png"])
        for (name, digest) in mark.files {
            #expect(ContentDigest(of: try Data(contentsOf: url.appending(path: name))) == digest)
        }
    }

    @Test("a finished result and a folder of other files are refused; leftovers are taken over")
    func occupied() throws {
        let parent = try TemporaryFolder()
        let url = parent.url.appending(path: "result")
        var folder = try ResultFolder(url)
        try folder.write(beside: Data([1]), named: "overlay-9.png")
        folder = try ResultFolder(url)
        #expect(try FileManager.default.contentsOfDirectory(atPath: url.path).isEmpty)
        try folder.finish(result())
        #expect(throws: AnalysisError.self) { try ResultFolder(url) }
        try Data().write(to: parent.url.appending(path: "letter.txt"))
        #expect(throws: AnalysisError.self) { try ResultFolder(parent.url) }
    }

    @Test("a result's name depends on each input, and not on their order", .tags(.law2))
    func digest() throws {
        let pipeline = try PipelineFile.forAnalysis(path: nil)
        let (a, b) = (ContentDigest(of: Array("a".utf8)), ContentDigest(of: Array("b".utf8)))
        func name(_ instances: [ContentDigest], _ decoders: [String: String] = ["dcmtk": "1"], _ version: String = "1")
            -> ContentDigest
        {
            ResultDigest.of(
                instances: instances,
                pipeline: pipeline,
                program: .init(name: "sonoquant", version: version),
                decoders: decoders
            )
        }
        #expect(name([a, b]) == name([b, a, b]))
        #expect(Set([name([a]), name([a, b]), name([a], ["dcmtk": "2"]), name([a], ["dcmtk": "1"], "2")]).count == 4)
    }

    @Test("area, depth, flow, perfusion and stiffness never support the tissue service", .tags(.law4))
    func catalogue() {
        let never: Set<MetricFamily> = [.geometry, .colourFlow, .spectralDoppler, .contrast, .stiffness]
        // Of the machine or of the method, not of the tissue.
        let beside = [
            "depth-decay", "depth-decay-db", "attenuation-error", "speckle-width", "speckle-height",
            "effective-samples",
        ]
        for definition in MetricCatalogue.definitions {
            #expect(definition.concept.value.count <= 16)
            #expect(definition.concept.meaning.count <= 64)
            let isTissue = definition.support == .tissueCharacterisation
            #expect(isTissue == !(never.contains(definition.family) || beside.contains(definition.identifier)))
        }
    }
}
