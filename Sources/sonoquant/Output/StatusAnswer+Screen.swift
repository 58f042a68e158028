internal import Foundation
internal import Identifiers
internal import Service
internal import ServiceHealth

/// The screen: the service, then what came, then where it is, then what needs a person, so that the end is what matters.
extension StatusAnswer {
    var lines: [String] {
        var lines = serviceLines
        lines.append(
            "Disk      \(freeBytes.map { "\($0 >> 30) GiB free" } ?? "the system doesn't say how much is free")"
        )
        lines.append("Files     \(fileWords)")
        lines += ["", "Studies"]
        if studies.isEmpty { lines.append("  none yet") } else { lines += studyLines.map { "  " + $0 } }
        lines += list("Held by a person", heldByPerson)
        lines += list("Waiting for a fact", waitsForFacts)
        lines += list("Studies that need a person", needsPerson)
        lines += quarantineLines + commitmentLines + ["", closing]
        return lines
    }

    private var serviceLines: [String] {
        switch presence {
        case .serving(let snapshot):
            return [
                "Service   serve \(snapshot.version.printable) runs since \(since(snapshot.startedAt)), "
                    + "process \(snapshot.processID)"
            ] + Self.details(snapshot, age: age)
        case .silent(let snapshot):
            return [
                "Service   serve (process \(snapshot.processID)) was last heard of \(age(snapshot.writtenAt)) ago: it may "
                    + "hang; look at its log, restart it if this stays so"
            ]
        case .gone(let snapshot, let isAnotherAtWork):
            return [
                "Service   serve ended without an orderly stop, last heard of \(age(snapshot.writtenAt)) ago: look at its "
                    + "log, start it again" + (isAnotherAtWork ? "; another run is at work now" : "")
            ]
        case .another: return ["Service   a run is at work that tells nothing of itself: a batch, or serve starting"]
        case .nobody: return ["Service   nothing runs now"]
        }
    }

    private static func details(_ snapshot: ServiceSnapshot, age: (Date) -> String) -> [String] {
        var lines: [String] = []
        if let receiver = snapshot.receiver {
            let port = receiver.port.map { "port \($0)" } ?? "not listening"
            lines.append(
                "Receiver  \(port), \(receiver.open) associations open, \(receiver.waiting) waiting, "
                    + "\(receiver.refused) refused"
            )
        }
        for inbox in snapshot.inboxes {
            let last = inbox.lastTakenAt.map { "last taken \(age($0)) ago" } ?? "none taken yet"
            lines.append("Inbox     \(inbox.name.printable): \(inbox.waitingFiles) files waiting, \(last)")
        }
        let queues = snapshot.queues.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        if !queues.isEmpty {
            lines.append("Queues    " + queues.map { "\($0.value) \($0.key.printable)" }.joined(separator: ", "))
        }
        for condition in snapshot.conditions {
            lines.append(
                "TROUBLE   \(condition.part.printable), for \(age(condition.since)): \(condition.words.printable)"
                    + (condition.stopsIntake ? " (nothing is taken in meanwhile)" : "")
            )
        }
        return lines
    }

    private var fileWords: String {
        var words = files.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        if words.isEmpty { words = "none yet" }
        if beingTaken.count > 0, let oldest = beingTaken.oldestSince {
            words += "; \(beingTaken.count) being taken, the first for \(age(oldest))"
        }
        return words
    }

    private var studyLines: [String] {
        var table = Table("STATE", "COUNT", "OLDEST", "WAIT FOR")
        for state in studies {
            table.add(
                state.state,
                String(state.count),
                state.oldestSince.map { age($0) } ?? "-",
                Self.whom(state.state)
            )
        }
        return table.lines
    }

    /// For whom the studies of a state wait.
    private static func whom(_ state: String) -> String {
        switch state {
        case "receiving": "more instances, or their end"
        case "complete", "analysing": "the program: measurement and report"
        case "reported": "a physician: sonoquant studies --in reported"
        case "interpreted": "the program: the charge"
        case "held": "a fact or a person, below"
        case "failed": "a person, below"
        default: "nobody"
        }
    }

    private func list(_ title: String, _ listed: Listed) -> [String] {
        guard !listed.first.isEmpty else { return [] }
        var lines = ["", title]
        for item in listed.first {
            lines.append("  \(item.study)  \(item.state) for \(age(item.since)): \(item.remark.printable)")
        }
        if listed.more > 0 { lines.append("  and \(listed.more) more: sonoquant studies --in held --in failed") }
        return lines
    }

    private var quarantineLines: [String] {
        guard quarantine.count > 0 else { return [] }
        return ["", "Quarantine: \(quarantine.count) files, the newest"]
            + quarantine.newest.map { "  arrival \($0.arrival), \(age($0.since)) ago: \($0.reason.printable)" }
            + ["  sonoquant quarantine list shows all, restore and discard empty it"]
    }

    private var commitmentLines: [String] {
        guard commitments.pending + commitments.givenUp > 0 else { return [] }
        let since = commitments.oldestSince.map { ", the oldest for \(age($0))" } ?? ""
        return [
            "",
            "Storage commitments: \(commitments.pending) wait for their peer\(since); \(commitments.givenUp) given up in the "
                + "last week (those peers keep their copies)",
        ]
    }

    private var closing: String {
        exitCode == 0 ? "Nothing needs you." : "Something needs a person (exit code \(exitCode)): it is told above."
    }

    private func since(_ date: Date) -> String { "\(date.formatted(.iso8601)) (\(age(date)))" }

    /// How long ago, in the two largest units that matter at a glance.
    private func age(_ date: Date) -> String {
        let seconds = max(0, Int(at.timeIntervalSince(date)))
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
        }
    }
}
