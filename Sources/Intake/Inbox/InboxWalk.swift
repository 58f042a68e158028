internal import Foundation
package import SystemCalls
internal import SystemPackage

/// One thing that was found in an inbox.
package struct InboxFinding: Sendable {
    /// What to do with it.
    package enum Content: Sendable {
        /// A file to take.
        case file
        /// Nothing to take; why.
        case skipped(String)
        /// The system doesn't let us; why.
        case unreadable(String)
    }

    /// Under the inbox.
    package let path: InboxPath
    /// Nil where not even that could be read.
    package let status: FileStatus?
    /// What to do with it.
    package let content: Content

    package init(path: InboxPath, status: FileStatus?, content: Content) {
        self.path = path
        self.status = status
        self.content = content
    }
}

/// Lists an inbox, without following links and without leaving it.
package struct InboxWalk {
    private let limits: InboxLimits
    private let excluded: [FileStatus]
    private var findings: [InboxFinding] = []
    private var isInOrder = true

    /// Everything under `root`, in the order of the paths' bytes.
    ///
    /// - Parameters:
    ///   - root: the inbox.
    ///   - path: what `root` is itself, when it is a folder of the inbox.
    ///   - excluded: folders that are passed over without a word: the state directory, and where taken files go.
    ///   - limits: how much is listed.
    ///   - entering: called with each folder before it is listed, `root` included.
    /// - Returns: the findings.
    package static func findings(
        in root: borrowing FolderDescriptor,
        at path: InboxPath = InboxPath([]),
        excluding excluded: [FileStatus],
        limits: InboxLimits,
        entering: (borrowing FolderDescriptor, InboxPath) -> Void = { _, _ in }
    ) -> [InboxFinding] {
        var walk = InboxWalk(limits: limits, excluded: excluded)
        walk.list(root, at: path, entering)
        return walk.isInOrder ? walk.findings : walk.findings.sorted { $0.path < $1.path }
    }

    private init(limits: InboxLimits, excluded: [FileStatus]) {
        self.limits = limits
        self.excluded = excluded
    }

    private mutating func list(
        _ folder: borrowing FolderDescriptor,
        at path: InboxPath,
        _ entering: (borrowing FolderDescriptor, InboxPath) -> Void
    ) {
        entering(folder, path)
        let names: [[UInt8]]
        do {
            guard let found = try folder.names(limit: limits.namesInFolder) else {
                note(path, nil, .unreadable("the folder holds more than \(limits.namesInFolder) names: divide it"))
                return
            }
            names = found
        } catch {
            note(path, nil, .unreadable("the folder can't be read: \(error.reason)"))
            return
        }
        for name in names {
            guard findings.count < limits.files else {
                // A word on the folder after its files.
                isInOrder = false
                note(path, nil, .unreadable("the inbox holds more than \(limits.files) files: take some away first"))
                return
            }
            visit(name, in: folder, at: path.appending(name), entering)
        }
    }

    private mutating func visit(
        _ name: [UInt8],
        in folder: borrowing FolderDescriptor,
        at path: InboxPath,
        _ entering: (borrowing FolderDescriptor, InboxPath) -> Void
    ) {
        let status: FileStatus
        do {
            status = try folder.status(of: name)
        } catch {
            // Gone since it was listed: whoever drops files also renames them.
            if error.reason != .noSuchFileOrDirectory {
                note(path, nil, .unreadable("it can't be looked at: \(error.reason)"))
            }
            return
        }
        if status.kind == .folder {
            descend(name, status, in: folder, at: path, entering)
        } else {
            findings.append(Self.finding(path, status))
        }
    }

    /// What is to be done with a file, a link or something special, by its status and name.
    static func finding(_ path: InboxPath, _ status: FileStatus) -> InboxFinding {
        let content: InboxFinding.Content =
            switch status.kind {
            case .regular where isPartial(path.components.last ?? []):
                .skipped("a temporary or partial file, by its name")
            case .regular: .file
            case .symbolicLink: .skipped("a symbolic link, which is not followed")
            case .special, .folder: .skipped("no regular file")
            }
        return InboxFinding(path: path, status: status, content: content)
    }

    private mutating func descend(
        _ name: [UInt8],
        _ status: FileStatus,
        in folder: borrowing FolderDescriptor,
        at path: InboxPath,
        _ entering: (borrowing FolderDescriptor, InboxPath) -> Void
    ) {
        if excluded.contains(where: { $0.inode == status.inode && $0.device == status.device }) { return }
        guard path.components.count <= limits.depth else {
            note(path, status, .unreadable("folders nest deeper than \(limits.depth)"))
            return
        }
        do throws(SystemCallError) {
            let subfolder = try folder.subfolder(name)
            list(subfolder, at: path, entering)
        } catch {
            note(path, status, .unreadable("the folder can't be opened: \(error.reason)"))
        }
    }

    private mutating func note(_ path: InboxPath, _ status: FileStatus?, _ content: InboxFinding.Content) {
        findings.append(InboxFinding(path: path, status: status, content: content))
    }

    /// The names that copying programs give to what they haven't finished.
    static func isPartial(_ name: [UInt8]) -> Bool {
        let text = String(decoding: name, as: UTF8.self).lowercased()
        return text.hasPrefix(".") || text.hasPrefix("~") || text.hasSuffix("~")
            || [".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload"].contains { text.hasSuffix($0) }
    }
}
