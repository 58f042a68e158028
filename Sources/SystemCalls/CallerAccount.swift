internal import Glibc

/// Who runs this process, by the operating system: never what the environment says.
package struct CallerAccount: Hashable, Sendable {
    /// The real user's account name, or its number where it has no name.
    package let name: String
    /// This machine's name.
    package let host: String

    package init(name: String, host: String) {
        self.name = name
        self.host = host
    }

    /// The account and host of this process.
    package static var current: CallerAccount {
        CallerAccount(name: accountName(of: getuid()), host: hostName())
    }

    private static func accountName(of user: uid_t) -> String {
        var record = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 16_384)
        var found: UnsafeMutablePointer<passwd>?
        let status = unsafe getpwuid_r(user, &record, &buffer, buffer.count, &found)
        guard status == 0, let entry = unsafe found, let name = unsafe entry.pointee.pw_name else {
            return String(user)
        }
        return unsafe String(cString: name)
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
