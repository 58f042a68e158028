internal import ArgumentParser
internal import Foundation
internal import Identifiers
internal import Ledger
internal import Service
internal import SystemCalls

/// What could not be taken in, and what a person does with it.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "List what could not be taken in, take it in again, or discard it.",
        discussion: """
            EXAMPLES
              sonoquant quarantine list --state /var/lib/sonoquant
              sonoquant quarantine show 4183
              sonoquant quarantine restore 4183                      after an update, or with higher limits
              sonoquant quarantine discard 4183 4184 --reason "sent again whole"
            """,
        subcommands: [List.self, Show.self, Restore.self, Discard.self]
    )
}

/// A file in quarantine as the commands show it.
private struct QuarantineItem: Encodable {
    let arrival: ArrivalNumber
    let since: Date?
    let outcome: String
    let code: String
    let explanation: String
    let size: Int64
    let digest: ContentDigest?
    let study: StudyKey?
    let inbox: String
    let path: String

    init(_ row: QuarantinedRow) {
        let record = row.arrival
        arrival = record.number
        since = row.since
        outcome = record.outcome?.name ?? "open"
        code = record.outcome?.code ?? ""
        explanation = record.outcome?.reason ?? ""
        size = record.identity.size
        digest = record.digest
        study = record.study
        inbox = record.inbox
        path = record.relativePath
    }
}

extension QuarantineCommand {
    /// Lists what is there.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the files in quarantine: since when, why, how large, where from.",
            discussion: """
                The paths of the inbox are shown on a terminal and with --json, since they may name patients; never into a pipe.
                """
        )

        @OptionGroup var options: StateOptions

        @Flag(help: "Print as JSON.")
        var json = false

        /// Rows of a page.
        private static let page = 1_000

        func run() async throws {
            try await CommandEnding.translate {
                let directory = try options.directory()
                let desk = QuarantineDesk(directory, ledger: try options.ledger(of: directory))
                var items: [QuarantineItem] = []
                while true {
                    let rows = try await desk.page(after: items.last?.arrival.number ?? 0, limit: Self.page)
                    if rows.isEmpty { break }
                    items += rows.map { QuarantineItem($0) }
                }
                if json { return try Standard.answer(json: items) }
                guard !items.isEmpty else { return Standard.answer(["The quarantine is empty."]) }
                var table = Table("ARRIVAL", "SINCE", "BYTES", "CODE", "FILE", "WHY")
                for item in items {
                    table.add(
                        item.arrival.description,
                        item.since?.formatted(.iso8601) ?? "-",
                        String(item.size),
                        item.code,
                        Standard.outputIsTerminal ? item.path.printable : "-",
                        item.explanation
                    )
                }
                Standard.answer(table.lines)
            }
        }
    }

    /// Shows one file.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show all that is known of one file in quarantine.")

        @Argument(help: ArgumentHelp("The arrival.", valueName: "number"))
        var number: Int64

        @OptionGroup var options: StateOptions

        @Flag(help: "Print as JSON.")
        var json = false

        func run() async throws {
            try await CommandEnding.translate {
                let directory = try options.directory()
                let desk = QuarantineDesk(directory, ledger: try options.ledger(of: directory))
                let item = QuarantineItem(try await desk.row(ArrivalNumber(number: number)))
                if json { return try Standard.answer(json: item) }
                let isShown = Standard.outputIsTerminal
                Standard.answer([
                    "arrival  \(item.arrival), \(item.outcome) \(item.since?.formatted(.iso8601) ?? "")",
                    "why      \(item.code): \(item.explanation)",
                    "size     \(item.size) bytes",
                    "digest   \(item.digest?.description ?? "none")",
                    "study    \(item.study?.description ?? "none")",
                    "from     \(isShown ? "\(item.inbox)/\(item.path)".printable : "(shown on a terminal, or with --json)")",
                ])
            }
        }
    }

    /// Takes files in anew.
    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take files in quarantine in again, with the program and the limits of now.",
            discussion: """
                What is accepted goes to the archive and on with the next run; what is refused again stays, with the new reason.

                EXIT CODES
                  0 all taken in, 2 some stay in quarantine, 65 not in quarantine, 75 a run or the service is at work
                """
        )

        @Argument(help: ArgumentHelp("The arrivals.", valueName: "number"))
        var numbers: [Int64]

        @OptionGroup var options: StateOptions

        func run() async throws {
            try await CommandEnding.translate {
                let installation = try options.installation()
                let desk = QuarantineDesk(installation.state, ledger: installation.ledger)
                var stays = false
                for number in numbers {
                    let outcome = try await desk.restore(
                        ArrivalNumber(number: number),
                        by: .caller,
                        in: installation
                    )
                    if case .quarantined(let code, let reason) = outcome {
                        stays = true
                        Standard.answer(["arrival \(number) stays in quarantine: \(code), \(reason)"])
                    } else {
                        let study = outcome.study.map { " with study \($0)" } ?? ""
                        Standard.answer(["arrival \(number) is \(outcome.name)\(study); the next run goes on with it"])
                    }
                }
                if stays { throw ExitStatus.partialFailure }
            }
        }
    }

    /// Removes files for good.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove files from quarantine for good.",
            discussion: """
                The bytes go; the row, their digest, who decided and why stay in the ledger. Of an instance that is in the archive \
                too, only the quarantine's name goes.
                """
        )

        @Argument(help: ArgumentHelp("The arrivals.", valueName: "number"))
        var numbers: [Int64]

        @Option(help: ArgumentHelp("Why, without patient data; for the audit trail.", valueName: "reason"))
        var reason: String

        @Flag(help: "Don't ask.")
        var yes = false

        @OptionGroup var options: StateOptions

        func validate() throws {
            guard (1...500).contains(reason.count) else {
                throw ValidationError("the reason must have 1 to 500 characters")
            }
            guard yes || Standard.inputIsTerminal else {
                throw ValidationError("nobody can be asked here: add --yes to remove the files for good")
            }
        }

        func run() async throws {
            try await CommandEnding.translate {
                let directory = try options.directory()
                let desk = QuarantineDesk(directory, ledger: try options.ledger(of: directory))
                if !yes {
                    Standard.note("Remove \(numbers.count) files from quarantine for good? Type yes: ")
                    guard readLine() == "yes" else { throw ServiceError(.badInput, "nothing was removed") }
                }
                for number in numbers {
                    let isNew = try await desk.discard(ArrivalNumber(number: number), by: .caller, because: reason)
                    Standard.answer(["arrival \(number) is \(isNew ? "discarded" : "no longer in quarantine")"])
                }
            }
        }
    }
}

extension Actor {
    /// Who runs this command.
    fileprivate static var caller: Actor {
        let account = CallerAccount.current
        return .account(name: account.name, host: account.host)
    }
}
