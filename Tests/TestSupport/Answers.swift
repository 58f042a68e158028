package import Foundation

/// `batch --json`.
package struct BatchAnswer: Decodable, Sendable {
    /// One file of the inbox.
    package struct File: Decodable, Hashable, Sendable {
        package let arrival: Int
        package let path: String
        package let outcome: String
        package let study: String?
        package let new: Bool
        package let reason: String?
    }

    /// How many there are of each kind.
    package struct Counts: Decodable, Hashable, Sendable {
        package let files: [String: Int]
        package let studies: [String: Int]
    }

    package let files: [File]
    package let studies: [StudyAnswer]
    package let counts: Counts
    package let exitCode: Int32

    /// A run that printed something else.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads what a run printed.
    ///
    /// - Throws: `Unreadable`, with what the run said instead.
    package init(_ ending: Program.Ending) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(ending.output.utf8))
        } catch {
            throw Unreadable(description: "ended with \(ending.status): \(ending.output) \(ending.errors): \(error)")
        }
    }

    /// The outcome of each file by its path under the inbox.
    package var outcomes: [String: String] { Dictionary(files.map { ($0.path, $0.outcome) }) { $1 } }
}

/// A study of `studies --json` and `batch --json`; `since`, which is a clock's, is left out.
package struct StudyAnswer: Decodable, Hashable, Sendable {
    package let study: String
    package let revision: Int
    package let state: String
    package let waitsFor: [String]
    package let needsPerson: Bool
}

/// `show --json`, as far as tests ask.
package struct StudyDetailAnswer: Decodable, Sendable {
    /// A report that was written.
    package struct Report: Decodable, Sendable {
        package let revision: Int
        package let kind: String
        package let file: String
    }

    /// An event.
    package struct Charge: Decodable, Sendable {
        package let event: String
        package let action: String
        package let revision: Int
        package let dateOfService: String
        package let live: Bool
    }

    package let study: StudyAnswer
    package let reports: [Report]
    package let charges: [Charge]
}

/// A charge event's file, as far as tests ask.
package struct EventAnswer: Decodable, Sendable {
    /// What the biller reads.
    package struct Content: Decodable, Sendable {
        /// What the charge stands on.
        package struct Evidence: Decodable, Sendable {
            package let reportDigest: String
            package let images: Int
            package let metrics: [String]
        }

        package let action: String
        package let revision: Int
        package let supersedes: String?
        package let dateOfService: String
        package let evidence: Evidence
    }

    package let id: String
    package let time: String
    package let data: Content

    /// Reads an event file.
    package init(_ file: URL) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
    }
}
