internal import Identifiers
internal import Imaging
internal import Reception

extension StudyAnnouncement {
    /// What a media directory lists of the classes that are kept, a study each. None where it can't be followed: that says
    /// nothing of the files, which are found without it.
    static func all(of dataSet: borrowing DataSet) -> [StudyAnnouncement] {
        // Its trouble is no file's.
        guard let directory = try? dataSet.mediaDirectory() else { return [] }
        let source = "dicomdir \(directory.sopInstanceUID?.value ?? "unnamed")"
        return directory.studies.sorted { $0.key.value < $1.key.value }.compactMap { study, objects in
            let ours = objects.filter {
                switch SOPClassRole($0.sopClassUID) {
                case .ultrasound, .supporting: true
                case .mediaDirectory, .foreign: false
                }
            }
            guard !ours.isEmpty else { return nil }
            return StudyAnnouncement(
                studyInstanceUID: study.value,
                source: source,
                instances: ours.map(\.sopInstanceUID.value).sorted()
            )
        }
    }
}
