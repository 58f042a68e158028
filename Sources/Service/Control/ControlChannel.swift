internal import Dispatch
internal import Foundation
internal import SystemCalls

/// One end of a conversation through the control socket. The socket's calls wait, so they run on queues of their own.
package final class ControlChannel: Sendable {
    private let connection: LocalConnection
    private let reads = DispatchQueue(label: "sonoquant.control.read")
    private let writes = DispatchQueue(label: "sonoquant.control.write")

    init(_ connection: consuming LocalConnection) {
        self.connection = connection
    }

    /// Whether the other side runs under this process's account.
    var isOwnUser: Bool { connection.isOwnUser }

    /// How long a read or write waits at most.
    func limitWaits(seconds: Int) { connection.limitWaits(seconds: seconds) }

    /// Ends the conversation.
    package func close() { connection.shutDown() }

    /// Sends a message.
    package func send(_ message: some Encodable & Sendable) async throws {
        let bytes = try ControlLine.bytes(message)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            writes.async { continuation.resume(with: Result { try self.connection.write(bytes) }) }
        }
    }

    /// What comes, line by line, until the other side ends or a read fails.
    package func lines() -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            reads.async {
                do {
                    var line: [UInt8] = []
                    while case let bytes = try self.connection.read(atMost: 65_536), !bytes.isEmpty {
                        for part in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
                            if part.offset > 0 {
                                // Whoever listens no longer may still have something to say.
                                if case .terminated = continuation.yield(line) { return }
                                line = []
                            }
                            line += part.element
                        }
                        guard line.count <= ControlLine.longest else {
                            throw ServiceError(.badInput, "a message through the control socket is too long")
                        }
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        }
    }
}
