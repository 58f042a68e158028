package import CheckedYAML
package import PipelineFile

extension PipelineFile {
    /// The pipeline that an analysis uses, checked against the metric catalogue.
    ///
    /// - Parameter path: as the person named it; nil for the pipeline within the program.
    /// - Returns: the checked pipeline.
    /// - Throws: file, line and field of what is wrong.
    package static func forAnalysis(path: String?) throws(YAMLProblem) -> PipelineFile {
        guard let path else { return try builtIn(metrics: MetricCatalogue.known) }
        return try PipelineFile(path: path, metrics: MetricCatalogue.known)
    }
}
