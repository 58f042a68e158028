import Foundation

/// The running processes, by Linux's `/proc`.
enum ProcessTable {
    /// Whether a process runs; one that has ended and only waits to be reaped doesn't.
    static func isRunning(_ process: Int32) -> Bool {
        // A process that is gone has no file, which is the answer.
        guard let stat = try? String(contentsOf: URL(filePath: "/proc/\(process)/stat"), encoding: .utf8),
            let state = stat.split(separator: ")").last?.split(separator: " ").first
        else { return false }
        return state != "Z" && state != "X"
    }

    /// The running processes whose command line holds these words next to each other.
    static func running(with words: [String]) throws -> [Int32] {
        let wanted = "\0" + words.joined(separator: "\0") + "\0"
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { process in
            // A process may end between the listing and the look.
            let line = try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))
            return line.map { String(decoding: $0, as: UTF8.self).contains(wanted) } == true && isRunning(process)
        }
    }

    /// Waits until a condition holds.
    ///
    /// - Returns: whether it did, within the time.
    static func waits(seconds: Double = 20, until condition: () throws -> Bool) rethrows -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return try condition()
    }
}
