internal import ArgumentParser
internal import Identifiers

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
}
