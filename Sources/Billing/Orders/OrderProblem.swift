/// What is wrong with an order file: the file, the line, the field, and what would be right. Never a value from the file
/// (law 7); the file's name is for the person at the terminal only and stays out of logs.
package struct OrderProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name, or the folder's as the person gave it.
    package let file: String
    /// From 1; nil when the fault has no one place.
    package let line: Int?
    /// The path to the field, for example `payer.id`; empty for the file.
    package let field: String
    /// What is wrong or would be right, in words that follow the field.
    package let explanation: String

    package init(file: String, line: Int? = nil, field: String = "", explanation: String) {
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
