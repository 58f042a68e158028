internal import Configuration

/// A value in an order file with its place.
struct JSONValue {
    enum Content {
        case object([String: JSONValue])
        case array([JSONValue])
        case text(String)
        case flag(Bool)
        case null
    }

    let file: String
    let line: Int
    let field: String
    let content: Content

    private static let longestText = 200

    func problem(_ explanation: String) -> OrderProblem {
        OrderProblem(file: file, line: line, field: Self.isPlain(field) ? field : "", explanation: explanation)
    }

    /// The members of an object that are given and not null, after a check that it has no others than `allowed`.
    func members(_ allowed: Set<String>) throws(OrderProblem) -> [String: JSONValue] {
        guard case .object(let members) = content else { throw problem("must be an object in braces") }
        // The least line first, so that one file always gives one message.
        let unknown = members.filter { !allowed.contains($0.key) }.min {
            ($0.value.line, $0.key) < ($1.value.line, $1.key)
        }
        if let unknown {
            throw unknown.value.problem("is not known here; known are \(allowed.sorted().joined(separator: ", "))")
        }
        return members.filter { if case .null = $0.value.content { false } else { true } }
    }

    func items() throws(OrderProblem) -> [JSONValue] {
        guard case .array(let items) = content else { throw problem("must be a list in brackets") }
        return items
    }

    /// One line of text without blanks around it.
    func text() throws(OrderProblem) -> String {
        guard case .text(let text) = content else { throw problem("must be text in quotes") }
        guard (1...Self.longestText).contains(text.unicodeScalars.count) else {
            throw problem("must have 1 to \(Self.longestText) characters")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw problem("must have no control characters")
        }
        guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
            throw problem("must not begin or end with a blank")
        }
        return text
    }

    /// Text that a report repeats: no longer than its attribute allows, and without a backslash (PS3.5 section 6.2).
    func reportText(atMost longest: Int) throws(OrderProblem) -> String {
        let text = try text()
        guard text.unicodeScalars.count <= longest, !text.contains("\\") else {
            throw problem("must have at most \(longest) characters and no backslash: reports repeat it")
        }
        return text
    }

    func shaped<Text: ShapedText>(_ type: Text.Type) throws(OrderProblem) -> Text {
        guard let shaped = Text(try text()) else { throw problem("must be \(Text.shape)") }
        return shaped
    }

    func flag() throws(OrderProblem) -> Bool {
        guard case .flag(let flag) = content else { throw problem("must be true or false") }
        return flag
    }

    /// Whether a path may stand in a message: short, and no more than letters, digits, dots, hyphens, underscores and brackets.
    static func isPlain(_ field: String) -> Bool {
        field.utf8.count <= 80
            && field.utf8.allSatisfy {
                $0.isASCIIDigit || $0.isASCIICapital || $0.isASCIISmall || ".[]-_".utf8.contains($0)
            }
    }
}
