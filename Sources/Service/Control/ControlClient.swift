package import Foundation
internal import SystemCalls

/// A command's side of the control socket.
package struct ControlClient: Sendable {
    private let channel: ControlChannel
    private let patienceSeconds: Int

    /// The running service of a state directory.
    ///
    /// - Parameters:
    ///   - state: the state directory.
    ///   - patienceSeconds: how long the service may say nothing, seconds; nil as it is meant to be.
    /// - Returns: nil when no service listens there.
    /// - Throws: `SystemCallError`, when the socket can't be used.
    package static func connect(to state: StateDirectory, patienceSeconds: Int? = nil) throws -> ControlClient? {
        guard let connection = try LocalConnection.connect(to: state.control) else { return nil }
        let patience = patienceSeconds ?? ControlLine.patienceSeconds
        connection.limitWaits(seconds: patience)
        return ControlClient(channel: ControlChannel(connection), patienceSeconds: patience)
    }

    private init(channel: ControlChannel, patienceSeconds: Int) {
        self.channel = channel
        self.patienceSeconds = patienceSeconds
    }

    /// What taking a folder in came to.
    package struct Taken: Hashable, Sendable {
        /// The files, in the order of their paths.
        package var arrivals: [ControlArrival] = []
        /// What is wrong with order files.
        package var orderProblems: [String] = []
        /// What is wrong with single studies.
        package var troubles: [String] = []

        package init(arrivals: [ControlArrival] = [], orderProblems: [String] = [], troubles: [String] = []) {
            self.arrivals = arrivals
            self.orderProblems = orderProblems
            self.troubles = troubles
        }
    }

    /// Has the service take a folder in, and waits until its studies are as far as they go.
    ///
    /// - Parameters:
    ///   - folder: on this machine.
    ///   - consume: whether files that are safe leave it.
    ///   - progress: told of each message before the last.
    /// - Returns: what it came to.
    /// - Throws: `ServiceError` when the service refuses or goes away.
    package func takeIn(
        _ folder: URL,
        consume: Bool,
        progress: @escaping @Sendable (ControlReply) -> Void
    ) async throws -> Taken {
        let gone = ServiceError(
            .refused,
            "the service stopped or was reloaded before the studies were finished; nothing was lost: run again"
        )
        defer { channel.close() }
        var taken = Taken()
        do {
            try await channel.send(ControlRequest.takeIn(folder: folder.absoluteURL.path, consume: consume))
            for try await line in channel.lines() {
                let reply = try JSONDecoder().decode(ControlReply.self, from: Data(line))
                switch reply {
                case .working: continue
                case .taking, .finishing: progress(reply)
                case .arrivals(let arrivals): taken.arrivals += arrivals
                case .finished(let orderProblems, let troubles):
                    taken.orderProblems = orderProblems
                    taken.troubles = troubles
                    return taken
                case .refused(.usage, let words): throw ServiceError(.badInput, words)
                case .refused(.inputOutput, let words): throw ServiceError(.refused, words)
                }
            }
        } catch let error as SystemCallError where error.reason == .resourceTemporarilyUnavailable {
            throw ServiceError(
                .refused,
                "the service has said nothing for \(patienceSeconds) s: sonoquant status says how it fares; nothing was "
                    + "lost: run again"
            )
        } catch is SystemCallError {
            throw gone
        }
        throw gone
    }
}
