/// The name of a DICOM application: 1 to 16 characters of the default repertoire without backslash and control characters, where
/// spaces at either end don't count (PS3.5 table 6.2-1, AE).
package struct ApplicationEntityTitle: ShapedText {
    /// To follow "must be" in an error.
    package static let shape =
        "an AE title: 1 to 16 characters of ASCII without backslash, no space at either end"

    /// Without padding.
    package let text: String

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...16).contains(bytes.count), bytes.first != 0x20, bytes.last != 0x20,
            bytes.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.text = text
    }
}
