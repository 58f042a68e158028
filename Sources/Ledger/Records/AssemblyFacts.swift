package import Foundation
package import Identifiers

/// What was announced of a study by modalities, archives and media.
package struct ExpectedInstances: Hashable, Sendable {
    /// Every SOP Instance UID that some source names; nil when none names any.
    package let announced: Set<String>?
    /// When a source last said that the study has ended without naming its instances: a marker file, an MPPS without a
    /// list. It says nothing of instances that come later.
    package let endedAt: Date?

    /// Whether a source said so.
    package var ended: Bool { endedAt != nil }
}

/// What decides whether a study is complete; no file and no clock is asked.
package struct AssemblyFacts: Hashable, Sendable {
    /// The study.
    package let key: StudyKey
    /// Of the study, from 1.
    package let revision: Int
    /// Where it stands.
    package let state: StudyState
    /// Since when.
    package let since: Date
    /// When its last instance came.
    package let lastArrival: Date
    /// Instances that are not set aside.
    package let instances: Int
    /// How many different instances were announced; nil when nobody named any.
    package let announced: Int?
    /// How many of those have not come.
    package let missing: Int
    /// When a source last said that the study has ended without naming its instances.
    package let endedAt: Date?
}
