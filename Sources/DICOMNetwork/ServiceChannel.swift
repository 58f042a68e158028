internal import Foundation
internal import Reception

/// The lines to and from the service (Sources/Reception). Any thread reports and asks; one reads the orders.
///
/// Sendable: `condition` guards everything that changes.
final class ServiceChannel: @unchecked Sendable {
    /// What the service answers to a numbered report.
    enum Answer: Hashable, Sendable {
        case file(CommitAnswer)
        case kept, refused
    }

    private let condition = NSCondition()
    private let writing = NSLock()
    private var answers: [Int: Answer?] = [:]
    private var lastNumber = 0

    /// A number that no other report of this process has.
    func nextNumber() -> Int {
        condition.lock()
        defer { condition.unlock() }
        lastNumber += 1
        return lastNumber
    }

    /// Writes a line. A service that is gone reads nothing more; this process then ends with its standard input.
    func report(_ report: ReceptionReport) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding strings and integers can't fail; a write fails only when the service is gone.
        guard var line = try? encoder.encode(report) else { return }
        line.append(10)
        writing.lock()
        defer { writing.unlock() }
        try? FileHandle.standardOutput.write(contentsOf: line)
    }

    /// Reports, and waits for the answer under `number`; nil when none came within the seconds.
    func ask(_ question: ReceptionReport, number: Int, withinSeconds seconds: TimeInterval) -> Answer? {
        condition.lock()
        answers[number] = .some(nil)
        condition.unlock()
        report(question)
        let end = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let slot = answers[number], let answer = slot {
                answers[number] = nil
                return answer
            }
            if !condition.wait(until: end) {
                let late = answers[number] ?? nil
                answers[number] = nil
                return late
            }
        }
    }

    /// Gives an answer to whoever waits for it; one that nobody waits for is dropped.
    func resolve(_ number: Int, _ answer: Answer) {
        condition.lock()
        defer { condition.unlock() }
        guard answers[number] != nil else { return }
        answers[number] = .some(answer)
        condition.broadcast()
    }
}
