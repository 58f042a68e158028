/// A National Provider Identifier: ten digits, the first 1 or 2, with a check digit (CMS, "NPI check digit": Luhn over
/// `80840` and the NPI, which is Luhn over the NPI with the sum begun at 24).
package struct NPI: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "an NPI: ten digits, the first 1 or 2, with its check digit right"

    /// Ten digits.
    package let text: String

    package init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits.allSatisfy(\.isASCIIDigit), digits[0] == 49 || digits[0] == 50 else {
            return nil
        }
        var sum = 24
        for (index, digit) in digits.enumerated() {
            let value = Int(digit) - 48
            let isDoubled = index.isMultiple(of: 2)
            sum += isDoubled ? (2 * value) / 10 + (2 * value) % 10 : value
        }
        guard sum.isMultiple(of: 10) else { return nil }
        self.text = text
    }
}
