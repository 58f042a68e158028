internal import Dispatch
internal import Synchronization

/// Measures frames on Dispatch lanes. A lane owns its scratch, so memory grows with lanes only.
package struct FrameLanes: Sendable {
    private let queue = DispatchQueue(label: "org.sonoquant.analysis")
    private let lanes: Int

    /// - Parameter lanes: how many frames are measured at a time, from 1.
    package init(lanes: Int) {
        precondition(lanes > 0, "there is a lane")
        self.lanes = lanes
    }

    /// Measures every frame.
    ///
    /// - Parameters:
    ///   - frames: how many there are.
    ///   - scratch: makes a lane's own memory and decoder.
    ///   - work: measures one frame, from 0.
    /// - Returns: outputs in frame order, so that the reduction never depends on `lanes` (law 2).
    /// - Throws: the error of the first frame that has one, whichever lane met it when.
    package func measure<Scratch: ~Copyable, Output: Sendable, Failure: Error>(
        frames: Int,
        scratch: @escaping @Sendable () throws(Failure) -> Scratch,
        _ work: @escaping @Sendable (_ frame: Int, _ scratch: inout Scratch) throws(Failure) -> Output
    ) async throws(Failure) -> [Output] {
        let results = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: perform(frames: frames, scratch, work)) }
        }
        var outputs: [Output] = []
        outputs.reserveCapacity(frames)
        for result in results {
            guard let result else { break }  // after the first bad frame the rest is not measured
            outputs.append(try result.get())
        }
        return outputs
    }

    private func perform<Scratch: ~Copyable, Output: Sendable, Failure: Error>(
        frames: Int,
        _ scratch: @Sendable () throws(Failure) -> Scratch,
        _ work: @Sendable (Int, inout Scratch) throws(Failure) -> Output
    ) -> [Result<Output, Failure>?] {
        let results = Mutex([Result<Output, Failure>?](repeating: nil, count: frames))
        let next = Atomic(0)
        let hasFailed = Atomic(false)
        // Indices are taken in order: when a frame fails, all frames before it have been taken and will have a result.
        DispatchQueue.concurrentPerform(iterations: min(lanes, frames)) { _ in
            var owned: Scratch
            do throws(Failure) {
                owned = try scratch()
            } catch {
                let frame = next.wrappingAdd(1, ordering: .relaxed).oldValue
                hasFailed.store(true, ordering: .relaxed)
                if frame < frames { results.withLock { $0[frame] = .failure(error) } }
                return
            }
            while !hasFailed.load(ordering: .relaxed) {
                let frame = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard frame < frames else { return }
                let result: Result<Output, Failure>
                do throws(Failure) {
                    result = .success(try work(frame, &owned))
                } catch {
                    result = .failure(error)
                    hasFailed.store(true, ordering: .relaxed)
                }
                results.withLock { $0[frame] = result }
            }
        }
        return results.withLock { $0 }
    }
}
