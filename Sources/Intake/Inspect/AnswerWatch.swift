internal import Synchronization

/// Watches one worker's answers, one after the other: a task and a timer for its whole life, as a file costs microseconds.
final class AnswerWatch: Sendable {
    private struct State {
        /// Until when the present answer is waited for; nil between two.
        var deadline: ContinuousClock.Instant?
        var hasPassed = false
    }

    private let limit: Duration
    private let state = Mutex(State())

    /// - Parameter seconds: for one answer, at most.
    init(seconds: Int) {
        limit = .seconds(seconds)
    }

    /// An answer is waited for from now on.
    func begin() { state.withLock { $0.deadline = .now + limit } }

    /// It came.
    func end() { state.withLock { $0.deadline = nil } }

    /// Whether an answer took too long.
    var hasPassed: Bool { state.withLock { $0.hasPassed } }

    /// Waits until an answer takes too long.
    ///
    /// - Returns: false when the task was cancelled before.
    func run() async -> Bool {
        while true {
            // Whatever begins during this sleep ends after it.
            let until = state.withLock { $0.deadline } ?? .now + limit
            do { try await Task.sleep(until: until, clock: .continuous) } catch { return false }
            let isLate = state.withLock { state in
                if let deadline = state.deadline, deadline <= .now { state.hasPassed = true }
                return state.hasPassed
            }
            if isLate { return true }
        }
    }
}
