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
    private let excluded: FileStatus?
    private var findings: [InboxFinding] = []

    /// Everything under `root`, in the order of the paths' bytes.
    ///
    /// - Parameters:
    ///   - root: the inbox.
    ///   - excluded: a folder that is passed over without a word: the state directory.
    ///   - limits: how much is listed.
    /// - Returns: the findings.
    package static func findings(
        in root: borrowing FolderDescriptor,
        excluding excluded: FileStatus?,
        limits: InboxLimits
    ) -> [InboxFinding] {
        var walk = InboxWalk(limits: limits, excluded: excluded)
        walk.list(root, at: InboxPath([]))
        return walk.findings.sorted { $0.path < $1.path }
    }

    private init(limits: InboxLimits, excluded: FileStatus?) {
        self.limits = limits
        self.excluded = excluded
    }

    private mutating func list(_ folder: borrowing FolderDescriptor, at path: InboxPath) {
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
                note(path, nil, .unreadable("the inbox holds more than \(limits.files) files: take some away first"))
                return
            }
            visit(name, in: folder, at: path.appending(name))
        }
    }

    private mutating func visit(_ name: [UInt8], in folder: borrowing FolderDescriptor, at path: InboxPath) {
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
        switch status.kind {
        case .regular:
            note(path, status, Self.isPartial(name) ? .skipped("a temporary or partial file, by its name") : .file)
        case .symbolicLink: note(path, status, .skipped("a symbolic link, which is not followed"))
        case .special: note(path, status, .skipped("no regular file"))
        case .folder: descend(name, status, in: folder, at: path)
        }
    }

    private mutating func descend(
        _ name: [UInt8],
        _ status: FileStatus,
        in folder: borrowing FolderDescriptor,
        at path: InboxPath
    ) {
        if let excluded, status.inode == excluded.inode, status.device == excluded.device { return }
        guard path.components.count <= limits.depth else {
            note(path, status, .unreadable("folders nest deeper than \(limits.depth)"))
            return
        }
        do throws(SystemCallError) {
            let subfolder = try folder.subfolder(name)
            list(subfolder, at: path)
        } catch {
            note(path, status, .unreadable("the folder can't be opened: \(error.reason)"))
        }
    }

    private mutating func note(_ path: InboxPath, _ status: FileStatus?, _ content: InboxFinding.Content) {
        findings.append(InboxFinding(path: path, status: status, content: content))
    }

    /// The names that copying programs give to what they haven't finished.
    private static func isPartial(_ name: [UInt8]) -> Bool {
        let text = String(decoding: name, as: UTF8.self).lowercased()
        return text.hasPrefix(".") || text.hasPrefix("~") || text.hasSuffix("~")
            || [".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload"].contains { text.hasSuffix($0) }
    }
}
