package import ServiceHealth
internal import Synchronization
internal import SystemCalls

/// What the parts of one running service share.
package struct ServiceContext: Sendable {
    /// With the configuration that holds until the next reload.
    package let installation: Installation
    /// What is not as it should be; outlives reloads.
    package let conditions: Conditions
    /// Where parts say that studies have ended.
    package let ended: EndedStudies
    /// What the stages know beyond the ledger.
    package let progress: StageProgress
    /// What the parts tell `service.json` of themselves.
    package let facts: ServiceFacts
    /// How long running analyses may go on when the service is told to stop.
    package let grace: Duration
    /// Whoever started the service.
    let notices: ServiceNotices
}

/// What parts tell of themselves for `STATE/service.json`. Safe from any thread.
package final class ServiceFacts: Sendable {
    /// As `ServiceSnapshot` has them.
    package struct Values: Sendable {
        package var receiver: ServiceSnapshot.Receiver?
        package var inboxes: [ServiceSnapshot.Inbox] = []
        package var queues: [String: Int] = [:]
        package var freeBytes: Int64?
    }

    private let present = Mutex(Values())

    package init() {}

    /// As they are now.
    package var values: Values { present.withLock { $0 } }

    /// Changes what is told.
    package func update(_ change: (inout Values) -> Void) {
        present.withLock { change(&$0) }
    }
}
