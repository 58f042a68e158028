internal import CProcessControl
package import Foundation
internal import Glibc
internal import SystemPackage

/// A stream socket between processes of one machine and one user. Its calls wait: they belong on a thread of their own.
package struct LocalConnection: ~Copyable, Sendable {
    private let descriptor: Int32

    fileprivate init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Connects to a listener.
    ///
    /// - Parameter socket: its name.
    /// - Returns: nil when nobody listens there.
    /// - Throws: what the system refused.
    package static func connect(to socket: URL) throws(SystemCallError) -> LocalConnection? {
        let descriptor = try makeSocket()
        let connection = LocalConnection(descriptor: descriptor)
        let status = try unsafe withAddress(of: socket) { unsafe Glibc.connect(descriptor, $0, $1) }
        if status == 0 { return connection }
        let number = lastErrorNumber()
        if number == ENOENT || number == ECONNREFUSED { return nil }
        throw SystemCallError(call: "connect", subject: socket.lastPathComponent, reason: .init(rawValue: number))
    }

    /// Whether the other side runs under the same account as this process, as the kernel says.
    package var isOwnUser: Bool {
        process_peer_is_own_user(descriptor) == 1
    }

    /// How long a read or write waits at most.
    package func limitWaits(seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, option, &time, length)
        }
    }

    /// What has come, at most so many bytes; empty at the end of the stream.
    ///
    /// - Throws: `SystemCallError`, of `resourceTemporarilyUnavailable` when the time is over.
    package func read(atMost count: Int) throws(SystemCallError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        while true {
            let length = unsafe recv(descriptor, &buffer, count, 0)
            if length >= 0 { return Array(buffer.prefix(length)) }
            guard lastErrorNumber() == EINTR else { throw .current("recv", "control socket") }
        }
    }

    /// Writes all bytes.
    ///
    /// - Throws: `SystemCallError`, when the other side is gone or reads nothing for too long.
    package func write(_ bytes: [UInt8]) throws(SystemCallError) {
        var start = 0
        while start < bytes.count {
            let part = Array(bytes[start...])
            let length = unsafe send(descriptor, part, part.count, Int32(MSG_NOSIGNAL))
            if length >= 0 {
                start += length
            } else if lastErrorNumber() != EINTR {
                throw .current("send", "control socket")
            }
        }
    }

    /// Ends both directions, so that a read that waits returns.
    package func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    fileprivate static func makeSocket() throws(SystemCallError) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .current("socket", "control socket") }
        return descriptor
    }

    /// Calls with the address of a name. It goes through the folder's descriptor: an address holds 107 bytes only, and a
    /// state directory's path may be longer.
    fileprivate static func withAddress(
        of socket: URL,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(SystemCallError) -> Int32 {
        let folder = unsafe open(socket.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .current("open", "state directory") }
        defer { close(folder) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(folder)/\(socket.lastPathComponent)".utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
            precondition(path.count < target.count, "the control socket has a short name")
            unsafe target.copyBytes(from: path)
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe body(pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Listens for `LocalConnection`s under a name that goes with it.
package struct LocalListener: ~Copyable, Sendable {
    private let descriptor: Int32
    private let socket: URL

    /// Listens; a name that an ended process left is taken over. The caller makes sure that no living one uses it.
    ///
    /// - Parameter socket: the name, in a folder for its owner alone.
    /// - Returns: the listener.
    /// - Throws: what the system refused.
    package static func listen(at socket: URL) throws(SystemCallError) -> LocalListener {
        let listener = LocalListener(descriptor: try LocalConnection.makeSocket(), socket: socket)
        unsafe unlink(socket.path)
        let status = try unsafe LocalConnection.withAddress(of: socket) { unsafe bind(listener.descriptor, $0, $1) }
        guard status == 0 else { throw .current("bind", socket.lastPathComponent) }
        guard unsafe chmod(socket.path, 0o600) == 0, Glibc.listen(listener.descriptor, 16) == 0 else {
            throw .current("listen", socket.lastPathComponent)
        }
        return listener
    }

    private init(descriptor: Int32, socket: URL) {
        self.descriptor = descriptor
        self.socket = socket
    }

    deinit {
        unsafe unlink(socket.path)
        close(descriptor)
    }

    /// Waits for the next connection.
    ///
    /// - Parameter milliseconds: how long at most.
    /// - Returns: nil when none came.
    /// - Throws: what the system refused.
    package func accept(withinMilliseconds milliseconds: Int32) throws(SystemCallError) -> LocalConnection? {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&wait, 1, milliseconds) > 0 else { return nil }
        let connection = process_accept(descriptor)
        if connection >= 0 { return LocalConnection(descriptor: connection) }
        let number = lastErrorNumber()
        if number == EINTR || number == EAGAIN || number == ECONNABORTED { return nil }
        throw SystemCallError(call: "accept", subject: socket.lastPathComponent, reason: .init(rawValue: number))
    }
}
