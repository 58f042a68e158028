package import Foundation
internal import Synchronization

/// What is not as it should be right now, each with since when: the running service's parts raise and clear conditions; `status`,
/// `/health` and the log show them. Safe from any thread.
package final class Conditions: Sendable {
    /// One trouble that lasts.
    package struct Condition: Hashable, Codable, Sendable {
        /// Which part raised it: `inbox 1`, `receiver`, `disk`, `outbox`, `commitment`.
        package let part: String
        /// What is wrong and what to do, without patient data or paths from outside.
        package var words: String
        /// When it was first raised.
        package let since: Date
        /// How often it was raised since then.
        package var times: Int
        /// Whether the service takes nothing in because of it.
        package var stopsIntake: Bool
    }

    private let present = Mutex<[String: Condition]>([:])
    private let now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// Says that a part is in trouble; again renews the words and counts.
    ///
    /// - Returns: whether it is new, so that a log says it once.
    @discardableResult
    package func raise(_ part: String, _ words: String, stopsIntake: Bool = false) -> Bool {
        let date = now()
        return present.withLock { present in
            if var known = present[part] {
                known.words = words
                known.times += 1
                known.stopsIntake = stopsIntake
                present[part] = known
                return false
            }
            present[part] = Condition(part: part, words: words, since: date, times: 1, stopsIntake: stopsIntake)
            return true
        }
    }

    /// Says that a part is well again.
    ///
    /// - Returns: what it had been in; nil when nothing was wrong.
    @discardableResult
    package func clear(_ part: String) -> Condition? {
        present.withLock { $0.removeValue(forKey: part) }
    }

    /// Forgets everything but one part: the others begin anew, and say themselves what is wrong.
    package func clear(allBut part: String) {
        present.withLock { present in present = present.filter { $0.key == part } }
    }

    /// Everything that is wrong now, by part.
    package var all: [Condition] {
        present.withLock { $0.values.sorted { $0.part < $1.part } }
    }
}
