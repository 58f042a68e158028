package import Identifiers

/// Tells one state of a file from another without reading it.
package struct FileIdentity: Hashable, Sendable {
    /// Bytes.
    package let size: Int64
    /// Modification time, nanoseconds since 1970.
    package let modifiedNanoseconds: Int64
    /// The inode's number.
    package let inode: UInt64

    package init(size: Int64, modifiedNanoseconds: Int64, inode: UInt64) {
        self.size = size
        self.modifiedNanoseconds = modifiedNanoseconds
        self.inode = inode
    }
}

/// What became of a file.
package enum ArrivalOutcome: Hashable, Sendable {
    /// In the archive, with its study.
    case archived(StudyKey)
    /// The study has these very bytes already, from that arrival.
    case duplicate(of: ArrivalNumber, StudyKey)
    /// In the archive with its study; no decoder here for its pixels.
    case keptNotMeasured(StudyKey, reason: String)
    /// Nothing of ours; left where it is.
    case skipped(reason: String)
    /// An archive whose files were taken one by one; whether the state directory has the bytes of every one of them.
    case unpacked(everyFileKept: Bool, reason: String)
    /// In quarantine, under the arrival's number.
    case quarantined(code: String, reason: String)
    /// Was in quarantine; a person had it removed. The reason is still that of the quarantine.
    case discarded(code: String, reason: String)
    /// The system didn't let us read it; tried again by the next run.
    case unreadable(reason: String)
    /// Still being written, or the like; tried again by the next run.
    case unsettled(reason: String)

    /// The case's name, without what it carries.
    package var name: String {
        switch self {
        case .archived: "archived"
        case .duplicate: "duplicate"
        case .keptNotMeasured: "keptNotMeasured"
        case .skipped: "skipped"
        case .unpacked: "unpacked"
        case .quarantined: "quarantined"
        case .discarded: "discarded"
        case .unreadable: "unreadable"
        case .unsettled: "unsettled"
        }
    }

    /// Why, in words; nil where there is nothing to explain.
    package var reason: String? {
        switch self {
        case .archived, .duplicate: nil
        case .keptNotMeasured(_, let reason), .skipped(let reason), .unpacked(_, let reason),
            .quarantined(_, let reason),
            .discarded(_, let reason), .unreadable(let reason), .unsettled(let reason):
            reason
        }
    }

    /// The stable code of a quarantine's reason, or how much of an archive was kept; nil for all else.
    package var code: String? {
        switch self {
        case .quarantined(let code, _), .discarded(let code, _): code
        case .unpacked(let everyFileKept, _): everyFileKept ? Self.everyFileKeptCode : Self.someFilesKeptCode
        case .archived, .duplicate, .keptNotMeasured, .skipped, .unreadable, .unsettled: nil
        }
    }

    static let everyFileKeptCode = "everyFileKept"
    static let someFilesKeptCode = "someFilesKept"

    /// The arrival that brought the same bytes first; nil for all but a duplicate.
    package var original: ArrivalNumber? {
        if case .duplicate(let first, _) = self { first } else { nil }
    }

    /// Whether a further run leaves the file alone.
    package var isFinal: Bool {
        switch self {
        case .archived, .duplicate, .keptNotMeasured, .skipped, .unpacked, .quarantined, .discarded: true
        case .unreadable, .unsettled: false
        }
    }

    /// The study that it belongs to.
    package var study: StudyKey? {
        switch self {
        case .archived(let study), .duplicate(_, let study), .keptNotMeasured(let study, _): study
        case .skipped, .unpacked, .quarantined, .discarded, .unreadable, .unsettled: nil
        }
    }
}

/// A file that was seen in an inbox. The path may carry patient data: it is for terminals and `--json`, never for logs.
package struct ArrivalRecord: Hashable, Sendable {
    /// Given when the file was first seen; never used again.
    package let number: ArrivalNumber
    /// The inbox's absolute path.
    package let inbox: String
    /// Under the inbox; bytes that are no printable UTF-8 are written `\xHH`.
    package let relativePath: String
    /// As it was when the file was last seen.
    package let identity: FileIdentity
    /// Of the bytes; nil before they were read.
    package let digest: ContentDigest?
    /// Nil while it is being taken.
    package let outcome: ArrivalOutcome?
    /// The study, also of a file that went to quarantine after its analysis.
    package let study: StudyKey?
}
