private import Foundation

/// A number as DICOM writes it in text (PS3.5 section 6.2, DS).
package enum DecimalString {
    /// The longest DS.
    package static let characters = 16

    /// The shortest text that reads back as `number`, or where that has more than 16 characters, the 16 that come nearest: never
    /// less than 9 significant digits. Nil for what is not finite.
    package static func text(of number: Double) -> String? {
        guard number.isFinite else { return nil }
        guard number != 0 else { return "0" }
        let shortest = number.description
        let whole = shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
        guard whole.utf8.count > characters else { return whole }
        for digits in stride(from: characters, through: 1, by: -1) {
            let text = String(format: "%.\(digits)g", number)
            if text.utf8.count <= characters { return text }
        }
        return nil
    }
}
