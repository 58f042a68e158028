internal import Configuration
internal import Foundation
internal import Logging
internal import ServiceHealth
internal import SystemCalls
internal import SystemPackage

/// What the watcher says is wrong. The folder's own name is the administrator's; no name of a file is ever told.
extension InboxWatcher {
    /// The inbox or the state directory is in trouble: nothing is taken until it is well again.
    func raise(_ error: any Error) {
        let words: String
        switch error {
        case let error as SystemCallError:
            words =
                "the inbox \(inbox.folder.path) can't be opened (\(error.reason)): mount it, or give the service the right "
                + "to read it; nothing that was taken is touched"
        case let error as IntakeError: words = error.explanation
        default: words = "files of the inbox can't be settled: sonoquant doctor says more (\(type(of: error)))"
        }
        if conditions.raise(name, words) { logger.error("inbox in trouble", metadata: ["inbox": "\(name)"]) }
    }

    func clearTrouble() {
        if conditions.clear(name) != nil { logger.notice("inbox well again", metadata: ["inbox": "\(name)"]) }
    }

    /// What a look itself tells: whether the system lets folders be watched.
    func tell(of look: InboxLook) {
        let remedy: String? =
            switch look.refusal {
            case nil: nil
            case .noMoreWatches: "raise fs.inotify.max_user_watches (sysctl -w fs.inotify.max_user_watches=1048576)"
            case .noMoreInstances: "raise fs.inotify.max_user_instances (sysctl -w fs.inotify.max_user_instances=1024)"
            case .failed(let error): "the system refuses (\(error.reason))"
            }
        tell(
            "\(name) watching",
            remedy.map {
                "not every folder of the inbox can be watched for changes, so that all is looked at every "
                    + "\(inbox.pollSeconds) s instead: \($0)"
            }
        )
    }

    /// What has been going on for a while.
    func tell(of session: InboxSession, at now: Duration) {
        let restless = session.restless(at: now)
        tell(
            "\(name) waiting",
            restless == 0
                ? nil
                : "\(restless) files have not come to rest for over an hour: whoever writes them must close them"
        )
        tell(
            "\(name) leaving",
            session.lingering.isEmpty
                ? nil
                : "\(session.lingering.count) files are safe but can't be taken out of the inbox: give the service the right "
                    + "to write there and to where they go, or set taken to left"
        )
        let unread = session.closedFolders + session.failing
        tell(
            "\(name) reading",
            unread == 0
                ? nil
                : "\(unread) files or folders of the inbox can't be read: give the service the right to read them; they are "
                    + "tried again"
        )
    }

    private func tell(_ part: String, _ words: String?) {
        guard let words else {
            conditions.clear(part)
            return
        }
        if conditions.raise(part, words) { logger.warning("inbox condition", metadata: ["part": "\(part)"]) }
    }
}
