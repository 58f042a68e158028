internal import Foundation
internal import Identifiers
internal import Synchronization
internal import SystemCalls

/// Compares one file of ours with what the ledger says of it.
struct VerifiedFile: Sendable {
    /// A folder of the state directory.
    let root: URL
    /// The folder under it, then the file.
    let components: [String]
    /// Bytes; nil where the ledger doesn't say.
    let size: Int64?
    /// Of the bytes; nil compares sizes alone.
    let digest: ContentDigest?

    /// What came of it.
    enum State: Hashable, Sendable {
        /// As it should be; the bytes that were read.
        case good(read: Int64)
        case missing
        case notRegular
        case otherSize(Int64)
        case otherBytes
        case unreadable(String)
    }

    /// Of one lane's buffer.
    static let bufferBytes = 1 << 20

    /// Looks, without following a link.
    func look(_ buffer: inout [UInt8]) -> State {
        do throws(SystemCallError) {
            var folder = try FolderDescriptor(path: root.path)
            for name in components.dropLast() { folder = try folder.subfolder(Array(name.utf8)) }
            let name = Array((components.last ?? "").utf8)
            let listed = try folder.status(of: name)
            guard listed.kind == .regular else { return .notRegular }
            if let size, listed.size != size { return .otherSize(listed.size) }
            guard let digest else { return .good(read: 0) }
            let file = try folder.open(name)
            var stream = DigestStream()
            var read: Int64 = 0
            while true {
                let count = try file.read(into: &buffer)
                if count == 0 { break }
                read += Int64(count)
                stream.update(buffer, count: count)
            }
            return stream.finish() == digest ? .good(read: read) : .otherBytes
        } catch {
            if error.isAbsent { return .missing }
            return error.isOtherKind ? .notRegular : .unreadable("\(error.reason)")
        }
    }

    /// The finding that a state is; nil for a good one.
    static func finding(_ state: State, subject: String, remedy: String) -> VerificationReport.Finding? {
        let (code, words): (VerificationReport.Code, String)
        switch state {
        case .good: return nil
        case .missing: (code, words) = (.missing, "the ledger names it, and it is not there")
        case .notRegular: (code, words) = (.unreadable, "is no regular file in a folder of ours: somebody replaced it")
        case .otherSize(let size): (code, words) = (.altered, "has \(size) bytes, the ledger says otherwise")
        case .otherBytes: (code, words) = (.altered, "has other bytes than those that came")
        case .unreadable(let reason): (code, words) = (.unreadable, "can't be read: \(reason)")
        }
        return VerificationReport.Finding(code: code, subject: subject, words: words, remedy: remedy)
    }
}

/// Looks at many files on two lanes of Dispatch; a lane owns one buffer, so memory grows with lanes only.
struct VerificationLanes: Sendable {
    private let queue = DispatchQueue(label: "sonoquant.verify")
    private static let lanes = 2

    /// Answers in the order of the items.
    func look<Item: Sendable, Answer: Sendable>(
        at items: [Item],
        _ body: @escaping @Sendable (Item, inout [UInt8]) -> Answer
    ) async -> [Answer] {
        guard !items.isEmpty else { return [] }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Self.perform(items, body)) }
        }
    }

    private static func perform<Item: Sendable, Answer: Sendable>(
        _ items: [Item],
        _ body: @escaping @Sendable (Item, inout [UInt8]) -> Answer
    ) -> [Answer] {
        let next = Atomic(0)
        let answers = Mutex([Answer?](repeating: nil, count: items.count))
        DispatchQueue.concurrentPerform(iterations: min(lanes, items.count)) { _ in
            var buffer = [UInt8](repeating: 0, count: VerifiedFile.bufferBytes)
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < items.count else { return }
                let answer = body(items[index], &buffer)
                answers.withLock { $0[index] = answer }
            }
        }
        return answers.withLock { $0.compactMap { $0 } }
    }
}
