internal import ArgumentParser
internal import Billing
internal import Configuration
internal import Foundation
internal import Ledger
internal import Service
internal import SystemCalls

/// A physician signs a study, or refuses its analysis.
struct InterpretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpret",
        abstract: "Sign a study's report as its interpreting physician.",
        discussion: """
            The signer is the account that runs this command, as the configuration maps accounts to physicians. What was \
            shown, who signed, where and when go into the audit trail; the VERIFIED report takes the place of the \
            preliminary one, and the charge rule then writes the event or says what is missing. Running it twice changes \
            nothing.

            STUDY is the key that sonoquant studies shows (S000012), a Study Instance UID, or an accession number that only \
            one study has.

            EXAMPLES
              sonoquant interpret S000012 --revision 1 --impression "Echogenicity within normal limits."
              sonoquant interpret S000012 --impression-file - < impression.txt
              sonoquant interpret S000012 --reject "The measured region is not liver."
            """
    )

    @Argument(help: ArgumentHelp("The study.", valueName: "study"))
    var study: String

    @OptionGroup var options: StateOptions

    @Option(
        help: ArgumentHelp("The revision that was read; refused where the study has moved on.", valueName: "number")
    )
    var revision: Int?

    @Option(help: ArgumentHelp("The physician's text.", valueName: "text"))
    var impression: String?

    @Option(help: ArgumentHelp("A file with the physician's text; - is standard input.", valueName: "file"))
    var impressionFile: String?

    @Option(help: ArgumentHelp("Refuse the analysis instead, and say why.", valueName: "reason"))
    var reject: String?

    @Option(help: ArgumentHelp("Which physician, where the account may sign as several.", valueName: "npi"))
    var npi: String?

    @Option(
        help: ArgumentHelp(
            "An order file or a folder of them; else as configured, else STATE/orders.",
            valueName: "path"
        )
    )
    var orders: String?

    @Flag(help: "Print the study as JSON.")
    var json = false

    /// The longest text that is read from a file, bytes.
    private static let longestText = 1 << 20

    func validate() throws {
        guard [impression, impressionFile, reject].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("give one of --impression, --impression-file and --reject")
        }
        if let npi, NPI(npi) == nil { throw ValidationError("\(npi) is no NPI: ten digits with a check digit") }
    }

    func run() async throws {
        try await CommandEnding.translate {
            let installation = try options.installation()
            let book = OrderDesk(installation).book(from: orders)
            for problem in book.problems { Standard.complain("\(problem)".printable) }
            let desk = InterpretationDesk(installation, orders: book)
            let account = CallerAccount.current
            let physician = try desk.physician(for: account, npi: npi.flatMap { NPI($0) })
            let record = try await installation.ledger.read { [study] in try $0.study(named: study) }
            if let revision, revision != record.revision {
                throw ServiceError(
                    .wrongState,
                    "study \(record.key) is at revision \(record.revision) by now, not \(revision): read its report first"
                )
            }
            let ended =
                if let reject {
                    try await desk.reject(record, as: physician, account: account, reason: reject)
                } else {
                    try await desk.sign(record, as: physician, account: account, impression: try text())
                }
            let item = try await installation.ledger.read { try StudyLineItem(ended, in: $0) }
            if json {
                try Standard.answer(json: item)
            } else {
                Standard.answer(
                    ["\(item.study) revision \(item.revision): \(item.state)"] + item.waitsFor.map { "  " + $0 }
                )
            }
        }
    }

    private func text() throws -> String {
        if let impression { return impression }
        let handle =
            impressionFile == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: impressionFile ?? "")
        guard let bytes = try handle?.read(upToCount: Self.longestText),
            let text = String(bytes: bytes, encoding: .utf8)
        else {
            throw ValidationError("the impression file can't be read as UTF-8 text")
        }
        return text
    }
}
