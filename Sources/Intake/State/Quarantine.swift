package import Foundation
package import Identifiers
package import Ledger
internal import SystemCalls

/// `STATE/quarantine`: what could not be taken, as `<arrival number>/content` with `reason.json` beside it.
package struct Quarantine: Sendable {
    /// The quarantine's folder.
    package let folder: URL

    package init(folder: URL) {
        self.folder = folder
    }

    /// Why a file is here; the content of `reason.json`.
    package struct Reason: Hashable, Codable, Sendable {
        /// Stable: an `ImagingError.Code`, `emptyFile` or `readerLost`.
        package var code: String
        /// In words, without patient data.
        package var explanation: String

        package init(code: String, explanation: String) {
            self.code = code
            self.explanation = explanation
        }
    }

    private struct Note: Codable {
        var schema = "org.sonoquant.quarantine.v1"
        let arrival: ArrivalNumber
        let code: String
        let explanation: String
        let digest: ContentDigest
        let size: Int64
    }

    /// The folder of one arrival.
    package func folder(of arrival: ArrivalNumber) -> URL { folder.appending(path: arrival.description) }

    /// What a killed run had put here for an arrival; nil when it is not whole.
    func kept(for arrival: ArrivalNumber) -> (reason: Reason, digest: ContentDigest)? {
        let entry = folder(of: arrival)
        // Whatever is wrong with the note, nobody was told of it: the file is taken anew.
        guard let bytes = try? Data(contentsOf: entry.appending(path: "reason.json")),
            let note = try? JSONDecoder().decode(Note.self, from: bytes), note.arrival == arrival,
            (try? DurableFile.names(of: entry.appending(path: "content"))) ?? 0 > 0
        else { return nil }
        return (Reason(code: note.code, explanation: note.explanation), note.digest)
    }

    /// Moves a durable file in, with its reason; durable when this returns. What a killed run left is done again.
    func take(
        _ file: URL,
        arrival: ArrivalNumber,
        reason: Reason,
        digest: ContentDigest,
        size: Int64
    ) throws {
        let entry = folder(of: arrival)
        try DurableFile.makeFolder(entry)
        try DurableFile.rename(file, to: entry.appending(path: "content"))
        try write(
            Note(arrival: arrival, code: reason.code, explanation: reason.explanation, digest: digest, size: size)
        )
    }

    /// Puts an archived instance that turned out to be undecodable into quarantine too; the archive keeps its bytes. Again
    /// changes nothing.
    ///
    /// - Parameters:
    ///   - arrival: the file that brought it; its outcome becomes `quarantined`.
    ///   - instance: the instance in the archive.
    ///   - archive: where it lies.
    ///   - reason: why.
    ///   - ledger: where the outcome is kept.
    /// - Throws: `SystemCallError`, or the ledger's errors.
    package func link(
        arrival: ArrivalNumber,
        instance: InstanceRecord,
        in archive: Archive,
        reason: Reason,
        ledger: Ledger
    ) async throws {
        let entry = folder(of: arrival)
        try DurableFile.makeFolder(entry)
        try DurableFile.link(archive.file(instance.archiveName), to: entry.appending(path: "content"))
        try write(
            Note(
                arrival: arrival,
                code: reason.code,
                explanation: reason.explanation,
                digest: instance.digest,
                size: instance.size
            )
        )
        let outcome = ArrivalOutcome.quarantined(code: reason.code, reason: reason.explanation)
        try await ledger.write { transaction in
            guard try transaction.arrival(arrival).outcome != outcome else { return }
            try transaction.settleArrival(arrival, outcome, digest: nil)
        }
    }

    private func write(_ note: Note) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(note) + Data("\n".utf8)
        try DurableFile.write(bytes, named: "reason.json", in: folder(of: note.arrival))
    }
}
