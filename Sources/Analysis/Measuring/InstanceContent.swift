internal import Foundation
internal import Identifiers
internal import Imaging

/// One content that the analysis was given: a file, opened once for what it says of itself.
struct InstanceContent: Sendable {
    /// The position in the list of names, from 0: what the progress names.
    let position: Int
    let file: URL
    let digest: ContentDigest
    let facts: InstanceFacts

    /// The record of this content.
    func record(
        _ disposition: StudyResult.InstanceRecord.Disposition,
        omissions: [String] = []
    ) -> StudyResult.InstanceRecord {
        StudyResult.InstanceRecord(
            sopInstanceUID: facts.sopInstanceUID,
            sopClassUID: facts.sopClassUID,
            seriesInstanceUID: facts.seriesInstanceUID,
            digest: digest,
            transferSyntaxUID: facts.transferSyntaxUID,
            rows: facts.image?.pixels?.rows,
            columns: facts.image?.pixels?.columns,
            frames: facts.image?.pixels?.frames,
            disposition: disposition,
            omissions: omissions
        )
    }
}
