import Analysis
import Foundation
import PipelineFile
import TestSupport

/// Analyses files of ../shared/testdata.
enum SharedStudies {
    static let isThere = Repository.sharedTestData != nil

    static let program = StudyResult.ProgramVersion(name: "sonoquant", version: "0.0.0-test")

    static func result(
        of names: [String],
        in folder: String = "us",
        lanes: Int = 2,
        pipeline: PipelineFile? = nil
    ) async throws -> StudyResult {
        let data = Repository.sharedTestData ?? URL(filePath: "/nonexistent")
        let analysis = StudyAnalysis(
            pipeline: try pipeline ?? wholeRegions(),
            lanes: lanes,
            program: program,
            decoders: [:]
        )
        return try await analysis.result(of: names, in: data.appending(path: folder))
    }

    /// All metrics in whole regions, so that a test's expectation needs no ROI arithmetic.
    static func wholeRegions() throws -> PipelineFile {
        try pipeline(
            """
            pipeline: whole regions
            version: "1"
            whenNoRegions: skip
            rois:
              - name: tissue
                region: tissue
                shape: wholeRegion
                metrics: [area, grey-mean, grey-median, grey-sd, grey-p10, grey-p90, grey-skewness, grey-kurtosis, grey-entropy]
              - name: colour box
                region: colourFlow
                shape: wholeRegion
                metrics: [area, colour-fraction]
            """
        )
    }

    static func pipeline(_ text: String) throws -> PipelineFile {
        try PipelineFile(bytes: Array(text.utf8), file: "test.yaml", metrics: MetricCatalogue.known)
    }

    static let names: [String] = {
        guard let data = Repository.sharedTestData else { return [] }
        // An unreadable folder leaves no argument, and the suites that need it are disabled then.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: data.appending(path: "us").path)) ?? []
        return files.filter { $0.hasSuffix(".dcm") }.sorted()
    }()
}

extension StudyResult.MeasurementGroup {
    func value(_ metric: String) -> Double? {
        guard case .value(let number)? = measurements.first(where: { $0.metric == metric })?.answer else { return nil }
        return number
    }

    func reason(_ metric: String) -> String? {
        guard case .notAvailable(let reason)? = measurements.first(where: { $0.metric == metric })?.answer else {
            return nil
        }
        return reason
    }
}
