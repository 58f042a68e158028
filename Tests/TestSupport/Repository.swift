package import Foundation

/// Where the tests find the project and what stands beside it.
package enum Repository {
    /// The project's folder.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `../shared/testdata`, which CI always has and a user never needs; nil where it is absent.
    package static let sharedTestData: URL? = {
        let folder = root.deletingLastPathComponent().appending(path: "shared/testdata")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// The interpreter of the peers and judges, made by `scripts/python`; nil where that has not been run.
    package static let python: URL? = {
        let file = root.appending(path: ".venv/bin/python")
        return FileManager.default.isExecutableFile(atPath: file.path) ? file : nil
    }()
}
