internal import Foundation
internal import Identifiers
internal import Ledger
internal import Logging
internal import ServiceHealth
internal import SystemCalls

extension Installation {
    /// Counts a move that was committed.
    func noteMove(to state: StudyState) {
        FaultPoint.reached(.afterMove)
        ServiceMeasure.study(became: state.name)
    }

    /// Does a step of a study, unless a person's command or another run was first: then what that did stands.
    func unlessChangedMeanwhile(_ key: StudyKey, _ step: () async throws -> Void) async throws {
        do {
            try await step()
        } catch let error as LedgerError where error.code == .changedMeanwhile {
            logger.notice("study changed meanwhile", metadata: ["study": "\(key)"])
        }
    }
}
