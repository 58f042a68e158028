/// A provider taxonomy code of NUCC: nine digits or capitals and an X, for example 2085R0202X, Diagnostic Radiology.
/// A shape only: whether the code exists is for the payer.
package struct ProviderTaxonomy: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a taxonomy code: nine digits or capital letters, then X, as 2085R0202X"

    /// Ten characters.
    package let text: String

    package init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 10, characters.last == UInt8(ascii: "X"),
            characters.allSatisfy({ $0.isASCIIDigit || $0.isASCIICapital })
        else { return nil }
        self.text = text
    }
}
