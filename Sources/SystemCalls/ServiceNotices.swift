internal import Foundation
internal import Glibc

/// Tells a service manager how a service fares, through the datagram socket that `NOTIFY_SOCKET` names (sd_notify(3)). Without
/// one nothing is told.
package struct ServiceNotices: Sendable {
    /// What a service manager wants to know.
    package enum Notice: Hashable, Sendable {
        /// It has started, or has done with its reload.
        case ready
        /// It reads its configuration again.
        case reloading
        /// It was told to stop, and does.
        case stopping
    }

    private let socketName: String?

    /// - Parameter socketName: a path, or a name after `@` in the abstract namespace; else what the environment says.
    package init(socketName: String? = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"]) {
        self.socketName = socketName
    }

    /// Tells it, without waiting.
    ///
    /// - Parameter notice: how the service fares.
    /// - Returns: whether somebody was told; a service runs as well without.
    @discardableResult
    package func tell(_ notice: Notice) -> Bool {
        guard let socketName, !socketName.isEmpty else { return false }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socketName.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in unsafe target.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let message = Array(Self.text(notice).utf8)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let sent = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe sendto(
                    descriptor,
                    message,
                    message.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT),
                    pointer,
                    length
                )
            }
        }
        return sent == message.count
    }

    private static func text(_ notice: Notice) -> String {
        switch notice {
        case .ready: return "READY=1"
        case .stopping: return "STOPPING=1"
        case .reloading:
            // Type=notify-reload tells by the time which signal this answers.
            var time = timespec()
            unsafe clock_gettime(CLOCK_MONOTONIC, &time)
            return "RELOADING=1\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)"
        }
    }
}
