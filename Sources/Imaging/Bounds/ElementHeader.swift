/// The tag, representation and length in front of a value (PS3.5 section 7.1).
struct ElementHeader {
    var group: UInt16
    var element: UInt16
    /// Nil in implicit VR, and for items and delimiters.
    var representation: ValueRepresentation?
    /// Nil where it is undefined.
    var length: UInt64?

    var isItem: Bool { group == 0xFFFE && element == 0xE000 }
    var isItemEnd: Bool { group == 0xFFFE && element == 0xE00D }
    var isSequenceEnd: Bool { group == 0xFFFE && element == 0xE0DD }
    var isPixelData: Bool { group == 0x7FE0 && element == 0x0010 }
}

extension ByteSource {
    /// The tag at the position; `has(4)` must have said that it is there.
    func tag(isBigEndian: Bool) -> (group: UInt16, element: UInt16) {
        (word(0, isBigEndian), word(2, isBigEndian))
    }

    /// Reads the header of an element and moves behind it. Nil where the bytes end within it.
    mutating func header(_ encoding: DataSetEncoding) throws(ImagingError) -> ElementHeader? {
        guard try has(8) else { return nil }
        let (group, element) = tag(isBigEndian: encoding.isBigEndian)
        var header = ElementHeader(group: group, element: element)
        var size: UInt64 = 8
        var length: UInt32
        if encoding.isExplicit, group != 0xFFFE {
            let representation = ValueRepresentation(byte(4), byte(5))
            header.representation = representation
            guard let hasLongLength = representation.hasLongLength else {
                throw ImagingError(.malformed, "\(tagText(group, element)) has an impossible value representation")
            }
            if hasLongLength {
                guard try has(12) else { return nil }
                length = long(8, encoding.isBigEndian)
                size = 12
            } else {
                length = UInt32(word(6, encoding.isBigEndian))
            }
        } else {
            length = long(4, encoding.isBigEndian)
        }
        header.length = length == .max ? nil : UInt64(length)
        _ = try skip(size)
        return header
    }

    /// Whether the value of `length` at the position begins like an item (PS3.5 section 7.5).
    mutating func beginsWithItem(_ length: UInt64, _ encoding: DataSetEncoding) throws(ImagingError) -> Bool {
        guard length >= 8, try has(8) else { return false }
        return tag(isBigEndian: encoding.isBigEndian) == (0xFFFE, 0xE000)
    }

    private func word(_ offset: Int, _ isBigEndian: Bool) -> UInt16 {
        let (first, second) = (UInt16(byte(offset)), UInt16(byte(offset + 1)))
        return isBigEndian ? first << 8 | second : second << 8 | first
    }

    private func long(_ offset: Int, _ isBigEndian: Bool) -> UInt32 {
        let (first, second) = (UInt32(word(offset, isBigEndian)), UInt32(word(offset + 2, isBigEndian)))
        return isBigEndian ? first << 16 | second : second << 16 | first
    }
}

/// A tag as DICOM prints it: (0008,0018).
func tagText(_ group: UInt16, _ element: UInt16) -> String {
    func digits(_ number: UInt16) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - text.count) + text
    }
    return "(\(digits(group)),\(digits(element)))"
}
