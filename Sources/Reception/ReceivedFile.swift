package import Identifiers

/// A data set that lies whole and fsynced in the spool, as PS3.10 file with a file meta header of ours, and waits for its
/// commit. Who sent it never shows in the file's bytes, so that one data set makes one file whoever sends it.
package struct ReceivedFile: Hashable, Codable, Sendable {
    /// Unique within the child's life.
    package var number: Int
    /// The name in the child's spool folder.
    package var name: String
    /// SHA-256 of the whole file.
    package var digest: ContentDigest
    /// Bytes of the whole file.
    package var size: Int64
    /// (0000,0002), Affected SOP Class UID.
    package var sopClassUID: String
    /// (0000,1000), Affected SOP Instance UID.
    package var sopInstanceUID: String
    /// Of the presentation context.
    package var transferSyntaxUID: String
    /// The calling AE title.
    package var peer: String

    package init(
        number: Int,
        name: String,
        digest: ContentDigest,
        size: Int64,
        sopClassUID: String,
        sopInstanceUID: String,
        transferSyntaxUID: String,
        peer: String
    ) {
        self.number = number
        self.name = name
        self.digest = digest
        self.size = size
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
        self.transferSyntaxUID = transferSyntaxUID
        self.peer = peer
    }
}

/// What the service made of a received file; the child turns it into a C-STORE status (PS3.4 table B.2-1).
package enum CommitAnswer: Hashable, Codable, Sendable {
    /// In the archive and committed: 0000.
    case stored
    /// The same data set is there already: 0000, nothing stored twice.
    case duplicate
    /// It can't be read; kept in quarantine: C000 with this as error comment, without patient data.
    case notUnderstood(String)
    /// Class or instance of the data set differ from the request's; kept in quarantine: A900.
    case mismatch(String)
    /// Disk nearly full, ledger or archive refused: A700. Nothing is kept; the sender keeps its copy.
    case outOfResources(String)
}
