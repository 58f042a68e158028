internal import Synchronization

/// Whether anything may be taken in now. Every way in asks it; the disk watch opens and closes it.
package final class IntakeGate: Sendable {
    private struct State {
        var isOpen = true
        var next = 0
        var listeners: [Int: AsyncStream<Bool>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether a file may be taken.
    package var mayTake: Bool { state.withLock { $0.isOpen } }

    /// Opens or closes it.
    ///
    /// - Returns: whether that is a change.
    @discardableResult
    package func set(open: Bool) -> Bool {
        state.withLock { state in
            guard state.isOpen != open else { return false }
            state.isOpen = open
            for listener in state.listeners.values { listener.yield(open) }
            return true
        }
    }

    /// Whether it is open, now and at each change; who is slow hears the last one.
    package func changes() -> AsyncStream<Bool> {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            continuation.yield(state.isOpen)
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return stream
    }

    /// Waits until it is open; returns at once when the task is cancelled.
    package func waitUntilOpen() async {
        for await isOpen in changes() where isOpen { return }
    }
}
