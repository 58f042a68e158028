internal import Metrics

/// What the running service counts, by the names that Prometheus shows. No label bears patient data: ways in, outcomes and
/// states only (law 7).
package enum ServiceMeasure {
    /// Files that were settled, by way in (`inbox`, `network`, `batch`) and outcome.
    package static func arrival(way: String, outcome: String) {
        Counter(label: "sonoquant_arrivals_total", dimensions: [("way", way), ("outcome", outcome)]).increment()
    }

    /// Bytes that were settled, by way in.
    package static func bytes(way: String, _ count: Int64) {
        Counter(label: "sonoquant_arrival_bytes_total", dimensions: [("way", way)]).increment(by: count)
    }

    /// Associations, by how they ended: `released`, `aborted`, `lost`, `refused`, `timedOut`.
    package static func association(_ ending: String) {
        Counter(label: "sonoquant_associations_total", dimensions: [("ending", ending)]).increment()
    }

    /// Studies that came to a state.
    package static func study(became state: String) {
        Counter(label: "sonoquant_studies_total", dimensions: [("state", state)]).increment()
    }

    /// How long a stage took, seconds.
    package static func stage(_ stage: String, seconds: Double) {
        Recorder(label: "sonoquant_stage_seconds", dimensions: [("stage", stage)]).record(seconds)
    }

    /// A level that stands now: `sonoquant_associations_open`, `sonoquant_commit_queue_files`,
    /// `sonoquant_free_bytes`, `sonoquant_studies`.
    package static func level(_ label: String, _ dimensions: [(String, String)] = [], _ value: Double) {
        Gauge(label: label, dimensions: dimensions).record(value)
    }
}
