internal import CheckedYAML
internal import Foundation

extension YAMLValue {
    /// Text of a checked shape.
    func shaped<Text: ShapedText>(_ type: Text.Type) throws(YAMLProblem) -> Text {
        guard let shaped = Text(try text()) else { throw problem("must be \(Text.shape)") }
        return shaped
    }

    /// One line of text without control characters.
    func line(atMost longest: Int) throws(YAMLProblem) -> String {
        let text = try text()
        guard text.unicodeScalars.count <= longest else { throw problem("must have at most \(longest) characters") }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }),
            !text.allSatisfy(\.isWhitespace)
        else { throw problem("must be one line of text") }
        return text
    }

    /// A path; a relative one is relative to `folder`.
    func path(in folder: URL) throws(YAMLProblem) -> URL {
        let text = try line(atMost: 4096)
        return (text.hasPrefix("/") ? URL(filePath: text) : folder.appending(path: text)).standardizedFileURL
    }

    /// A list of values, not longer than `most`.
    func list<Item>(
        atMost most: Int,
        of item: (YAMLValue) throws(YAMLProblem) -> Item
    ) throws(YAMLProblem) -> [Item] {
        let values = try items()
        guard values.count <= most else { throw problem("has more than \(most) items") }
        var list: [Item] = []
        for value in values { list.append(try item(value)) }
        return list
    }

    /// An IANA time zone by its full name. Abbreviations such as EST are refused: they know no summer time.
    func timeZone() throws(YAMLProblem) -> TimeZone {
        let name = try line(atMost: 64)
        let isPlain = name.utf8.allSatisfy {
            $0.isASCIIDigit || $0.isASCIICapital || $0.isASCIISmall || "/_+-".utf8.contains($0)
        }
        guard isPlain, name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
            throw problem("must be an IANA time zone by its full name, as America/New_York or UTC")
        }
        return zone
    }

    /// The NPI of `{npi: …}`; nil when it isn't given.
    func provider() throws(YAMLProblem) -> NPI? {
        try members(["npi"])["npi"]?.shaped(NPI.self)
    }
}
