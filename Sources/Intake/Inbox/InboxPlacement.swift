internal import Foundation

/// Where an inbox may lie beside the state directory: what lies there is ours, and would be taken out of its place.
enum InboxPlacement {
    /// Whether a folder may be an inbox: it is not the state directory and not in it, but for `STATE/inbox`, the default inbox.
    static func isAllowed(_ inbox: URL, state: URL) -> Bool {
        let state = state.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        let place = inbox.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        return !place.starts(with: state) || place.starts(with: state + ["inbox"])
    }
}
