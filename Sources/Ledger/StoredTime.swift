internal import Foundation

/// Times as the ledger's columns hold them: ISO 8601, UTC, milliseconds.
enum StoredTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)

    static func text(_ date: Date) -> String {
        // Half a millisecond more, because the style cuts instead of rounding.
        date.addingTimeInterval(0.000_5).formatted(style)
    }

    static func date(_ text: String) throws(LedgerError) -> Date {
        do {
            return try Date(text, strategy: style)
        } catch {
            throw LedgerError(.damaged, "the ledger holds a time that is none: restore it from its backup")
        }
    }
}
