internal import Identifiers
internal import Ledger
internal import Service

/// What an administrator's command answers: where the study is now, and what happens next without or with them.
enum NextStep {
    static func words(_ study: StudyRecord, _ presence: ServicePresence) -> String {
        let key = study.key
        return switch study.state {
        case .complete, .interpreted: "\(key) is \(study.state.name); \(whoGoesOn(presence))"
        case .reported:
            "\(key) is reported; it waits for a physician: sonoquant interpret \(key) --revision \(study.revision)"
        case .held(.byPerson, _): "\(key) is held; nothing happens to it until: sonoquant release \(key)"
        case .held(.patientMismatch, _):
            "\(key) is held: instances that came meanwhile name different patients; sonoquant show \(key), "
                + "then sonoquant set-aside"
        case .receiving, .analysing, .charged, .notCharged, .rejected, .held, .failed:
            "\(key) is \(study.state.name): sonoquant show \(key)"
        }
    }

    /// Who takes studies up that the line can go on with.
    static func whoGoesOn(_ presence: ServicePresence) -> String {
        switch presence {
        case .serving: "the running service goes on now"
        case .silent: "the service goes on, but it has not been heard of lately: sonoquant status"
        case .another, .gone(_, isAnotherAtWork: true): "the next run goes on: sonoquant batch"
        case .nobody, .gone(_, isAnotherAtWork: false): "nothing runs now; sonoquant batch or serve goes on"
        }
    }
}
