internal import ArgumentParser

/// What the program's exit codes mean: stable, documented in docs/command-line.md. Where sysexits.h has a code, it is that one.
enum ExitStatus {
    /// Something needs a person: a file in quarantine or unreadable, a study failed or held for a decision.
    static let partialFailure = ExitCode(2)
    /// EX_DATAERR: the named study, report or file does not exist or is not in a state that allows this.
    static let notPossible = ExitCode(65)
    /// EX_SOFTWARE: our own mistake.
    static let internalError = ExitCode(70)
    /// EX_IOERR: the disk or the state directory refused.
    static let inputOutput = ExitCode(74)
    /// EX_TEMPFAIL: another run holds the state directory's lock; try later.
    static let locked = ExitCode(75)
    /// EX_NOPERM: the caller's account may not do this.
    static let notPermitted = ExitCode(77)
    /// EX_CONFIG: the configuration or pipeline file is wrong.
    static let configuration = ExitCode(78)
}
