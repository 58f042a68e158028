internal import Configuration
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

    /// The whole of `reason.json`.
    package struct Note: Codable, Sendable {
        private(set) var schema = "org.sonoquant.quarantine.v1"
        /// Names the folder.
        package let arrival: ArrivalNumber
        /// As `Reason` has it.
        package let code: String
        /// As `Reason` has it.
        package let explanation: String
        /// Of `content`.
        package let digest: ContentDigest
        /// Of `content`, bytes.
        package let size: Int64
    }

    /// The name of the bytes in an arrival's folder.
    package static let contentName = "content"
    /// The name of the reason in an arrival's folder.
    package static let reasonName = "reason.json"

    /// The folder of one arrival.
    package func folder(of arrival: ArrivalNumber) -> URL { folder.appending(path: arrival.description) }

    /// The longest `reason.json` that is read, bytes (law 8).
    private static let longestNote = 1 << 20

    /// What an arrival's `reason.json` says; nil where there is none that can be read.
    package func note(of arrival: ArrivalNumber) -> Note? {
        // Missing, too long, unreadable or no such JSON: in each case there is no note.
        guard
            let bytes = try? BoundedFile.read(
                folder(of: arrival).appending(path: Self.reasonName),
                atMost: Self.longestNote
            )
        else { return nil }
        return try? JSONDecoder().decode(Note.self, from: bytes)
    }

    /// What a killed run had put here for an arrival; nil when it is not whole.
    func kept(for arrival: ArrivalNumber) -> (reason: Reason, digest: ContentDigest)? {
        // Whatever is wrong with the content, nobody was told of it: the file is taken anew.
        guard let note = note(of: arrival), note.arrival == arrival,
            (try? DurableFile.names(of: folder(of: arrival).appending(path: Self.contentName))) ?? 0 > 0
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
        // What a person has removed doesn't come back with the next revision's analysis.
        if case .discarded = try await ledger.read({ try $0.arrival(arrival) }).outcome { return }
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

    /// Removes an arrival's folder, durably; the archive's name of the same bytes stays. Nothing there is nothing to do.
    package func remove(_ arrival: ArrivalNumber) throws {
        let entry = folder(of: arrival)
        guard FileManager.default.fileExists(atPath: entry.path) else { return }
        try FileManager.default.removeItem(at: entry)
        try DurableFile.synchroniseFolder(folder)
    }

    func write(_ note: Note) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(note) + Data("\n".utf8)
        try DurableFile.write(bytes, named: "reason.json", in: folder(of: note.arrival))
    }
}
