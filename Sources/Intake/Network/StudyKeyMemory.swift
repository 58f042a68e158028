internal import Identifiers

/// Keys of the studies that came last, so that the ledger isn't asked for each file. A key never changes.
struct StudyKeyMemory: Sendable {
    private var keys: [DICOMUID: StudyKey] = [:]

    /// Studies that are remembered; then it starts anew.
    private static let limit = 10_000

    subscript(studyInstanceUID: DICOMUID) -> StudyKey? { keys[studyInstanceUID] }

    mutating func remember(_ found: [DICOMUID: StudyKey]) {
        if keys.count + found.count > Self.limit { keys = [:] }
        keys.merge(found) { $1 }
    }
}
