package import Foundation

/// Reads files that others wrote, with a bound on their size (law 8).
package enum BoundedFile {
    /// The whole of a regular file.
    ///
    /// - Throws: that there is none, that it is no regular file, that it is longer than `longest` bytes.
    package static func read(_ file: URL, atMost longest: Int) throws(BoundedFileError) -> Data {
        let target = file.resolvingSymlinksInPath()
        let type: FileAttributeType?
        do {
            type = try FileManager.default.attributesOfItem(atPath: target.path)[.type] as? FileAttributeType
        } catch CocoaError.fileNoSuchFile, CocoaError.fileReadNoSuchFile {
            throw .absent
        } catch {
            throw .unreadable
        }
        // A pipe or a device could block or never end.
        guard type == .typeRegular else { throw .notRegular }
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: target)
            bytes = try handle.read(upToCount: longest + 1) ?? Data()
            try handle.close()
        } catch CocoaError.fileNoSuchFile, CocoaError.fileReadNoSuchFile {
            throw .absent
        } catch {
            throw .unreadable
        }
        guard bytes.count <= longest else { throw .tooLong(longest) }
        return bytes
    }
}

/// Why a file of others can't be read. Says nothing of its name or content.
package enum BoundedFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is none of that name, it is no regular file, or the system refuses it.
    case absent, notRegular, unreadable
    /// Longer than this many bytes.
    case tooLong(Int)

    package var description: String {
        switch self {
        case .absent: "does not exist"
        case .notRegular: "is no regular file"
        case .unreadable: "can't be read; check its permissions"
        case .tooLong(let bytes): "is longer than \(bytes) bytes, the most that is read"
        }
    }
}
