import Testing

@testable import Analysis

/// Truth: PS3.5 table 6.2-1.
@Suite("Legal values")
struct LegalValueTests {
    @Test(
        "a date is a day of the calendar as YYYYMMDD",
        arguments: [
            ("20261123", true), ("20240229", true), ("20000229", true), ("19000229", false), ("20230229", false),
            ("20261345", false),
            ("1994.11.05", false), ("--", false), ("2026112", false), ("２０２６１１２３", false),
        ]
    )
    func date(value: String, isLegal: Bool) { #expect((LegalValue.dateFault(value) == nil) == isLegal) }

    @Test(
        "a time has hours, minutes and seconds",
        arguments: [
            ("101500", true), ("1015", true), ("10", true), ("235960", true), ("101500.123456", true),
            ("250000", false),
            ("10:15:00", false), ("101500.", false), ("101500.1234567", false), ("1015.5", false), ("", false),
            (".5", false),
        ]
    )
    func time(value: String, isLegal: Bool) { #expect((LegalValue.timeFault(value) == nil) == isLegal) }

    @Test("a sex is M, F or O", arguments: [("M", true), ("F", true), ("O", true), ("Male", false), ("m", false)])
    func sex(value: String, isLegal: Bool) { #expect((LegalValue.sexFault(value) == nil) == isLegal) }

    @Test(
        "a person's name has at most 3 groups of 64 characters and 5 components",
        arguments: [
            ("Doe^Jane", true), ("山田^太郎=やまだ^たろう", true), (String(repeating: "a", count: 64), true), ("A^B^C^D^E", true),
            (String(repeating: "a", count: 65), false), ("A^B^C^D^E^F", false), ("a=b=c=d", false),
            ("Doe\\Jane", false), ("Doe\nJane", false),
        ]
    )
    func name(value: String, isLegal: Bool) { #expect((LegalValue.personNameFault(value) == nil) == isLegal) }

    @Test(
        "a time zone is from -1200 to +1400",
        arguments: [
            ("-0500", true), ("+1400", true), ("-1200", true), ("+1401", false), ("-1230", false), ("-0000", false),
            ("0500", false),
            ("+05:00", false), ("+0560", false),
        ]
    )
    func timezone(value: String, isLegal: Bool) { #expect((LegalValue.timezoneFault(value) == nil) == isLegal) }

    @Test("text keeps within its length", arguments: [(16, true), (17, false)])
    func text(length: Int, isLegal: Bool) {
        #expect((LegalValue.textFault(String(repeating: "é", count: length), longest: 16) == nil) == isLegal)
    }
}
