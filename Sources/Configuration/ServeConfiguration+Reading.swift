internal import CheckedYAML
internal import Foundation

extension ServeConfiguration {
    /// The members of the document that `serve` alone needs.
    static let sections: Set<String> = [
        "inboxes", "receiver", "assembly", "disk", "monitoring", "log", "serve",
    ]
    private static let mostInboxes = 100

    /// The whole numbers of `assembly`.
    package static let assemblySettings: [NumberSetting<Assembly>] = [
        NumberSetting("quietSeconds", 1...86_400, \.quietSeconds),
        NumberSetting("missingSeconds", 1...604_800, \.missingSeconds),
    ]
    /// The whole numbers of `disk`.
    package static let diskSettings: [NumberSetting<Watermarks>] = [
        NumberSetting("stopFreeMiB", 64...1_073_741_824, \.stopFreeMiB),
        NumberSetting("resumeFreeMiB", 64...1_073_741_824, \.resumeFreeMiB),
    ]
    /// The whole numbers of `monitoring`.
    package static let monitoringSettings: [NumberSetting<Monitoring>] = [
        NumberSetting("port", 0...65_535, \.port)
    ]
    /// The whole numbers of `serve`.
    package static let stopSettings: [NumberSetting<ServeConfiguration>] = [
        NumberSetting("stopSeconds", 1...3_600, \.stopSeconds)
    ]

    init(_ members: YAMLMembers, folder: URL) throws(YAMLProblem) {
        self.init()
        if let value = members["inboxes"] { inboxes = try Self.inboxes(value, folder: folder) }
        if let value = members["receiver"] { receiver = try ReceiverConfiguration(value, folder: folder) }
        if let value = members["assembly"] { assembly = try Assembly(value) }
        if let value = members["disk"] { watermarks = try Watermarks(value) }
        if let value = members["monitoring"] { monitoring = try Monitoring(value) }
        if let value = members["log"], let format = try value.members(["format"])["format"] {
            logFormat = try format.choice(LogFormat.self)
        }
        if let value = members["serve"] {
            try value.members(["stopSeconds"]).read(Self.stopSettings, into: &self)
        }
    }

    private static func inboxes(_ value: YAMLValue, folder: URL) throws(YAMLProblem) -> [WatchedInbox] {
        var inboxes: [WatchedInbox] = []
        _ = try value.list(atMost: mostInboxes) { (item) throws(YAMLProblem) in
            let inbox = try WatchedInbox(item, folder: folder)
            for (index, known) in inboxes.enumerated() {
                if let words = inbox.folder.overlap(with: known.folder) {
                    throw item.problem("\(words) that of inboxes[\(index)]; a file would be taken twice")
                }
            }
            inboxes.append(inbox)
        }
        for (index, item) in try value.items().enumerated() {
            guard case .moved(let target) = inboxes[index].taken else { continue }
            for (other, inbox) in inboxes.enumerated() where target.overlap(with: inbox.folder) != nil {
                throw item.problem(
                    "takenFolder and the folder of inboxes[\(other)] are one within the other; "
                        + "what was taken would be taken again"
                )
            }
        }
        return inboxes
    }
}

extension ServeConfiguration.Assembly {
    fileprivate init(_ value: YAMLValue) throws(YAMLProblem) {
        self.init()
        let members = try value.members(["quietSeconds", "missingSeconds"])
        try members.read(ServeConfiguration.assemblySettings, into: &self)
        guard missingSeconds < quietSeconds else { return }
        if let given = members["missingSeconds"] { throw given.problem("must not be less than quietSeconds") }
        missingSeconds = quietSeconds
    }
}

extension ServeConfiguration.Watermarks {
    fileprivate init(_ value: YAMLValue) throws(YAMLProblem) {
        self.init()
        let members = try value.members(["stopFreeMiB", "resumeFreeMiB"])
        try members.read(ServeConfiguration.diskSettings, into: &self)
        guard resumeFreeMiB < stopFreeMiB else { return }
        if let given = members["resumeFreeMiB"] { throw given.problem("must not be less than stopFreeMiB") }
        resumeFreeMiB = stopFreeMiB
    }
}

extension ServeConfiguration.Monitoring {
    fileprivate init(_ value: YAMLValue) throws(YAMLProblem) {
        self.init()
        let members = try value.members(["on", "port"])
        if let flag = members["on"] { isOn = try flag.flag() }
        try members.read(ServeConfiguration.monitoringSettings, into: &self)
    }
}

extension WatchedInbox {
    fileprivate enum TakenWord: String, CaseIterable { case leave, move, remove }

    private static let mostPatterns = 32
    /// The whole numbers of an inbox.
    package static let settings: [NumberSetting<WatchedInbox>] = [
        NumberSetting("pollSeconds", 1...3_600, \.pollSeconds),
        NumberSetting("settleSeconds", 1...3_600, \.settleSeconds),
    ]

    fileprivate init(_ value: YAMLValue, folder base: URL) throws(YAMLProblem) {
        let members = try value.members([
            "folder", "watch", "pollSeconds", "settleSeconds", "taken", "takenFolder", "markers", "ignore", "archives",
        ])
        self.init(folder: try members.required("folder").path(in: base))
        if let word = members["watch"] { watching = try word.choice(Watching.self) }
        try members.read(Self.settings, into: &self)
        if let list = members["markers"] { markers = try list.fileNames(atMost: Self.mostPatterns) }
        if let list = members["ignore"] { ignored = try list.fileNames(atMost: Self.mostPatterns) }
        if let flag = members["archives"] { unpacksArchives = try flag.flag() }
        let word: TakenWord = if let given = members["taken"] { try given.choice(TakenWord.self) } else { .leave }
        if word != .move, let given = members["takenFolder"] { throw given.problem("is for taken: move alone") }
        switch word {
        case .leave: taken = .left
        case .remove: taken = .removed
        case .move:
            guard let given = members["takenFolder"] else { throw value.problem("needs takenFolder for taken: move") }
            let target = try given.path(in: base)
            guard target.overlap(with: folder) == nil else {
                throw given.problem("must neither be inside the inbox nor hold it; what was taken would be taken again")
            }
            taken = .moved(to: target)
        }
    }
}

extension YAMLValue {
    /// Names of files or shell patterns of names.
    fileprivate func fileNames(atMost most: Int) throws(YAMLProblem) -> [String] {
        try list(atMost: most) { (item) throws(YAMLProblem) in
            let name = try item.line(atMost: 255)
            guard !name.contains("/") else { throw item.problem("must be a file's name, without /") }
            return name
        }
    }
}

extension URL {
    /// Whether two folders are the same or one is within the other, by their paths, to stand before "that of …".
    func overlap(with other: URL) -> String? {
        let mine = standardizedFileURL.pathComponents.filter { $0 != "/" }
        let others = other.standardizedFileURL.pathComponents.filter { $0 != "/" }
        if mine == others { return "names the same folder as" }
        if mine.starts(with: others) { return "has its folder inside" }
        if others.starts(with: mine) { return "has a folder that holds" }
        return nil
    }
}
