internal import Analysis
internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import PipelineFile
internal import TestSupport
internal import Testing

/// A study that a test makes and analyses.
struct MadeStudy {
    let folder: TemporaryFolder
    /// What the analysis showed of each measured instance.
    final class Seen {
        var depictions: [Depiction] = []
    }

    init(_ fixtures: StudyFixture...) throws {
        folder = try TemporaryFolder()
        for fixture in fixtures { try fixture.write(into: folder.url) }
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
    }

    func result(_ yaml: String, lanes: Int = 2) async throws -> StudyResult {
        try await seen(yaml, lanes: lanes).result
    }

    /// The result, and what a person should see.
    func seen(_ yaml: String, lanes: Int = 2) async throws -> (result: StudyResult, depictions: [Depiction]) {
        let analysis = StudyAnalysis(
            pipeline: try SharedStudies.pipeline(yaml),
            lanes: lanes,
            program: SharedStudies.program,
            decoders: [:]
        )
        let seen = Seen()
        let result = try await analysis.result(
            of: try names,
            in: folder.url,
            picture: { depiction, _, _, _ in seen.depictions.append(depiction) }
        )
        return (result, seen.depictions)
    }
}

/// The text of a pipeline file.
enum Pipeline {
    static func text(_ rest: String) -> String { "pipeline: made\nversion: \"1\"\n\(rest)\n" }

    /// One ROI, of the whole tissue unless a shape is given.
    static func roi(
        _ metrics: String,
        shape: String = "wholeRegion",
        region: String = "tissue",
        more: String = "",
        and rest: String = ""
    ) -> String {
        text("rois:\n  - {name: roi, region: \(region), shape: \(shape), metrics: [\(metrics)]\(more)}\n\(rest)")
    }

    static func rectangle(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> String {
        "{rectangle: {unit: pixel, x: \(x), y: \(y), width: \(width), height: \(height)}}"
    }
}

extension StudyResult {
    func group(_ name: String) throws -> MeasurementGroup { try #require(groups.first { $0.roi.name == name }) }

    var omissions: [String] { instances.flatMap(\.omissions) }
}

extension StudyResult.MeasurementGroup {
    func measurement(_ metric: String) throws -> StudyResult.Measurement {
        try #require(measurements.first { $0.metric == metric })
    }

    func flags(_ metric: String) throws -> [String] { try measurement(metric).flags }

    func required(_ metric: String) throws -> Double { try #require(value(metric), "\(reason(metric) ?? "")") }
}

/// Speckle of tissue as the simulator draws it, and what follows from its law.
enum MadeSpeckle {
    static let width = 160
    static let height = 160
    static let dynamicRange = 60.0
    /// Small cells, so that a picture has many independent samples: 2π · 0.49 pixels each.
    static let pointSpread = SpeckleField.PointSpread(lateral: 0.7, axial: 0.7)
    static let samples = Double(width * height) / pointSpread.cellArea

    /// One picture of uniform tissue.
    static func picture(seed: UInt64, echogenicity: Double = 0, top: Double = 15) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        let phantom = Phantom(
            width: width,
            height: height,
            pointSpread: pointSpread,
            echogenicity: echogenicity,
            greyMap: GreyMap(range: dynamicRange, top: top)
        )
        return phantom.picture(of: phantom.speckle(random: &random))
    }

    /// A still of it; the seed names the study too.
    static func still(seed: UInt64, top: Double = 15) -> StudyFixture {
        StudyFixture(name: "speckle-\(seed)").setting(\.width, width).setting(\.height, height)
            .grey8(picture: picture(seed: seed, top: top))
    }

    static let given = "dynamicRanges: [{decibels: 60}]"
}

extension UltrasoundRegion {
    /// A two-dimensional region of pixels from `minX`, `minY` to the inclusive `maxX`, `maxY`, of 0.05 cm a pixel.
    static func plane(_ minX: Int, _ minY: Int, _ maxX: Int, _ maxY: Int, dataType: Int = 1) -> UltrasoundRegion {
        var region = UltrasoundRegion.tissue(
            minX: UInt32(minX),
            minY: UInt32(minY),
            maxX: UInt32(maxX),
            maxY: UInt32(maxY),
            spacing: 0.05
        )
        region.dataType = dataType
        return region
    }
}
