internal import Configuration
package import Foundation

/// A day of the Gregorian calendar, without a time or a zone; written YYYY-MM-DD.
package struct CalendarDate: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a date as YYYY-MM-DD"

    /// 1 to 9999.
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// From 1, of the month.
    package let day: Int

    /// Nil when there is no such day from year 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        let isLeapYear = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...days[month - 1]).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads YYYY-MM-DD.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        self.init(digits: parts.joined())
    }

    /// Reads a value of VR DA, YYYYMMDD (PS3.5 section 6.2).
    package init?(dicom text: String) {
        self.init(digits: text)
    }

    /// The day on which a moment falls in a time zone.
    package init?(of moment: Date, in zone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day], from: moment)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private init?(digits: String) {
        guard digits.utf8.count == 8, digits.utf8.allSatisfy(\.isASCIIDigit), let number = Int(digits) else {
            return nil
        }
        self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// YYYY-MM-DD.
    package var text: String {
        let digits = String(year * 10_000 + month * 100 + day)
        let padded = String(repeating: "0", count: 8 - digits.count) + digits
        return "\(padded.prefix(4))-\(padded.dropFirst(4).prefix(2))-\(padded.suffix(2))"
    }
}
