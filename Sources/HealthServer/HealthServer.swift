internal import FlyingSocks
internal import Foundation
package import Logging
package import ServiceHealth
internal import ServiceLifecycle
internal import Synchronization

/// Health and metrics over HTTP, on loopback alone: `GET /health`, `/health/live`, `/metrics`. One request a connection; heads, times
/// and connections are bounded. A port that is taken is a condition and is tried again, never an end of the service.
package struct HealthServer: Service {
    /// The most connections at a time; more are closed unanswered.
    private static let mostConnections = 16
    /// From accepting a connection to the last byte of its answer.
    private static let longestConnection = Duration.seconds(10)
    /// The part that it raises conditions as.
    private static let part = "monitoring"

    private let port: UInt16
    private let pages: HealthPages
    private let logger: Logger
    private let listening: @Sendable (Int) -> Void
    private let open = OpenConnections()

    /// - Parameters:
    ///   - port: at 127.0.0.1 and, where there is one, at ::1; 0 for any free port.
    ///   - conditions: what is wrong, and where a taken port is told.
    ///   - version: of this program.
    ///   - metrics: what swift-metrics was started with.
    ///   - refresh: brings levels up to date; awaited before `/metrics` is answered.
    ///   - logger: bears no patient data (law 7).
    ///   - listening: told the port as soon as connections are taken.
    package init(
        port: UInt16,
        conditions: Conditions,
        version: String,
        metrics: MetricsRegistry,
        refresh: @escaping @Sendable () async -> Void = {},
        logger: Logger,
        listening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.port = port
        self.pages = HealthPages(conditions: conditions, version: version, metrics: metrics, refresh: refresh)
        self.logger = logger
        self.listening = listening
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
            while !Task.isCancelled {
                do {
                    try await listen { backoff.reset() }
                } catch {
                    if Task.isCancelled { break }
                    trouble(error)
                    // Cancelled sleep ends the loop above.
                    try? await Task.sleep(for: backoff.next())
                }
            }
        }
        pages.conditions.clear(Self.part)
    }

    private func trouble(_ error: any Error) {
        let isNew = pages.conditions.raise(
            Self.part,
            "health and metrics are not served: port \(port) of this machine can't be listened at; free it or set "
                + "monitoring.port"
        )
        if isNew {
            logger.warning("health server does not listen", metadata: ["port": "\(port)", "error": "\(error)"])
        }
    }

    private func listen(begun: () -> Void) async throws {
        let pool = SocketPool<ePoll>.ePoll()
        try await pool.prepare()
        let first = try Self.socket(try sockaddr_in.inet(ip4: "127.0.0.1", port: port))
        defer { Self.close(first) }
        guard case .ip4(_, let port) = try first.sockname() else { throw SocketError.unsupportedAddress }
        // A machine without IPv6 is served all the same.
        let second = try? Self.socket(try sockaddr_in6.inet6(ip6: "::1", port: port))
        defer { if let second { Self.close(second) } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            for socket in [first, second].compactMap(\.self) {
                let listener = try AsyncSocket(socket: socket, pool: pool)
                group.addTask { try await accept(from: listener) }
            }
            pages.conditions.clear(Self.part)
            begun()
            logger.info("health server listens", metadata: ["port": "\(port)"])
            listening(Int(port))
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func socket(_ address: some SocketAddress) throws -> Socket {
        let socket = try Socket(domain: Int32(address.family))
        do {
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: address)
            try socket.listen(maxPendingConnection: 16)
        } catch {
            close(socket)
            throw error
        }
        return socket
    }

    private func accept(from listener: AsyncSocket) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for try await socket in listener.sockets {
                guard open.enter(atMost: Self.mostConnections) else {
                    Self.close(socket.socket)
                    continue
                }
                group.addTask {
                    await serve(socket)
                    Self.close(socket.socket)
                    open.leave()
                }
            }
        }
    }

    /// Answers one connection within its time; a peer that goes away or dawdles concerns nobody else.
    private func serve(_ socket: AsyncSocket) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await answer(socket)
                } catch {
                    logger.debug("health request broke off", metadata: ["error": "\(error)"])
                }
            }
            group.addTask {
                // Cancelled when the answer is out.
                try? await Task.sleep(for: Self.longestConnection)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func answer(_ socket: AsyncSocket) async throws {
        var bytes: [UInt8] = []
        while true {
            bytes += try await socket.read(atMost: 4096)
            switch HTTPRequestHead.read(bytes) {
            case .unfinished: continue
            case .refused(let status): return try await socket.write(HTTPAnswer(status).encoded())
            case .complete(let head):
                let answer = await pages.answer(to: head)
                return try await socket.write(answer.encoded(withBody: head.method != "HEAD"))
            }
        }
    }

    private static func close(_ socket: Socket) {
        // A descriptor that is gone needs no closing.
        try? socket.close()
    }
}

/// How many connections are open.
private final class OpenConnections: Sendable {
    private let count = Mutex(0)

    func enter(atMost most: Int) -> Bool {
        count.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}
