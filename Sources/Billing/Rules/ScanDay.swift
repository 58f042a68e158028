internal import Configuration
internal import Foundation

/// The day of a scan in the site's time zone.
enum ScanDay: Equatable {
    case day(CalendarDate)
    /// Why the day can't be told, to follow "the study".
    case unknown(String)

    /// From Study Date, Study Time and Timezone Offset From UTC. Without an offset, DICOM's times are local to the equipment
    /// (PS3.3 section C.12.1), which stands at the site.
    init(of evidence: ChargeEvidence, in zone: TimeZone) {
        guard let text = evidence.studyDate, let day = CalendarDate(dicom: text) else {
            self = .unknown("has no legal Study Date")
            return
        }
        guard let written = evidence.timezoneOffsetFromUTC else {
            self = .day(day)
            return
        }
        guard let offset = Self.seconds(ofOffset: written) else {
            self = .unknown("has an illegal Timezone Offset From UTC")
            return
        }
        let times = Self.seconds(ofTime: evidence.studyTime).map { [$0] } ?? [0, 86_399]
        let days = Set(times.compactMap { Self.day(of: day, seconds: $0, offset: offset, in: zone) })
        guard days.count == 1, let only = days.first else {
            self = .unknown("has no legal Study Time, and its time zone is not the site's")
            return
        }
        self = .day(only)
    }

    private static func day(of day: CalendarDate, seconds: Int, offset: Int, in zone: TimeZone) -> CalendarDate? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = DateComponents(year: day.year, month: day.month, day: day.day)
        guard let midnight = calendar.date(from: parts) else { return nil }
        return CalendarDate(of: midnight.addingTimeInterval(Double(seconds - offset)), in: zone)
    }

    /// Seconds east of Greenwich of `+HHMM` or `-HHMM`, from -1200 to +1400 (PS3.3 section C.12.1).
    private static func seconds(ofOffset text: String) -> Int? {
        let digits = text.utf8.dropFirst()
        guard text.utf8.count == 5, digits.allSatisfy(\.isASCIIDigit), let number = Int(text.dropFirst()),
            let sign = ["+": 1, "-": -1][text.prefix(1)]
        else { return nil }
        let seconds = sign * (number / 100 * 3600 + number % 100 * 60)
        guard number % 100 < 60, (-12 * 3600...14 * 3600).contains(seconds) else { return nil }
        return seconds
    }

    /// Seconds since midnight of a value of VR TM: HH, HHMM or HHMMSS with a fraction, which doesn't count (PS3.5 section 6.2).
    private static func seconds(ofTime text: String?) -> Int? {
        guard let text else { return nil }
        let whole = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)[0]
        guard [2, 4, 6].contains(whole.utf8.count), whole.utf8.allSatisfy(\.isASCIIDigit),
            let number = Int(whole + String(repeating: "0", count: 6 - whole.utf8.count))
        else { return nil }
        let (hours, minutes, seconds) = (number / 10_000, number / 100 % 100, number % 100)
        guard hours < 24, minutes < 60, seconds <= 60 else { return nil }
        return hours * 3600 + minutes * 60 + min(seconds, 59)
    }
}
