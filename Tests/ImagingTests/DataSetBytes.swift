internal import Foundation

/// Writes data sets by hand, right or wrong, for tests.
struct DataSetBytes {
    enum Length {
        case defined, undefined
    }

    var isExplicit = true
    private(set) var bytes: [UInt8] = []

    init(isExplicit: Bool = true) { self.isExplicit = isExplicit }

    /// An element, its value padded as it comes.
    mutating func element(_ tag: UInt32, _ representation: String, _ value: [UInt8]) {
        header(tag, representation, UInt32(value.count))
        bytes += value
    }

    mutating func text(_ tag: UInt32, _ representation: String, _ text: String) {
        var value = Array(text.utf8)
        if value.count % 2 == 1 { value.append(representation == "UI" ? 0 : 32) }
        element(tag, representation, value)
    }

    /// The four UIDs without which there are no facts.
    mutating func identity(sopClass: String = "1.2.840.10008.5.1.4.1.1.6.1") {
        text(0x0008_0016, "UI", sopClass)
        text(0x0008_0018, "UI", "1.2.3.4")
        text(0x0020_000D, "UI", "1.2.3.5")
        text(0x0020_000E, "UI", "1.2.3.6")
    }

    /// Tag, representation and length.
    mutating func header(_ tag: UInt32, _ representation: String, _ length: UInt32) {
        word(UInt16(tag >> 16))
        word(UInt16(truncatingIfNeeded: tag))
        if !isExplicit || tag >> 16 == 0xFFFE { return long(length) }
        bytes += Array(representation.utf8)
        if ["OB", "OW", "SQ", "UN", "UT", "UC", "OF", "ZZ"].contains(representation) {
            word(0)
            long(length)
        } else {
            word(UInt16(truncatingIfNeeded: length))
        }
    }

    /// A sequence in an item in a sequence, and so on.
    mutating func nested(_ count: Int, tag: UInt32, _ representation: String, _ length: Length) {
        switch length {
        case .undefined:
            for depth in 0..<count {
                // Within a sequence of representation UN everything is implicit (CP-246).
                if depth == 1, representation == "UN" { isExplicit = false }
                header(tag, representation, .max)
                header(0xFFFE_E000, "", .max)
            }
            for _ in 0..<count {
                header(0xFFFE_E00D, "", 0)
                header(0xFFFE_E0DD, "", 0)
            }
        case .defined:
            let isLong = isExplicit && representation != "UN"
            let level = isLong ? 20 : 16
            for depth in 0..<count {
                if depth == 1, representation == "UN" { isExplicit = false }
                let inside = (count - 1 - depth) * level
                header(tag, representation, UInt32(inside + 8))
                header(0xFFFE_E000, "", UInt32(inside))
            }
        }
    }

    /// A whole file with preamble and meta information.
    func file(transferSyntax: String? = nil) -> Data {
        var meta = DataSetBytes()
        meta.text(0x0002_0010, "UI", transferSyntax ?? (isExplicit ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2"))
        return Data([UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta.bytes + bytes)
    }

    private mutating func word(_ value: UInt16) {
        bytes += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
    }

    private mutating func long(_ value: UInt32) {
        word(UInt16(truncatingIfNeeded: value))
        word(UInt16(value >> 16))
    }
}
