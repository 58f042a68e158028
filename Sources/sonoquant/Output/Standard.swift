internal import Foundation
internal import Glibc

/// The two streams of this process. Standard output carries the answer, standard error what goes on and what went wrong.
enum Standard {
    /// Whether a person watches standard error.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether a person watches standard output: what may name a patient goes nowhere else unasked.
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person can be asked.
    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Writes lines of the answer.
    static func answer(_ lines: [String]) {
        write(lines.map { $0 + "\n" }.joined(), to: .standardOutput)
    }

    /// Writes text that ends its own lines.
    static func answer(document: String) {
        write(document, to: .standardOutput)
    }

    /// Writes a value as JSON, keys sorted.
    static func answer(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try write(String(decoding: encoder.encode(value), as: UTF8.self) + "\n", to: .standardOutput)
    }

    /// Tells a person what went wrong.
    static func complain(_ text: String) {
        write("sonoquant: \(text)\n", to: .standardError)
    }

    /// Writes text as it is, for progress.
    static func note(_ text: String) {
        write(text, to: .standardError)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // A closed pipe (`| head`) is the reader's choice, not an error.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
