package import Foundation

/// A made-up imaging centre: an inbox, orders, a configuration by which the account that runs the tests may sign, and a
/// state directory, with the real program to run on them.
package final class ImagingCentre: Sendable {
    /// Holds all else.
    package let folder: TemporaryFolder
    /// What `batch` takes in.
    package var inbox: URL { folder.url.appending(path: "inbox") }
    /// Order files.
    package var orders: URL { folder.url.appending(path: "orders") }
    /// The state directory; the program makes it.
    package var state: URL { folder.url.appending(path: "state") }
    /// The configuration.
    package var configuration: URL { folder.url.appending(path: "site.yaml") }
    /// Where events wait for the biller.
    package var pending: URL { state.appending(path: "outbox/billing/pending") }

    private let program = Program()

    /// - Parameters:
    ///   - account: who may sign; nil is the account that runs the tests.
    ///   - limits: the configuration's `limits`.
    package init(account: String? = nil, limits: [String: Int] = [:]) throws {
        folder = try TemporaryFolder()
        for url in [inbox, orders] {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
        try configure(account: account, limits: limits)
    }

    /// Writes the configuration: TestDICOM's, with this account and these limits.
    package func configure(account: String? = nil, limits: [String: Int] = [:]) throws {
        var text = try String(contentsOf: Repository.root.appending(path: "TestDICOM/site.yaml"), encoding: .utf8)
            .replacing("@ACCOUNT@", with: account ?? NSUserName())
        if !limits.isEmpty {
            text += "\nlimits:\n" + limits.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)\n" }.joined()
        }
        try Data(text.utf8).write(to: configuration)
    }

    // MARK: Inbox and orders

    /// Puts simulated studies of TestDICOM into the inbox, each in its folder, with their orders if asked.
    package func drop(simulated names: String..., withOrders: Bool = true) throws {
        for name in names {
            try FileManager.default.copyItem(
                at: Repository.root.appending(path: "TestDICOM/\(name)"), to: inbox.appending(path: name))
            if withOrders { try order(name) }
        }
    }

    /// Copies files of `../shared/testdata` into the inbox, by their paths there.
    package func drop(shared paths: [String]) throws {
        guard let data = Repository.sharedTestData else { return }
        for path in paths {
            let target = inbox.appending(path: path)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: data.appending(path: path), to: target)
        }
    }

    /// Writes the order of a simulated study, changed, as the file that brings it; again replaces it.
    package func order(_ name: String, as file: String? = nil, _ change: (inout [String: Any]) -> Void = { _ in }) throws {
        let source = Repository.root.appending(path: "TestDICOM/orders/\(name).json")
        var order = try JSONSerialization.jsonObject(with: Data(contentsOf: source)) as? [String: Any] ?? [:]
        change(&order)
        try JSONSerialization.data(withJSONObject: order, options: [.sortedKeys, .prettyPrinted])
            .write(to: orders.appending(path: "\(file ?? name).json"))
    }

    // MARK: The program

    /// A command's arguments with the options that name this centre.
    package func arguments(_ arguments: [String]) -> [String] {
        arguments + ["--state", state.path, "--config", configuration.path]
    }

    /// Runs a command of this centre to its end.
    package func run(_ arguments: String..., input: String? = nil) throws -> Program.Ending {
        try program.run(self.arguments(arguments), input: input)
    }

    /// Takes the inbox in.
    package func batch(_ options: String...) throws -> Program.Ending {
        try program.run(arguments(["batch", inbox.path] + options))
    }

    /// Takes the inbox in and reads what the run says of it.
    package func batchAnswer(_ options: String...) throws -> BatchAnswer {
        try BatchAnswer(program.run(arguments(["batch", inbox.path, "--json"] + options)))
    }

    /// Signs a study.
    package func interpret(_ study: String, _ impression: String = "Within normal limits.") throws -> Program.Ending {
        try run("interpret", study, "--impression", impression)
    }

    /// Every study as `studies --json` lists them.
    package func studies() throws -> [StudyAnswer] {
        try JSONDecoder().decode([StudyAnswer].self, from: Data(run("studies", "--json").output.utf8))
    }

    /// One study as `show --json` tells of it.
    package func show(_ study: String) throws -> StudyDetailAnswer {
        try JSONDecoder().decode(StudyDetailAnswer.self, from: Data(run("show", study, "--json").output.utf8))
    }

    /// The event files that wait, in the order of their names.
    package func events() throws -> [URL] {
        guard FileManager.default.fileExists(atPath: pending.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: pending, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }
}
