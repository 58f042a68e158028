internal import Analysis
internal import ArgumentParser
internal import Billing
internal import CheckedYAML
internal import Intake
internal import Ledger
internal import Reporting
internal import Service
internal import SystemCalls

/// Turns what went wrong into words on standard error and the documented exit code.
enum CommandEnding {
    /// Runs the body of a command.
    ///
    /// - Throws: `ExitCode` only, after the person has been told.
    static func translate(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let code as ExitCode {
            throw code
        } catch let error as ValidationError {
            throw error
        } catch let error as YAMLProblem {
            try end("\(error)", ExitStatus.configuration)
        } catch let error as ServiceError {
            try end(error.explanation, status(of: error))
        } catch let error as LedgerError {
            try end(error.explanation, status(of: error))
        } catch let error as SystemCallError {
            let advice = error.isOutOfSpace ? ": free some space, then run again; nothing was lost" : ""
            try end("\(error)\(advice)", ExitStatus.inputOutput)
        } catch let error as OutboxError {
            try end("\(error)", ExitStatus.inputOutput)
        } catch let error as AnalysisError {
            try end(error.explanation, ExitStatus.inputOutput)
        } catch let error as ReportingError {
            try end("no report could be written: \(error)", ExitStatus.notPossible)
        } catch let error as IntakeError {
            try end(
                error.explanation,
                error.code == .inboxIsState ? ExitCode.validationFailure : ExitStatus.inputOutput
            )
        } catch {
            try end("unexpected: \(error). Please report this", ExitStatus.internalError)
        }
    }

    private static func end(_ words: String, _ code: ExitCode) throws {
        Standard.complain(words)
        throw code
    }

    private static func status(of error: ServiceError) -> ExitCode {
        switch error.code {
        case .wrongState, .badInput: ExitStatus.notPossible
        case .notPermitted: ExitStatus.notPermitted
        case .damaged, .refused: ExitStatus.inputOutput
        case .locked: ExitStatus.locked
        case .misconfigured: ExitStatus.configuration
        }
    }

    private static func status(of error: LedgerError) -> ExitCode {
        switch error.code {
        case .unknown, .ambiguous, .changedMeanwhile: ExitStatus.notPossible
        case .newerSchema, .damaged, .diskFull, .storage: ExitStatus.inputOutput
        case .busy: ExitStatus.locked
        case .illegalMove, .conflict: ExitStatus.internalError
        }
    }
}
