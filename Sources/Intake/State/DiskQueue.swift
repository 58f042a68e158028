internal import Dispatch

/// Where calls run that wait for a disk, so that none of async's few threads does.
struct DiskQueue: Sendable {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Performs one piece of work after the other.
    func perform<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// Several queues at a time: syncs that wait side by side share the disk's flushes.
struct DiskLanes: Sendable {
    private let queues: [DiskQueue]

    init(label: String, count: Int) {
        queues = (0..<count).map { DiskQueue(label: "\(label).\($0)") }
    }

    /// Performs `body` on each element, in no particular order.
    ///
    /// - Throws: what `body` throws first; every call has ended then.
    func perform<Element: Sendable>(
        _ elements: [Element],
        _ body: @escaping @Sendable (Element) throws -> Void
    ) async throws {
        let lanes = queues.count
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (lane, queue) in queues.enumerated() where lane < elements.count {
                group.addTask {
                    try await queue.perform {
                        for index in stride(from: lane, to: elements.count, by: lanes) { try body(elements[index]) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
