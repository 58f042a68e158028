private import Foundation

/// How numbers are written on pictures.
enum PrintedNumber {
    /// Four figures, which are read at a glance; the report has them all.
    static func short(_ number: Double) -> String { String(format: "%.4g", number) }

    /// A unit of UCUM behind a number, with its space: "1" is no unit, braces are an annotation.
    static func unit(_ ucum: String) -> String {
        switch ucum {
        case "1", "": ""
        case "%": " %"
        case "[arb'U]": " arb. u."
        case "cm2": " cm²"
        case "mm2": " mm²"
        default: " " + ucum.filter { !"{}[]".contains($0) }
        }
    }

    /// A share, %: a whole number from ten, one decimal below, and never "0 %" of something.
    static func share(_ part: Int, of whole: Int) -> String {
        guard part > 0, whole > 0 else { return "none" }
        let percent = 100 * Double(part) / Double(whole)
        return percent < 0.1 ? "below 0.1 %" : String(format: percent < 10 ? "%.1f %%" : "%.0f %%", percent)
    }
}
