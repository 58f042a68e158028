internal import Foundation

/// Numbers within flags and reasons.
enum Decimal {
    /// Two figures that count, for an error: 0.032, 12, 3.4e-05.
    static func error(_ number: Double) -> String {
        guard number.isFinite, number != 0 else { return "\(number)" }
        let places = 1 - Int(log10(abs(number)).rounded(.down))
        guard (0...9).contains(places) else { return String(format: "%.1e", number) }
        return String(format: "%.*f", places, number)
    }

    /// One place after the point, rounded by whole numbers so that no locale is asked.
    static func text(_ number: Double) -> String {
        guard abs(number) < 1e12 else { return "\(number)" }
        let tenths = Int((number * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let size = abs(tenths)
        return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
    }
}
