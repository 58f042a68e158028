internal import Foundation
package import Identifiers
package import PipelineFile

/// Names a result before it exists (law 2).
package enum ResultDigest {
    /// The digest of all that a result depends on: the order and the repetition of instances do not matter.
    ///
    /// - Parameters:
    ///   - instances: of the bytes of each instance.
    ///   - pipeline: the pipeline file.
    ///   - program: the program's name and version.
    ///   - decoders: library name to version.
    /// - Returns: the SHA-256 of these, one a line.
    package static func of(
        instances: [ContentDigest],
        pipeline: PipelineFile,
        program: StudyResult.ProgramVersion,
        decoders: [String: String]
    ) -> ContentDigest {
        var lines = [StudyResult.schema, "program \(program.name) \(program.version)", "pipeline \(pipeline.digest)"]
        lines += decoders.sorted { $0.key < $1.key }.map { "decoder \($0.key) \($0.value)" }
        lines += Set(instances).sorted().map { "instance \($0)" }
        return ContentDigest(of: Array((lines.joined(separator: "\n") + "\n").utf8))
    }
}
