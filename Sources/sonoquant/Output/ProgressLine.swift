internal import Synchronization

/// One line on a terminal that is rewritten as work goes on; silent where nobody watches (cron).
final class ProgressLine: Sendable {
    private let isShown: Bool
    private let length = Mutex(0)

    init(isShown: Bool) {
        self.isShown = isShown
    }

    /// Replaces the line.
    func show(_ text: String) {
        guard isShown else { return }
        length.withLock { length in
            Standard.note("\r" + text + String(repeating: " ", count: max(0, length - text.count)))
            length = text.count
        }
    }

    /// Removes the line.
    func clear() {
        guard isShown else { return }
        length.withLock { length in
            if length > 0 { Standard.note("\r" + String(repeating: " ", count: length) + "\r") }
            length = 0
        }
    }
}
