internal import Foundation
package import Identifiers

/// What another command asks the running service for, as one line of JSON through `STATE/control.sock`.
package enum ControlRequest: Hashable, Codable, Sendable {
    /// Takes a folder in, by its absolute path, and tells when its studies are as far as they go. `consume`: files that are
    /// safe may leave the folder.
    case takeIn(folder: String, consume: Bool)
}

/// A file that the service took in.
package struct ControlArrival: Hashable, Codable, Sendable {
    /// The ledger tells the rest.
    package let number: ArrivalNumber
    /// Whether this run took it, not an earlier one.
    package let isNew: Bool

    package init(number: ArrivalNumber, isNew: Bool) {
        self.number = number
        self.isNew = isNew
    }
}

/// What the service answers, a line each, the last being `finished` or `refused`.
package enum ControlReply: Hashable, Codable, Sendable {
    /// Why the service didn't do it, or did not finish.
    package enum Refusal: String, Codable, Sendable {
        /// What was asked makes no sense.
        case usage
        /// A folder, the disk or the state directory refused.
        case inputOutput
    }

    /// A sign of life while nothing else is to be told.
    case working
    /// Files done and files of the folder.
    case taking(done: Int, of: Int)
    /// Files, in the order of their paths; several such lines where there are many.
    case arrivals([ControlArrival])
    /// Studies done and studies of the folder.
    case finishing(done: Int, of: Int)
    /// All studies are as far as they go without a person; what is wrong with order files and with single studies.
    case finished(orderProblems: [String], troubles: [String])
    /// The end of it; why.
    case refused(Refusal, String)
}

/// A message as a line.
enum ControlLine {
    /// No line is longer, bytes.
    static let longest = 1 << 20
    /// How often the service gives a sign of life.
    static let signOfLife = Duration.seconds(10)
    /// How long a command waits for one, seconds.
    static let patienceSeconds = 60
    /// Arrivals of one line.
    static let mostArrivals = 1000

    static func bytes(_ message: some Encodable) throws -> [UInt8] { try Array(JSONEncoder().encode(message)) + [10] }
}
