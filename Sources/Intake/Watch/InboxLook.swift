internal import SystemCalls

/// What of an inbox is to be looked at.
struct InboxQuestion: Sendable {
    /// All of it; folders that aren't watched yet are then watched.
    var isEverything = false
    /// Folders that came or must be looked through.
    var folders: Set<InboxPath> = []
    /// Files that a change was told of.
    var touched: [InboxPath: SettlingFiles.Notice] = [:]
    /// Files that may be due.
    var ripe: [InboxPath] = []
}

/// What a look at an inbox found.
struct InboxLook: Sendable {
    /// A file that may be due, as it is now.
    struct RipeFile: Sendable {
        let finding: InboxFinding
        let hasWriter: Bool
    }

    /// The inbox, open for those who take files from it.
    let inbox: InboxFolder
    /// The inbox's absolute path, as the ledger names it.
    let inboxName: String
    /// Whether all was looked at, also where only a part was asked for: another folder may stand there now.
    let isEverything: Bool
    /// The folders that were looked through.
    let folders: Set<InboxPath>
    /// What was found in them.
    var seen: [InboxFinding] = []
    var touched: [(finding: InboxFinding, notice: SettlingFiles.Notice)] = []
    var ripe: [RipeFile] = []
    var gone: [InboxPath] = []
    /// Whether changes may go untold, so that all must be looked at often.
    var isPolled = false
    /// Why folders aren't watched; nil where they are or need not be.
    var refusal: ChangeNotifications.Refusal?
}
