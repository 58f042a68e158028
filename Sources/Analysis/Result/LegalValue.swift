/// DICOM's rules for the values that a report repeats (PS3.5 table 6.2-1). Each tells why a value is illegal, in words that
/// hold no part of it; nil where it is legal.
enum LegalValue {
    /// LO and SH: at most `longest` characters without control characters or backslash.
    static func textFault(_ value: String, longest: Int) -> String? {
        if value.unicodeScalars.contains(where: { isControl($0) || $0 == "\\" }) {
            return "has a control character or backslash"
        }
        return value.unicodeScalars.count > longest ? "is longer than \(longest) characters" : nil
    }

    /// PN: up to three groups of at most 64 characters and five components.
    static func personNameFault(_ value: String) -> String? {
        if let fault = textFault(value, longest: 3 * 64 + 2) { return fault }
        // By scalars: a combining mark behind a delimiter doesn't hide it.
        let groups = value.unicodeScalars.split(separator: "=", omittingEmptySubsequences: false)
        if groups.count > 3 { return "has more than three component groups" }
        for group in groups {
            if group.count > 64 { return "has a component group longer than 64 characters" }
            if group.count(where: { $0 == "^" }) > 4 { return "has more than five components" }
        }
        return nil
    }

    /// DA: YYYYMMDD, a day of the Gregorian calendar.
    static func dateFault(_ value: String) -> String? {
        guard let digits = digits(value), digits.count == 8 else { return "is not YYYYMMDD" }
        let (year, month, day) = (number(digits[0..<4]), number(digits[4..<6]), number(digits[6..<8]))
        guard (1...12).contains(month), day >= 1, day <= days(in: month, of: year) else {
            return "is no day of the calendar"
        }
        return nil
    }

    /// TM: HH, HHMM or HHMMSS, the last with up to six places of a fraction.
    static func timeFault(_ value: String) -> String? {
        let parts = value.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, let digits = digits(whole), [2, 4, 6].contains(digits.count) else {
            return "is not HHMMSS"
        }
        if parts.count == 2 {
            guard digits.count == 6, (1...6).contains(parts[1].utf8.count), self.digits(parts[1]) != nil else {
                return "has an illegal fraction"
            }
        }
        guard number(digits[0..<2]) < 24, digits.count < 4 || number(digits[2..<4]) < 60,
            digits.count < 6 || number(digits[4..<6]) <= 60
        else { return "is no time of day" }
        return nil
    }

    /// (0008,0201): a sign and HHMM from -1200 to +1400.
    static func timezoneFault(_ value: String) -> String? {
        guard value.utf8.count == 5, let sign = value.first, sign == "+" || sign == "-",
            let digits = digits(value.dropFirst()), number(digits[2..<4]) < 60
        else { return "is not +HHMM or -HHMM" }
        let minutes = number(digits[0..<2]) * 60 + number(digits[2..<4])
        let isLegal = sign == "+" ? minutes <= 14 * 60 : (1...12 * 60).contains(minutes)
        return isLegal ? nil : "is no offset of a time zone"
    }

    /// (0010,0040): M, F or O.
    static func sexFault(_ value: String) -> String? {
        ["M", "F", "O"].contains(value) ? nil : "is not M, F or O"
    }

    /// C0 controls, DEL and the C1 controls (PS3.5 section 6.1.3).
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private static func digits(_ text: some StringProtocol) -> [UInt8]? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? text.utf8.map { $0 - 48 } : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { 10 * $0 + Int($1) } }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
