internal import ArgumentParser
internal import CheckedYAML
internal import Configuration
internal import Foundation
internal import Logging
internal import Service

/// The options that say which installation a command is about.
struct StateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The state directory; else SONOQUANT_STATE.", valueName: "dir"))
    var state: String?

    @Option(
        help: ArgumentHelp("The configuration; else SONOQUANT_CONFIG, else STATE/sonoquant.yaml.", valueName: "file")
    )
    var config: String?

    @Flag(help: "Log each step to standard error, without patient data.")
    var verbose = false

    /// The folders of the installation.
    func directory() throws -> StateDirectory {
        guard let path = state ?? ProcessInfo.processInfo.environment["SONOQUANT_STATE"], !path.isEmpty else {
            throw ValidationError("name the state directory: --state DIR, or set SONOQUANT_STATE")
        }
        return StateDirectory(root: URL(filePath: path))
    }

    /// The configuration of the installation; defaults where there is no file.
    func configuration(of directory: StateDirectory) throws(YAMLProblem) -> SiteConfiguration {
        if let path = config ?? ProcessInfo.processInfo.environment["SONOQUANT_CONFIG"] {
            return try SiteConfiguration.read(URL(filePath: path))
        }
        guard FileManager.default.fileExists(atPath: directory.configuration.path) else { return SiteConfiguration() }
        return try SiteConfiguration.read(directory.configuration)
    }

    /// A logger to standard error that says nothing below `quietest` unless asked.
    ///
    /// - Parameters:
    ///   - format: as the configuration says.
    ///   - quietest: what is said without `--verbose`.
    /// - Returns: the logger.
    func logger(_ format: ServeConfiguration.LogFormat, quietest: Logger.Level = .warning) -> Logger {
        var logger = Logger(label: "sonoquant") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.logLevel = verbose ? .info : quietest
        return logger
    }
}
