internal import Foundation
internal import Imaging
@testable internal import Intake

/// Files as the workers of the taking-in read them.
enum IntakeTargets {
    /// Small, so that an input that goes over one is found soon.
    private static let limits: ArchiveLimits = {
        var limits = ArchiveLimits()
        limits.entries = 64
        limits.memberBytes = 1 << 20
        limits.totalBytes = 4 << 20
        limits.bytesWithoutRatio = 1 << 20
        limits.pathBytes = 256
        return limits
    }()
    /// A member is read in pieces that need not divide it.
    private static let bufferBytes = 60_000

    static func inspection(_ bytes: [UInt8]) {
        InputFile.write(bytes)
        let inspection = Inspection(path: InputFile.path)
        do {
            let line = try JSONEncoder().encode(inspection)
            precondition(!line.contains(10), "an answer is one line")
            let heard = try JSONDecoder().decode(Inspection.self, from: line)
            precondition(heard == inspection, "the service hears what the worker said")
        } catch {
            preconditionFailure("an inspection can't be told: \(error)")
        }
    }

    static func archive(_ bytes: [UInt8]) {
        InputFile.write(bytes)
        _ = ArchiveKind(head: bytes.prefix(512))
        do throws(ArchiveRefusal) {
            try read()
        } catch {
            precondition(!error.explanation.isEmpty, "a refusal says why")
        }
    }

    private static func read() throws(ArchiveRefusal) {
        var reader = try ArchiveReader(path: InputFile.path, limits: limits)
        var buffer = [UInt8](repeating: 0, count: bufferBytes)
        var entries = 0
        var total: Int64 = 0
        while let entry = try reader.next() {
            entries += 1
            precondition(entries <= limits.entries && entry.path.count <= limits.pathBytes, "bounds hold")
            guard entry.kind == .regular else { continue }
            var size: Int64 = 0
            while case let count = try reader.read(into: &buffer), count > 0 { size += Int64(count) }
            total += size
            precondition(size <= limits.memberBytes && total <= limits.totalBytes, "bounds hold")
        }
    }
}
