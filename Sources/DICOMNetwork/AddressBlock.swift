internal import Glibc

/// An IP address or CIDR block (RFC 4632, RFC 4291), as a list of senders names it.
package struct AddressBlock: Hashable, Sendable {
    /// 16 bytes; IPv4 as IPv4-mapped IPv6, so that both spellings of one machine are equal.
    private let bytes: [UInt8]
    private let prefixLength: Int

    /// Reads `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; nil when it is anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let (bytes, isVersion4) = Self.address(String(parts[0])) else {
            return nil
        }
        let longest = isVersion4 ? 32 : 128
        var length = longest
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let given = Int(parts[1]),
                (0...longest).contains(given)
            else { return nil }
            length = given
        }
        self.bytes = bytes
        prefixLength = isVersion4 ? 96 + length : length
    }

    /// Whether a peer's numeric address lies in the block.
    package func contains(_ address: String) -> Bool {
        guard let (other, _) = Self.address(address) else { return false }
        for index in 0..<16 {
            let bits = min(8, max(0, prefixLength - 8 * index))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            if bytes[index] & mask != other[index] & mask { return false }
        }
        return true
    }

    private static func address(_ text: String) -> (bytes: [UInt8], isVersion4: Bool)? {
        // A link-local address comes with its interface: fe80::1%eth0.
        let numeric = String(text.prefix { $0 != "%" })
        var version4 = in_addr()
        if unsafe inet_pton(AF_INET, numeric, &version4) == 1 {
            let bytes = unsafe withUnsafeBytes(of: version4) { unsafe Array($0) }
            return (mapped + bytes, true)
        }
        var version6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, numeric, &version6) == 1 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: version6) { unsafe Array($0) }
        return (bytes, false)
    }

    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
}
