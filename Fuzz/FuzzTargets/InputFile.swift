internal import Foundation

/// A file with an input's bytes, for parsers that take a path; written anew for each input, in memory, one a process.
enum InputFile {
    static let path = "/dev/shm/sonoquant-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

    static func write(_ bytes: [UInt8]) {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
            preconditionFailure("there is no room in /dev/shm")
        }
    }
}
