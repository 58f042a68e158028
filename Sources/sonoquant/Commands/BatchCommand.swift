internal import ArgumentParser
internal import Billing
internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import Service
internal import SystemCalls

/// Takes what lies in a folder through the whole line, and exits.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Take the studies in a folder through measurement, report and charge, and exit.",
        discussion: """
            Reads INBOX with its subfolders, archives the ultrasound studies, puts what can't be read into quarantine with \
            the reason, measures every study and writes its report. Studies that a physician has signed go on to their \
            charge event. Stopped at any moment, even by kill -9, the next run goes on; run again over the same files it \
            changes nothing.

            Beside a running sonoquant serve, the service takes the folder in and does the work; batch waits and tells.

            The inbox is left as it is, unless --consume says that files which are safe in the state directory may be \
            removed from it.

            EXAMPLES
              sonoquant batch /data/drop --state /var/lib/sonoquant
              sonoquant batch /data/drop --orders /data/orders --consume --quiet     (cron)
              sonoquant batch studies --state try-out --json | jq .counts

            EXIT CODES
              0 all done, 2 something needs a person, 74 disk, 75 another batch is at work, 78 configuration
            """
    )

    @Argument(help: ArgumentHelp("The folder to take in.", valueName: "inbox"), completion: .directory)
    var inbox: String

    @OptionGroup var options: StateOptions

    @Option(help: ArgumentHelp("A pipeline file; else the configured one, else the built-in one.", valueName: "file"))
    var pipeline: String?

    @Option(
        help: ArgumentHelp(
            "An order file or a folder of them; else as configured, else STATE/orders.",
            valueName: "path"
        )
    )
    var orders: String?

    @Flag(help: "Remove files from the inbox once they are safe in the archive or in quarantine.")
    var consume = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(help: "Print nothing unless something needs a person.")
    var quiet = false

    func validate() throws {
        // What isn't there is no folder either.
        let values = try? URL(filePath: inbox).resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey])
        guard values?.isDirectory == true else {
            throw ValidationError("\(inbox) is not a folder")
        }
    }

    func run() async throws {
        try await CommandEnding.translate {
            let directory = try options.directory()
            // Read before the folders are made: a wrong configuration leaves no trace.
            _ = try options.configuration(of: directory)
            try directory.prepare()
            let summary: BatchSummary
            if let lock = try FileLock.take(directory.lock) {
                summary = try await summarise(options.installation(pipeline: pipeline, makesState: true))
                _ = consume lock
            } else if let service = try ControlClient.connect(to: directory) {
                summary = try await summarise(service, options.installation())
            } else {
                throw ServiceError(.locked, "another run is at work in this state directory; this one did nothing")
            }
            if json {
                try Standard.answer(json: summary)
            } else if !quiet || summary.exitCode != 0 {
                Standard.answer(summary.lines)
            }
            if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
        }
    }

    private func summarise(_ installation: Installation) async throws -> BatchSummary {
        let progress = ProgressLine(isShown: Standard.errorIsTerminal && !quiet && !json)
        defer { progress.clear() }
        let book = OrderDesk(installation).book(from: orders)
        let taken = try await FolderIntake(installation).takeAll(from: URL(filePath: inbox), consume: consume) {
            count in
            progress.show("taking in \(count.done) of \(count.total) files")
        }
        let line = StudyLine(installation, orders: book)
        _ = try await line.countInterruptions()
        let troubles = try await line.finish { step in
            progress.show("finished \(step.done) of \(step.of) studies")
        }
        return try await summary(
            of: ControlClient.Taken(
                arrivals: taken.flatMap { [$0] + $0.members }.map { ControlArrival(number: $0.number, isNew: $0.isNew) },
                orderProblems: book.problems.map { "\($0)" },
                troubles: troubles
            ),
            installation
        )
    }

    /// Has the running service do it.
    private func summarise(_ service: ControlClient, _ installation: Installation) async throws -> BatchSummary {
        guard pipeline == nil, orders == nil else {
            throw ValidationError(
                "sonoquant serve is at work here, with its own pipeline and orders: leave out --pipeline and --orders"
            )
        }
        let progress = ProgressLine(isShown: Standard.errorIsTerminal && !quiet && !json)
        defer { progress.clear() }
        let folder = URL(filePath: inbox).resolvingSymlinksInPath().standardizedFileURL
        let taken = try await service.takeIn(folder, consume: consume) { reply in
            switch reply {
            case .taking(let done, let total): progress.show("taking in \(done) of \(total) files")
            case .finishing(let done, let total): progress.show("finished \(done) of \(total) studies")
            case .working, .arrivals, .finished, .refused: break
            }
        }
        return try await summary(of: taken, installation)
    }

    private func summary(of taken: ControlClient.Taken, _ installation: Installation) async throws -> BatchSummary {
        let (files, studies) = try await installation.ledger.read { ledger in
            let files = try taken.arrivals.map { BatchSummary.File(try ledger.arrival($0.number), isNew: $0.isNew) }
            let here = Set(files.compactMap(\.study))
            let studies = try ledger.studies().map { try StudyLineItem($0, in: ledger) }.filter {
                here.contains($0.study) || $0.needsPerson
            }
            return (files, studies)
        }
        return BatchSummary(
            files: files,
            studies: studies,
            orderProblems: taken.orderProblems.map(\.printable),
            troubles: taken.troubles
        )
    }
}
