package import Foundation

/// The offset from UTC in which all times of one report stand (PS3.3 C.12.1.1.8): the study's own, else the site's.
package struct ReportOffset: Hashable, Sendable {
    /// Timezone Offset From UTC (0008,0201): +HHMM or -HHMM.
    package let text: String
    private let seconds: Int

    /// - Parameters:
    ///   - header: the study's own offset, legal or nil.
    ///   - site: where the report is made.
    ///   - date: when; daylight saving decides the site's offset.
    /// - Throws: `illegalText` for an offset that the standard doesn't allow.
    package init(header: String?, site: TimeZone, at date: Date) throws(ReportingError) {
        guard let header, !header.isEmpty else {
            seconds = site.secondsFromGMT(for: date) / 60 * 60
            text = Self.text(seconds)
            return
        }
        let characters = Array(header.utf8)
        guard characters.count == 5, characters[0] == UInt8(ascii: "+") || characters[0] == UInt8(ascii: "-"),
            let digits = Int(header.dropFirst()), digits % 100 < 60, digits >= 0
        else { throw .illegalText(attribute: "TimezoneOffsetFromUTC") }
        let size = (digits / 100 * 60 + digits % 100) * 60
        seconds = characters[0] == UInt8(ascii: "-") ? -size : size
        // PS3.3 C.12.1.1.8: the range, and -0000 is not allowed.
        guard (-12 * 3600...14 * 3600).contains(seconds) else { throw .illegalText(attribute: "TimezoneOffsetFromUTC") }
        text = Self.text(seconds)
    }

    /// YYYYMMDD and HHMMSS of a moment, in this offset.
    package func dateAndTime(of date: Date) -> (date: String, time: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: seconds) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        return (
            Self.digits(parts.year, 4) + Self.digits(parts.month, 2) + Self.digits(parts.day, 2),
            Self.digits(parts.hour, 2) + Self.digits(parts.minute, 2) + Self.digits(parts.second, 2)
        )
    }

    private static func text(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + digits(minutes / 60, 2) + digits(minutes % 60, 2)
    }

    private static func digits(_ number: Int?, _ count: Int) -> String {
        let text = String(number ?? 0)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
