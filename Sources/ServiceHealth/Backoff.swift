/// Waits that double from `first` to `longest`, each between half of it and the whole, so that many who failed together don't
/// come back together. A pure value: the caller keeps the clock.
package struct Backoff: Hashable, Sendable {
    /// The wait after the first failure, at most.
    package let first: Duration
    /// No wait is longer.
    package let longest: Duration
    /// Failures in a row.
    package private(set) var failures = 0

    package init(first: Duration, longest: Duration) {
        precondition(first > .zero && longest >= first, "waits grow")
        self.first = first
        self.longest = longest
    }

    /// The wait after one more failure.
    package mutating func next(using random: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        var whole = first
        for _ in 1..<max(failures, 1) where whole < longest { whole = min(whole * 2, longest) }
        return whole * Double.random(in: 0.5...1, using: &random)
    }

    /// The wait after one more failure.
    package mutating func next() -> Duration {
        var random = SystemRandomNumberGenerator()
        return next(using: &random)
    }

    /// After a success.
    package mutating func reset() { failures = 0 }
}
