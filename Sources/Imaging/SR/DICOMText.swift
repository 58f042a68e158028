/// What DICOM allows in a text (PS3.5 section 6.2), for UTF-8.
package enum DICOMText {
    /// Value representations that reports write.
    package enum Representation: Sendable {
        /// SH: 16 characters.
        case shortString
        /// LO: 64 characters.
        case longString
        /// PN: three component groups of 64 characters, five components each.
        case personName
        /// UT: line breaks and tabulators allowed.
        case unlimitedText
        /// DA.
        case date
        /// TM.
        case time
        /// CS: 16 upper-case characters.
        case codeString
    }

    /// The character sets that are written (PS3.3 C.12.1.1.2), each within the next.
    enum Repertoire {
        case ascii, latin1, unicode

        init(of texts: [String]) {
            let highest = texts.lazy.flatMap(\.unicodeScalars).map(\.value).max() ?? 0
            switch highest {
            case ..<0x80: self = .ascii
            case ..<0x100: self = .latin1
            default: self = .unicode
            }
        }
    }

    /// The longest UT that is written, in characters; DICOM itself stops at 4 GiB.
    package static let unlimitedTextCharacters = 1 << 20

    /// Whether `text` may be the one value of an element. An empty text is not.
    package static func isLegal(_ text: String, as representation: Representation) -> Bool {
        let scalars = text.unicodeScalars
        guard !text.isEmpty else { return false }
        switch representation {
        case .shortString: return scalars.count <= 16 && isOneLine(scalars)
        case .longString: return scalars.count <= 64 && isOneLine(scalars)
        case .personName: return isPersonName(text)
        case .unlimitedText:
            return scalars.count <= unlimitedTextCharacters && scalars.allSatisfy { isGraphic($0) || isLayout($0) }
        case .date: return isDate(text)
        case .time: return isTime(text)
        case .codeString:
            return scalars.count <= 16
                && scalars.allSatisfy { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == " " || $0 == "_" }
        }
    }

    /// A sentence of ours as UT: control characters become spaces and it is cut at `limit` characters.
    package static func sentence(_ text: String, limit: Int = 10_240) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            scalars.append(isGraphic(scalar) ? scalar : " ")
        }
        return String(scalars)
    }

    /// A sentence of ours as LO: also without backslash, cut at 64 characters.
    package static func line(_ text: String) -> String {
        sentence(text, limit: 64).replacing("\\", with: "/")
    }

    private static func isOneLine(_ scalars: String.UnicodeScalarView) -> Bool {
        scalars.allSatisfy { isGraphic($0) && $0 != "\\" }
    }

    // C0 controls, DEL and the C1 controls.
    private static func isGraphic(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    }

    private static func isLayout(_ scalar: Unicode.Scalar) -> Bool {
        ["\t", "\n", "\u{0C}", "\r"].contains(scalar)
    }

    private static func isPersonName(_ text: String) -> Bool {
        let groups = text.unicodeScalars.split(separator: "=", omittingEmptySubsequences: false)
        guard groups.count <= 3, isOneLine(text.unicodeScalars) else { return false }
        return groups.allSatisfy { group in group.count <= 64 && group.count(where: { $0 == "^" }) <= 4 }
    }

    private static func isDate(_ text: String) -> Bool {
        guard let digits = digits(of: text), digits.count == 8 else { return false }
        let month = digits[4] * 10 + digits[5]
        let day = digits[6] * 10 + digits[7]
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ digits(of: String($0)) }), [2, 4, 6].contains(whole.count) else {
            return false
        }
        let limits = [24, 60, 61]
        for (index, limit) in zip(stride(from: 0, to: whole.count, by: 2), limits) {
            guard whole[index] * 10 + whole[index + 1] < limit else { return false }
        }
        guard parts.count > 1 else { return true }
        return parts.count == 2 && whole.count == 6 && (1...6).contains(parts[1].count)
            && digits(of: String(parts[1])) != nil
    }

    private static func digits(of text: String) -> [Int]? {
        var digits: [Int] = []
        for byte in text.utf8 {
            guard (48...57).contains(byte) else { return nil }
            digits.append(Int(byte) - 48)
        }
        return digits
    }
}
