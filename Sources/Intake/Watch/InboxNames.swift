internal import Configuration
internal import SystemCalls

/// What a file's name alone says of it.
struct InboxNames: Sendable {
    /// The kinds that names tell apart.
    enum Kind: Hashable, Sendable {
        case file
        /// Its coming ends the studies of its folder.
        case marker
        /// A copying program's unfinished file, or one of the configuration's `ignored`.
        case passedOver
    }

    private let markers: Set<String>
    private let ignored: [ShellPattern]

    init(_ inbox: WatchedInbox) {
        markers = Set(inbox.markers.map { $0.lowercased() })
        ignored = inbox.ignored.map { ShellPattern($0) }
    }

    /// What the last part of a path says.
    func kind(of name: [UInt8]) -> Kind {
        // A marker may well be a hidden file.
        if markers.contains(String(decoding: name, as: UTF8.self).lowercased()) { return .marker }
        return InboxWalk.isPartial(name) || ignored.contains { $0.matches(name) } ? .passedOver : .file
    }
}
