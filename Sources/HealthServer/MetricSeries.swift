internal import CoreMetrics
internal import Synchronization

/// One number that only grows.
final class CounterSeries: CounterHandler {
    private let total = Mutex<Int64>(0)

    var value: Int64 { total.withLock { $0 } }

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        total.withLock { total in
            let (sum, isTooMuch) = total.addingReportingOverflow(amount)
            total = isTooMuch ? .max : sum
        }
    }

    func reset() { total.withLock { $0 = 0 } }
}

/// One number that stands as last said.
final class GaugeSeries: RecorderHandler {
    private let level = Mutex<Double>(0)

    var value: Double { level.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { level.withLock { $0 = value } }
}

/// Durations in seconds, counted by bucket.
final class HistogramSeries: RecorderHandler, TimerHandler {
    /// What was counted until now.
    struct Count: Hashable, Sendable {
        /// Not cumulated; one more than the bounds, the last without bound.
        var buckets = [Int64](repeating: 0, count: HistogramSeries.bounds.count + 1)
        var sum = 0.0
    }

    /// Upper bounds, seconds: from a file's commit to the longest analysis.
    static let bounds = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800]

    private let count = Mutex(Count())

    var value: Count { count.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        count.withLock { count in
            count.buckets[bucket] += 1
            count.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
