package import Foundation
private import Identifiers

/// What lies in a folder: each file with the SHA-256 of its bytes, each folder.
package struct FileTree: Hashable, Sendable {
    /// `folder`, or the digest of a file, by path under the folder.
    package let entries: [String: String]

    /// - Parameters:
    ///   - folder: need not be there.
    ///   - isCounted: whether a path under the folder counts.
    package init(_ folder: URL, where isCounted: (String) -> Bool = { _ in true }) throws {
        var entries: [String: String] = [:]
        for path in FileManager.default.subpaths(atPath: folder.path) ?? [] where isCounted(path) {
            let url = folder.appending(path: path)
            let values = try url.resourceValues(forKeys: [.isDirectoryKey])
            entries[path] =
                values.isDirectory == true ? "folder" : ContentDigest(of: try Data(contentsOf: url)).hexadecimal
        }
        self.entries = entries
    }

    /// The paths, sorted.
    package var paths: [String] { entries.keys.sorted() }

    /// The digests of the files.
    package var digests: Set<String> { Set(entries.values) }

    /// The paths that are in only one of two trees or differ.
    package func differences(from other: FileTree) -> [String] {
        Set(entries.keys).union(other.entries.keys).filter { entries[$0] != other.entries[$0] }.sorted()
    }
}
