package import Identifiers
internal import Synchronization

/// Where parts of the service say that studies have ended: a marker file was taken, a batch's folder is whole. Safe from any
/// thread.
package final class EndedStudies: Sendable {
    private let waiting = Mutex<Set<StudyKey>>([])

    package init() {}

    /// Says that studies have all their instances in the ledger.
    package func end(_ studies: some Sequence<StudyKey>) {
        waiting.withLock { $0.formUnion(studies) }
    }

    /// What was said since the last time.
    func takeAll() -> [StudyKey] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting.sorted()
        }
    }
}
