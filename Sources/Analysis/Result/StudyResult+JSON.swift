package import Foundation

extension StudyResult {
    /// The bytes of result.json: sorted keys, so that equal results have equal bytes.
    ///
    /// - Returns: UTF-8 with a newline at the end.
    /// - Throws: that a number is not finite, which no `Measurement` holds.
    package func json() throws(AnalysisError) -> Data { try Self.canonicalJSON(self) }

    /// Reads result.json.
    ///
    /// - Parameter bytes: of the file.
    /// - Throws: `DecodingError`.
    package init(json bytes: Data) throws {
        self = try JSONDecoder().decode(StudyResult.self, from: bytes)
    }

    static func canonicalJSON(_ value: some Encodable) throws(AnalysisError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value) + Data("\n".utf8)
        } catch {
            throw AnalysisError(.unwritable, "the result can't be written as JSON")
        }
    }
}
