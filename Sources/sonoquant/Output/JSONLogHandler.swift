internal import Foundation
internal import Logging

/// Writes one JSON object a line to standard error: time (RFC 3339, UTC, milliseconds), level, label, message, metadata.
struct JSONLogHandler: LogHandler {
    private struct Line: Encodable {
        let time: String
        let level: String
        let label: String
        let message: String
        let metadata: [String: String]
    }

    /// A longer fact is cut, characters (law 8).
    private static let longestFact = 2000

    let label: String
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var facts = metadata
        if let provided = metadataProvider?.get() { facts.merge(provided) { _, new in new } }
        if let given = event.metadata { facts.merge(given) { _, new in new } }
        let line = Line(
            time: Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            level: event.level.rawValue,
            label: label,
            message: event.message.description,
            metadata: facts.mapValues { String("\($0)".prefix(Self.longestFact)) }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts always encode.
        guard let bytes = try? encoder.encode(line) else { return }
        Standard.note(String(decoding: bytes, as: UTF8.self) + "\n")
    }
}
