internal import Analysis
internal import Configuration
internal import Foundation
internal import Ledger
internal import PipelineFile
internal import Service

extension StateOptions {
    /// The installation that the options name.
    ///
    /// - Parameters:
    ///   - pipeline: a pipeline file that takes the place of the configured one.
    ///   - makesState: whether the state directory is made where it is missing; else it must be there.
    /// - Returns: the installation, its ledger open.
    /// - Throws: what is wrong with the options, the files that they name, or the state directory.
    func installation(pipeline: String? = nil, makesState: Bool = false) throws -> Installation {
        let directory = try directory()
        let configuration = try configuration(of: directory)
        let file = pipeline.map { URL(filePath: $0) } ?? configuration.pipeline
        let parsed = try PipelineFile.forAnalysis(path: file?.path)
        if makesState {
            try directory.prepare()
        } else if !FileManager.default.fileExists(atPath: directory.ledger.path) {
            throw ServiceError(.badInput, "there is no ledger in the state directory: sonoquant batch makes it")
        }
        return Installation(
            state: directory,
            ledger: try Ledger(file: directory.ledger, now: { Date() }),
            configuration: configuration,
            pipeline: parsed,
            pipelineFile: file,
            program: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath(),
            now: { Date() },
            logger: logger(configuration.serve.logFormat)
        )
    }
}
