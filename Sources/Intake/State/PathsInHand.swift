/// The files that somebody is taking in: a folder that is watched may be given to `batch` too, and the second to come to a file
/// then finds what the first made of it.
actor PathsInHand {
    private var held: Set<String> = []
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Performs `body` while nobody else has any of the paths. Whoever waits holds none, so that no two wait for each other.
    func holding<Output: Sendable>(
        _ paths: Set<String>,
        _ body: @Sendable () async throws -> Output
    ) async throws -> Output {
        while !held.isDisjoint(with: paths) {
            await withCheckedContinuation { waiting.append($0) }
            try Task.checkCancellation()
        }
        held.formUnion(paths)
        defer { release(paths) }
        return try await body()
    }

    private func release(_ paths: Set<String>) {
        held.subtract(paths)
        let next = waiting
        waiting = []
        for continuation in next { continuation.resume() }
    }
}
