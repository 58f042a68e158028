internal import Identifiers
internal import Reception

/// What announcements say (PS3.4 annexes F and R), with the studies of the performed procedure steps that were begun.
struct PerformedSteps: Sendable {
    /// Steps and instances that are remembered or read (law 8).
    private static let steps = 10_000
    private static let instances = 100_000

    private var studies: [String: [String]] = [:]
    private var order: [String] = []

    /// An MPPS N-CREATE. It says which studies the step belongs to; false when it names none.
    mutating func begin(step: String, _ elements: DataElements) -> Bool {
        var found: [String] = []
        for item in elements.items(Tag.scheduledStepAttributesSequence) {
            guard let study = item.text(Tag.studyInstanceUID), DICOMUID(study) != nil else { continue }
            if !found.contains(study) && found.count < 16 { found.append(study) }
        }
        guard !found.isEmpty else { return false }
        if studies.updateValue(found, forKey: step) == nil {
            order.append(step)
            if order.count > Self.steps { studies[order.removeFirst()] = nil }
        }
        return true
    }

    /// What an MPPS N-SET announces: nothing while the step goes on; nil when the step is not known.
    func change(step: String, _ elements: DataElements) -> [StudyAnnouncement]? {
        guard let studies = studies[step] else { return nil }
        guard ["COMPLETED", "DISCONTINUED"].contains(elements.text(Tag.performedStepStatus)) else { return [] }
        var instances: [String] = []
        for series in elements.items(Tag.performedSeriesSequence) {
            for sequence in [Tag.referencedImageSequence, Tag.referencedNonImageSequence] {
                instances += Self.instances(series.items(sequence))
            }
        }
        // Which of several studies an instance belongs to isn't said.
        let isOne = studies.count == 1 && instances.count <= Self.instances
        return studies.map { study in
            StudyAnnouncement(studyInstanceUID: study, source: "mpps \(step)", instances: isOne ? instances : [])
        }
    }

    /// What an Instance Availability Notification announces; nil when it names no study.
    static func availability(notification: String, _ elements: DataElements) -> StudyAnnouncement? {
        guard let study = elements.text(Tag.studyInstanceUID), DICOMUID(study) != nil else { return nil }
        var found: [String] = []
        for series in elements.items(Tag.referencedSeriesSequence) {
            found += instances(series.items(Tag.referencedSOPSequence))
        }
        return StudyAnnouncement(
            studyInstanceUID: study,
            source: "ian \(notification)",
            instances: found.count <= instances ? found : []
        )
    }

    private static func instances(_ items: [DataElements]) -> [String] {
        var found: [String] = []
        for item in items {
            if let instance = item.text(Tag.referencedSOPInstanceUID), DICOMUID(instance) != nil {
                found.append(instance)
            }
        }
        return found
    }
}
