package import Foundation

/// A program that tests run: the real `sonoquant`, as the build put it beside the tests, unless another is named.
package struct Program: Sendable {
    /// What a finished run left.
    package struct Ending: Sendable {
        /// The exit code, or minus the signal that ended it.
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// The executable.
    package static let url = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        .appending(path: "sonoquant")

    private let executable: URL
    private let environment: [String: String]

    /// - Parameters:
    ///   - executable: another program, such as a judge.
    ///   - environment: added to this process's.
    package init(executable: URL = Self.url, environment: [String: String] = [:]) {
        self.executable = executable
        self.environment = environment
    }

    /// Starts a run whose output goes to files in `folder`; the caller waits or kills.
    package func start(_ arguments: [String], outputIn folder: URL, input: String? = nil) throws -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        for name in ["stdout", "stderr"] {
            try Data().write(to: folder.appending(path: name))
        }
        process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "stdout"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "stderr"))
        if let input {
            let file = folder.appending(path: "stdin")
            try Data(input.utf8).write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        return process
    }

    /// Runs to the end.
    ///
    /// - Parameter watch: called a few times a second meanwhile.
    package func run(_ arguments: [String], input: String? = nil, watch: (() -> Void)? = nil) throws -> Ending {
        let folder = try TemporaryFolder()
        let process = try start(arguments, outputIn: folder.url, input: input)
        if let watch {
            while process.isRunning {
                watch()
                Thread.sleep(forTimeInterval: 0.25)
            }
        }
        process.waitUntilExit()
        return Ending(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: try Data(contentsOf: folder.url.appending(path: "stdout")), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: folder.url.appending(path: "stderr")), as: UTF8.self)
        )
    }
}
