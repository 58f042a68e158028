internal import Foundation
internal import Identifiers
internal import Ledger
internal import SystemCalls

/// The reports that this program wrote, which come back from archives and are not a study's content. A file is one of them by its
/// data set, not by its SOP Instance UID: other content under that UID is kept like any other (law 2).
struct OwnReports: Sendable {
    /// The folder that `ReportRecord.folder` is under.
    let folder: URL

    private static let fileName = "report.dcm"
    /// Preamble, prefix and (0002,0000) File Meta Information Group Length (PS3.10 section 7.1).
    private static let groupLengthEnd = 144
    /// The longest file meta information of a report of ours.
    private static let longestHead: UInt64 = 1 << 16

    /// Whether a file has the data set of a report; its file meta information may be another's. Reads both files.
    ///
    /// - Parameters:
    ///   - file: what came.
    ///   - digest: of its bytes.
    ///   - offset: where its data set begins; nil where that is unknown.
    ///   - report: the report that bears its SOP Instance UID.
    /// - Returns: false also where either can't be read: it is then kept.
    func isReport(
        _ file: URL,
        digest: ContentDigest,
        dataSetOffset offset: UInt64?,
        _ report: ReportRecord
    ) -> Bool {
        if digest == report.digest { return true }
        guard let offset else { return false }
        let written = folder.appending(path: report.folder).appending(path: Self.fileName)
        do {
            let head = try FileTail(file: written, offset: UInt64(Self.groupLengthEnd)).head()
            guard head.count == Self.groupLengthEnd else { return false }
            let length = head.suffix(4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard length <= Self.longestHead else { return false }
            return try FileTail.agree(
                FileTail(file: file, offset: offset),
                FileTail(file: written, offset: UInt64(Self.groupLengthEnd) + length)
            )
        } catch {
            // What can't be compared is kept: nothing is lost by one content too many.
            return false
        }
    }
}
