/// What is wrong in a YAML file that a person wrote: the file, the line, the field, and what to do.
package struct YAMLProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as the person named it.
    package let file: String
    /// From 1; nil when the fault has no one place.
    package let line: Int?
    /// The path to the field, for example `rois[0].kind`; empty for the document.
    package let field: String
    /// What is wrong and what would be right.
    package let explanation: String

    package init(file: String, line: Int?, field: String, explanation: String) {
        self.file = file
        self.line = line
        self.field = field
        self.explanation = explanation
    }

    package var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        return field.isEmpty ? "\(place): \(explanation)" : "\(place), \(field): \(explanation)"
    }
}
