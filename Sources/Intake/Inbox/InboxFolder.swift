package import Foundation
package import SystemCalls

/// Reaches files of an inbox name by name from its root, so that a folder that is swapped for a link meanwhile leads nowhere.
package final class InboxFolder: Sendable {
    /// The inbox itself.
    package let root: FolderDescriptor

    /// Opens a folder that a person named; a symbolic link is followed.
    package init(_ folder: URL) throws(SystemCallError) {
        root = try FolderDescriptor(path: folder.path)
    }

    /// Opens a folder; the inbox itself for the empty path.
    func subfolder(_ path: InboxPath) throws(SystemCallError) -> FolderDescriptor {
        var folder = try root.subfolder(Array(".".utf8))
        for name in path.components { folder = try folder.subfolder(name) }
        return folder
    }

    /// Opens a file for reading.
    func open(_ path: InboxPath) throws(SystemCallError) -> ReadableFile {
        let folder = try parent(of: path)
        return try folder.open(path.components.last ?? [])
    }

    /// What a path stands for now.
    func status(of path: InboxPath) throws(SystemCallError) -> FileStatus {
        let folder = try parent(of: path)
        return try folder.status(of: path.components.last ?? [])
    }

    /// The folder that holds a file.
    func parent(of path: InboxPath) throws(SystemCallError) -> FolderDescriptor {
        try subfolder(path.folder)
    }

    /// Removes a file, if it is still the one that was copied.
    ///
    /// - Returns: whether it was.
    func remove(_ path: InboxPath, ifStill status: FileStatus) throws(SystemCallError) -> Bool {
        let folder = try parent(of: path)
        let name = path.components.last ?? []
        guard try folder.status(of: name) == status else { return false }
        try folder.remove(name)
        return true
    }
}
