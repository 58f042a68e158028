internal import Foundation
internal import SystemCalls

/// A file from some byte to its end.
struct FileTail {
    let file: URL
    let offset: UInt64

    private static let bufferBytes = 256 << 10

    /// Whether two hold the same bytes.
    ///
    /// - Throws: what the system refused.
    static func agree(_ left: FileTail, _ right: FileTail) throws(SystemCallError) -> Bool {
        let first = try left.open()
        let second = try right.open()
        let (sizeOfFirst, sizeOfSecond) = (try first.status().size, try second.status().size)
        guard let start = Int64(exactly: left.offset), let otherStart = Int64(exactly: right.offset),
            sizeOfFirst - start == sizeOfSecond - otherStart, start <= sizeOfFirst
        else { return false }
        try first.seek(to: start)
        try second.seek(to: otherStart)
        return try agree(first, second)
    }

    /// Whether two open files hold the same bytes from where they are to their ends.
    ///
    /// - Throws: what the system refused.
    static func agree(
        _ first: borrowing ReadableFile,
        _ second: borrowing ReadableFile
    ) throws(SystemCallError) -> Bool {
        var buffer = [UInt8](repeating: 0, count: bufferBytes)
        var other = buffer
        while true {
            let count = try first.fill(&buffer)
            guard try second.fill(&other) == count else { return false }
            if count == 0 { return true }
            guard buffer[..<count] == other[..<count] else { return false }
        }
    }

    /// What stands before it.
    ///
    /// - Throws: what the system refused.
    func head() throws(SystemCallError) -> Data {
        let source = try open()
        var head = [UInt8](repeating: 0, count: Int(clamping: offset))
        let count = try source.fill(&head)
        return Data(head.prefix(count))
    }

    private func open() throws(SystemCallError) -> ReadableFile {
        try FolderDescriptor(path: file.deletingLastPathComponent().path).open(Array(file.lastPathComponent.utf8))
    }
}
