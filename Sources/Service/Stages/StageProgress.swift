internal import Foundation
package import Identifiers
internal import Synchronization

/// What the stage loop knows beyond the ledger, for those who wait for studies. Safe from any thread.
package final class StageProgress: Sendable {
    /// How the loop fares.
    package struct View: Sendable {
        /// Studies that can't go on by themselves, with the reason; they are tried again.
        package var troubles: [StudyKey: String] = [:]
        /// What stands in the way of every study.
        package var obstacle: String?
        /// What is wrong with order files; it names them, so it is for terminals.
        package var orderProblems: [String] = []
    }

    private let present = Mutex(View())

    package init() {}

    /// As it is now.
    package var view: View { present.withLock { $0 } }

    func update(_ change: (inout View) -> Void) {
        present.withLock { change(&$0) }
    }
}
