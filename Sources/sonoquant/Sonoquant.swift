internal import ArgumentParser
internal import Identifiers
internal import SystemCalls

@main
struct Sonoquant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sonoquant",
        abstract: "Measures tissue in ultrasound studies, reports it, and bills what a physician has signed.",
        discussion: """
            A study travels one line: a folder is taken in, each study is measured and reported, a physician signs, one \
            CPT 0689T event appears in the outbox.

              export SONOQUANT_STATE=/var/lib/sonoquant      or --state each time
              sonoquant batch /data/drop                     take in, measure, report
              sonoquant status                               is all well, and what needs you
              sonoquant studies                              what waits for whom
              sonoquant interpret S000001 --impression "…"   sign; the event follows
              sonoquant doctor                               is all as it should be

            Shell completion: sonoquant --generate-completion-script bash (or zsh, fish).

            Not a medical device: for research and workflow use until cleared.
            """,
        version: SonoquantVersion.current,
        subcommands: [
            BatchCommand.self, ServeCommand.self, StatusCommand.self, StudiesCommand.self, ShowCommand.self,
            InterpretCommand.self, DecideCommand.self, HoldCommand.self, ReleaseCommand.self, RetryCommand.self,
            SetAsideCommand.self, QuarantineCommand.self, VerifyCommand.self, BackupCommand.self, DoctorCommand.self,
            ConfigCommand.self, MetricsCommand.self, AnalyseCommand.self, InspectCommand.self, UnpackCommand.self,
            ReceiveCommand.self,
        ]
    )

    /// Runs the command that the arguments name. Not argument-parser's own: a worker confines itself here, where no other thread
    /// runs yet.
    @MainActor
    static func main() async {
        do {
            var command = try parseAsRoot()
            if let worker = command as? any ConfinedCommand { worker.confine() }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}

/// A worker that knows from its arguments what it reads and writes.
protocol ConfinedCommand: ParsableCommand {
    /// Which files it may open.
    var confinement: FileConfinement { get }
}

extension ConfinedCommand {
    /// Confines this process as far as the system allows.
    fileprivate func confine() {
        // A kernel without Landlock, of which doctor tells, or a folder that isn't there, which is told when it is used: the
        // worker's other limits hold.
        try? confinement.apply()
    }
}
