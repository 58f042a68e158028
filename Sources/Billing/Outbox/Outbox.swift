package import Configuration
package import Foundation
package import SystemCalls

/// The folder from which a biller's system takes events: `outbox/<destination>/pending`, `delivered` and `dead`.
/// docs/billing.md tells the consumer's side. One process at a time writes here: the caller sees to that.
package struct Outbox: Sendable {
    /// What came of a `put`.
    package enum Outcome: Hashable, Sendable {
        /// The event is in `pending`, durably.
        case written
        /// The same event is there, or was taken, already.
        case alreadyThere
    }

    private let pending: URL
    private let delivered: URL
    private let dead: URL

    /// The longest file that is compared, bytes.
    private static let longestEvent = 1 << 20

    /// Makes the folders of a destination, for this user alone, where they don't exist.
    ///
    /// - Parameters:
    ///   - folder: `outbox` of the state directory.
    ///   - destination: the folder's name in it.
    /// - Throws: what the system refused.
    package init(folder: URL, destination: PlainToken) throws(SystemCallError) {
        let root = folder.appending(path: destination.text)
        pending = root.appending(path: "pending")
        delivered = root.appending(path: "delivered")
        dead = root.appending(path: "dead")
        for folder in [pending, delivered, dead] { try DurableFile.makeFolder(folder) }
    }

    /// Writes an event to `pending/<id>.json`, whole or not at all, unless it is or was there already.
    ///
    /// - Throws: that other bytes are there under the same identifier, or what the system refused.
    @discardableResult
    package func put(_ id: ChargeIdentifier, _ bytes: Data) throws(OutboxError) -> Outcome {
        if let known = try existing(id) {
            guard known == .taken || known == .bytes(bytes) else { throw .differs(id) }
            return .alreadyThere
        }
        do throws(SystemCallError) {
            try DurableFile.write(bytes, named: "\(id).json", in: pending, temporaryName: ".\(id).tmp")
        } catch {
            throw .system(id, error)
        }
        return .written
    }

    private enum Known: Equatable {
        case bytes(Data)
        /// Only the consumer's answer is left.
        case taken
    }

    /// A file on its way through the folders, by every name that it can have.
    private func existing(_ id: ChargeIdentifier) throws(OutboxError) -> Known? {
        // In the direction in which files move, and twice, since a claimed file may go back to pending meanwhile.
        for _ in 1...2 {
            for folder in [pending, delivered, dead] {
                for name in ["\(id).json", "\(id).json.claimed"] {
                    do throws(BoundedFileError) {
                        return .bytes(try BoundedFile.read(folder.appending(path: name), atMost: Self.longestEvent))
                    } catch {
                        if error != .absent { throw .unreadable(id, error) }
                    }
                }
            }
            for folder in [pending, delivered, dead] {
                let answer = folder.appending(path: "\(id).ack.json")
                if FileManager.default.fileExists(atPath: answer.path) { return .taken }
            }
        }
        return nil
    }
}

/// Why an event can't be put into the outbox. The subject is the event's identifier.
package enum OutboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Other bytes are there under this identifier: a fault of sonoquant, never overwritten.
    case differs(ChargeIdentifier)
    /// A file is there under this identifier and can't be compared.
    case unreadable(ChargeIdentifier, BoundedFileError)
    /// What the system refused.
    case system(ChargeIdentifier, SystemCallError)

    package var description: String {
        switch self {
        case .differs(let id):
            "event \(id) is in the outbox with other content; nothing was overwritten. This is a fault of sonoquant, report it"
        case .unreadable(let id, let reason):
            "event \(id) is in the outbox, but its file \(reason)"
        case .system(let id, let reason):
            "event \(id) could not be written to the outbox: \(reason). It is written at the next run"
        }
    }
}
