internal import Foundation
internal import Yams

/// A value in a YAML document with its place, so that a check can name file, line and field.
package struct YAMLValue {
    /// The path to this value, for example `site.billing.npi`; empty for the document.
    package let field: String
    private let file: String
    private let node: Node

    /// The longest document that is read, bytes (law 8).
    private static let longest = 1 << 20
    /// The deepest nesting that is read.
    private static let deepest = 32

    /// Reads one document.
    ///
    /// - Parameters:
    ///   - text: the YAML.
    ///   - file: the file as the person named it, for messages.
    /// - Throws: what is wrong in the YAML itself: syntax, aliases (they can grow without bound), depth, length.
    package init(parsing text: String, file: String) throws(YAMLProblem) {
        guard text.utf8.count <= Self.longest else {
            throw YAMLProblem(file: file, line: nil, field: "", explanation: "is longer than 1 MiB")
        }
        do throws(YAMLEvents.Refusal) {
            try YAMLEvents.check(text, deepest: Self.deepest)
        } catch {
            throw YAMLProblem(file: file, line: error.line, field: "", explanation: error.explanation)
        }
        let parsed: Node?
        do {
            parsed = try Parser(yaml: text).singleRoot()
        } catch let error as YamlError {
            throw Self.problem(error, file: file)
        } catch {
            throw YAMLProblem(file: file, line: nil, field: "", explanation: "is no YAML: \(error)")
        }
        guard let parsed else {
            throw YAMLProblem(file: file, line: nil, field: "", explanation: "is empty")
        }
        self.init(field: "", file: file, node: parsed)
    }

    private init(field: String, file: String, node: Node) {
        self.field = field
        self.file = file
        self.node = node
    }

    /// The line of this value, from 1.
    package var line: Int? { node.mark?.line }

    /// Whether the value is absent in YAML's sense: `~`, `null` or nothing.
    package var isNull: Bool { node.null != nil && node.scalar?.style == .plain }

    /// A problem at this place.
    package func problem(_ explanation: String) -> YAMLProblem {
        YAMLProblem(file: file, line: line, field: field, explanation: explanation)
    }

    /// The members of a mapping, after a check that it has no others than `allowed` and none twice.
    package func members(_ allowed: Set<String>) throws(YAMLProblem) -> YAMLMembers {
        guard let mapping = node.mapping else { throw problem("must be a mapping with \(Self.list(allowed))") }
        var members: [String: YAMLValue] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw problem("has a member whose name is no text") }
            let path = field.isEmpty ? name : "\(field).\(name)"
            let line = key.mark?.line
            guard allowed.contains(name) else {
                throw YAMLProblem(
                    file: file,
                    line: line,
                    field: path,
                    explanation: "is not known here; known are \(Self.list(allowed))"
                )
            }
            guard members[name] == nil else {
                throw YAMLProblem(file: file, line: line, field: path, explanation: "is there twice")
            }
            members[name] = YAMLValue(field: path, file: file, node: value)
        }
        return YAMLMembers(owner: self, members: members)
    }

    /// The items of a sequence.
    package func items() throws(YAMLProblem) -> [YAMLValue] {
        guard let sequence = node.sequence else { throw problem("must be a list") }
        return sequence.enumerated().map { index, item in
            YAMLValue(field: "\(field)[\(index)]", file: file, node: item)
        }
    }

    /// Text, one line or more, not empty.
    package func text() throws(YAMLProblem) -> String {
        guard let scalar = node.scalar, !isNull, !scalar.string.isEmpty else { throw problem("must be text") }
        return scalar.string
    }

    /// A whole number within bounds.
    package func integer(in range: ClosedRange<Int>) throws(YAMLProblem) -> Int {
        guard let number = node.int, range.contains(number) else {
            throw problem("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A finite number within bounds.
    package func number(in range: ClosedRange<Double>) throws(YAMLProblem) -> Double {
        guard let number = node.float, number.isFinite, range.contains(number) else {
            throw problem("must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`.
    package func flag() throws(YAMLProblem) -> Bool {
        guard let flag = node.bool else { throw problem("must be true or false") }
        return flag
    }

    /// One of the raw values of a type.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) throws(YAMLProblem) -> Choice where Choice.RawValue == String {
        let known = Set(Choice.allCases.map(\.rawValue))
        guard let text = node.scalar?.string, let choice = Choice(rawValue: text) else {
            throw problem("must be one of \(Self.list(known))")
        }
        return choice
    }

    private static func list(_ names: Set<String>) -> String { names.sorted().joined(separator: ", ") }

    private static func problem(_ error: YamlError, file: String) -> YAMLProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            YAMLProblem(file: file, line: mark.line, field: "", explanation: "is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            YAMLProblem(
                file: file,
                line: context.mark.line,
                field: "",
                explanation: "has a member twice: \(keys.joined(separator: ", "))"
            )
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            YAMLProblem(file: file, line: nil, field: "", explanation: "is no YAML: \(error)")
        }
    }
}
