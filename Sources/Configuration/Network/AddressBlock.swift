/// An IP address, or a block of them as `10.1.0.0/16` (RFC 4632, RFC 4291 section 2.3).
package struct AddressBlock: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "an IP address (192.0.2.7, 2001:db8::7) or a block of them (192.0.2.0/24)"

    /// As written.
    package let text: String
    /// The block's first bits that count; nil for one address.
    package let prefix: Int?

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first else { return nil }
        let longest: Int
        if Self.isVersion4(address) {
            longest = 32
        } else if Self.isVersion6(address) {
            longest = 128
        } else {
            return nil
        }
        if parts.count == 2 {
            guard let bits = Self.decimal(parts[1], atMost: longest) else { return nil }
            prefix = bits
        } else {
            prefix = nil
        }
        self.text = text
    }

    private static func decimal(_ text: Substring, atMost most: Int) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy(\.isASCIIDigit),
            text == "0" || !text.hasPrefix("0"), let number = Int(text), number <= most
        else { return nil }
        return number
    }

    private static func isVersion4(_ text: Substring) -> Bool {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.allSatisfy { decimal($0, atMost: 255) != nil }
    }

    private static func isVersion6(_ text: Substring) -> Bool {
        guard let gap = text.firstRange(of: "::") else {
            return groups(text, mayEndInVersion4: true) == 8
        }
        guard let before = groups(text[..<gap.lowerBound], mayEndInVersion4: false),
            let after = groups(text[gap.upperBound...], mayEndInVersion4: true)
        else { return false }
        return before + after <= 7
    }

    /// How many groups of 16 bits the text has; nil when one is none.
    private static func groups(_ text: Substring, mayEndInVersion4: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        var count = 0
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInVersion4, index == parts.count - 1, isVersion4(part) {
                count += 2
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isASCIIHexDigit) else { return nil }
            count += 1
        }
        return count
    }
}

extension UInt8 {
    fileprivate var isASCIIHexDigit: Bool { isASCIIDigit || (97...102).contains(self) || (65...70).contains(self) }
}
