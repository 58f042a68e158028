internal import Glibc
internal import SystemPackage

/// TCP ports as a service will need them.
package enum ListeningPort {
    /// Tries for a moment to listen at a port, as `serve` will.
    ///
    /// - Parameters:
    ///   - address: an IP address of this machine; nil for all.
    ///   - port: 0 for any free port.
    /// - Throws: why it can't be listened at: in use, not permitted, no such address.
    package static func test(address: String?, port: Int) throws(SystemCallError) {
        var four = in_addr()
        var six = in6_addr()
        let number = in_port_t(UInt16(clamping: port)).bigEndian
        if let address, unsafe inet_pton(AF_INET, address, &four) == 1 {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = number
            name.sin_addr = four
            try unsafe bind(AF_INET, &name, MemoryLayout<sockaddr_in>.size)
        } else if unsafe address == nil || inet_pton(AF_INET6, address ?? "", &six) == 1 {
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = number
            name.sin6_addr = six
            try unsafe bind(AF_INET6, &name, MemoryLayout<sockaddr_in6>.size)
        } else {
            throw SystemCallError(call: "inet_pton", subject: "address", reason: .invalidArgument)
        }
    }

    private static func bind(
        _ family: Int32,
        _ name: UnsafeRawPointer,
        _ size: Int
    ) throws(SystemCallError) {
        let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw .current("socket", "port") }
        defer { close(socket) }
        // A service that ended a moment ago holds its port for nobody.
        var on: Int32 = 1, off: Int32 = 0
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        if family == AF_INET6 {
            // All addresses are IPv4's too.
            _ = unsafe setsockopt(
                socket,
                Int32(IPPROTO_IPV6),
                IPV6_V6ONLY,
                &off,
                socklen_t(MemoryLayout<Int32>.size)
            )
        }
        let status = unsafe Glibc.bind(socket, name.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
        guard status == 0 else { throw .current("bind", "port") }
        guard listen(socket, 1) == 0 else { throw .current("listen", "port") }
    }
}
