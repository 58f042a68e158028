/// A name that is safe in a URN and as a folder's name: 1 to 64 ASCII letters, digits, `.`, `_`, `-`, the first a letter or digit.
package struct PlainToken: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "1 to 64 letters, digits, dots, underscores or hyphens, the first a letter or digit"

    /// Upper and lower case differ.
    package let text: String

    package init?(_ text: String) {
        let characters = Array(text.utf8)
        guard (1...64).contains(characters.count), let first = characters.first, Self.isAlphanumeric(first) else {
            return nil
        }
        let others = [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")]
        guard characters.allSatisfy({ Self.isAlphanumeric($0) || others.contains($0) }) else { return nil }
        self.text = text
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte.isASCIICapital || byte.isASCIISmall
    }
}
