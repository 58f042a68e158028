internal import Foundation
internal import Identifiers
internal import SystemCalls
internal import SystemPackage

/// `STATE/spool`: bytes being received, each file under its arrival number. `SpoolRecovery` clears up what a killed run left.
struct Spool: Sendable {
    let folder: URL

    /// A copy of an inbox file in the spool; durable once its `OpenCopy` was synchronised.
    struct Copy: Sendable {
        let file: URL
        let digest: ContentDigest
        let size: Int64
    }

    /// A copy whose bytes may be in memory yet. The descriptor that wrote them learns of it when the disk refuses them.
    final class OpenCopy: Sendable {
        private let target: WritableFile

        fileprivate init(_ target: consuming WritableFile) {
            self.target = target
        }

        /// Makes the copy durable. It blocks.
        func synchronise() throws(SystemCallError) {
            try target.synchronise()
            FaultPoint.reached(.afterSync)
        }
    }

    /// Why there is no copy. Trouble of the state directory is thrown instead.
    enum Failure: Error {
        case unreadable(String)
        case unsettled(String)
    }

    private static let bufferBytes = 256 << 10

    func file(_ arrival: ArrivalNumber) -> URL { folder.appending(path: arrival.description) }

    /// Copies a file of the inbox, with its digest. Nothing may rely on the copy before it was synchronised.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - inbox: where it lies.
    ///   - expected: what it was when it was listed.
    ///   - arrival: its number.
    ///   - limit: the most bytes.
    /// - Returns: the copy, and what makes it durable.
    /// - Throws: `Failure`, or `SystemCallError` about the spool; no partial copy stays then.
    func copy(
        _ path: InboxPath,
        of inbox: InboxFolder,
        expected: FileStatus,
        arrival: ArrivalNumber,
        limit: Int64
    ) throws -> (Copy, OpenCopy) {
        let source = try Self.reading { () throws(SystemCallError) in try inbox.open(path) }
        guard try Self.reading({ () throws(SystemCallError) in try source.status() }) == expected else {
            throw Self.changing
        }
        guard expected.size <= limit else {
            throw Failure.unreadable("it is larger than \(limit >> 20) MiB, the limit for one file")
        }
        let file = file(arrival)
        do {
            let target = try WritableFile(path: file.path, subject: "spool file \(arrival)")
            var digest = DigestStream()
            var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
            var size: Int64 = 0
            while true {
                let count = try Self.reading { () throws(SystemCallError) in try source.read(into: &buffer) }
                if count == 0 { break }
                size += Int64(count)
                guard size <= expected.size else { throw Self.changing }
                digest.update(buffer, count: count)
                try target.write(buffer, count: count)
            }
            FaultPoint.reached(.afterWrite)
            let after = try Self.reading { () throws(SystemCallError) in try source.status() }
            let named = try Self.reading { () throws(SystemCallError) in try inbox.status(of: path) }
            guard after == expected, named == expected, size == expected.size, !source.hasWriter else {
                throw Self.changing
            }
            return (Copy(file: file, digest: digest.finish(), size: size), OpenCopy(target))
        } catch {
            // The next run sweeps what can't be removed now.
            try? FileManager.default.removeItem(at: file)
            throw error
        }
    }

    /// Removes a copy that has no other name.
    func dropUnlessPromoted(_ arrival: ArrivalNumber) throws(SystemCallError) {
        let file = file(arrival)
        guard try DurableFile.names(of: file) == 1 else { return }
        try DurableFile.remove(file)
    }

    private static let changing = Failure.unsettled("still being written: the next run takes it")

    private static func reading<Output: ~Copyable>(_ body: () throws(SystemCallError) -> Output) throws(Failure)
        -> Output
    {
        do {
            return try body()
        } catch {
            if error.reason == .noSuchFileOrDirectory { throw .unsettled("it went away while it was read") }
            throw .unreadable("it can't be read: \(error.reason)")
        }
    }
}
