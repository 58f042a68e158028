internal import Foundation
internal import SystemCalls
internal import SystemPackage

/// Where the files of an inbox go that are safe in the state directory (`WatchedInbox.Taken.moved`): each to the path that it had in
/// the inbox. Nothing there is written over.
struct TakenFolder {
    let folder: URL

    /// Names that are tried beside the file's own before it is left where it is.
    private static let numbers = 2...999
    private static let bufferBytes = 256 << 10

    /// Moves a file, if it is still the one that was taken. Killed anywhere, it stands in one of the two places whole, and the next
    /// call ends with the same.
    ///
    /// - Throws: what the system refused; the file then stays in the inbox.
    func take(
        _ path: InboxPath,
        of inbox: InboxFolder,
        ifStill status: FileStatus
    ) throws(SystemCallError) {
        guard let name = path.components.last else { return }
        try DurableFile.makeFolder(folder, permissions: 0o755)
        var target = try FolderDescriptor(path: folder.path)
        for component in path.components.dropLast() { target = try target.madeSubfolder(component) }
        let source = try inbox.parent(of: path)
        guard try source.status(of: name) == status else { return }
        for candidate in [name] + Self.numbers.map({ Self.numbered(name, $0) }) {
            guard try put(name, of: source, status, into: target, as: candidate) else { continue }
            try target.synchronise()
            _ = try inbox.remove(path, ifStill: status)
            return
        }
        throw SystemCallError(call: "rename", subject: "a file", reason: .fileExists)
    }

    /// - Returns: false when another file has the name.
    private func put(
        _ name: [UInt8],
        of source: borrowing FolderDescriptor,
        _ status: FileStatus,
        into target: borrowing FolderDescriptor,
        as candidate: [UInt8]
    ) throws(SystemCallError) -> Bool {
        do throws(SystemCallError) {
            if try source.link(name, into: target, as: candidate) {
                // The name may have come to stand for another file since.
                if try target.status(of: candidate) == status { return true }
                try target.remove(candidate)
                throw SystemCallError(call: "link", subject: "a file", reason: .noSuchFileOrDirectory)
            }
        } catch  where [.improperLink, .notPermitted, .notSupported, .tooManyLinks].contains(error.reason) {
            if try copy(name, of: source, status, into: target, as: candidate) { return true }
        }
        return try isSame(name, of: source, candidate, of: target)
    }

    private func copy(
        _ name: [UInt8],
        of source: borrowing FolderDescriptor,
        _ status: FileStatus,
        into target: borrowing FolderDescriptor,
        as candidate: [UInt8]
    ) throws(SystemCallError) -> Bool {
        // Reserves the name; the whole file then takes its place at once.
        guard try target.create(candidate) != nil else { return false }
        let temporary = Array(".".utf8) + candidate.prefix(200) + Array(".sonoquant.tmp".utf8)
        do throws(SystemCallError) {
            try? target.remove(temporary)  // a killed run's, if any
            guard let file = try target.create(temporary) else {
                throw SystemCallError(call: "open", subject: "a file", reason: .fileExists)
            }
            let original = try source.open(name)
            var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
            while true {
                let count = try original.read(into: &buffer)
                if count == 0 { break }
                try file.write(buffer, count: count)
            }
            try file.synchronise()
            guard try original.status() == status else {
                throw SystemCallError(call: "copy", subject: "a file", reason: .resourceBusy)
            }
            try target.rename(temporary, to: candidate)
            return true
        } catch {
            // The reserved name is ours and empty; what can't be removed harms nobody.
            try? target.remove(temporary)
            try? target.remove(candidate)
            throw error
        }
    }

    private func isSame(
        _ name: [UInt8],
        of source: borrowing FolderDescriptor,
        _ other: [UInt8],
        of target: borrowing FolderDescriptor
    ) throws(SystemCallError) -> Bool {
        guard try target.status(of: other).kind == .regular else { return false }
        let first = try source.open(name)
        let second = try target.open(other)
        return try FileTail.agree(first, second)
    }

    /// `scan.dcm` becomes `scan-2.dcm`.
    private static func numbered(_ name: [UInt8], _ number: Int) -> [UInt8] {
        let suffix = Array("-\(number)".utf8)
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return name + suffix }
        return name[..<dot] + suffix + name[dot...]
    }
}
