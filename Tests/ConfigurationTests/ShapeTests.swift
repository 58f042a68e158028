import Configuration
import Testing

@Suite("Shapes of identifiers")
struct ShapeTests {
    // billing.md, section 8; the first is CMS's own example.
    @Test("good NPIs are taken", arguments: ["1234567893", "1558598797", "1245319599", "1999999992"])
    func goodNPI(text: String) {
        #expect(NPI(text)?.text == text)
    }

    @Test(
        "bad NPIs are refused",
        arguments: [
            "1234567890", "123456789", "0123456789", "", "12345678933", "١٢٣٤٥٦٧٨٩٣", "1234567893 ", "3234567891",
        ]
    )
    func badNPI(text: String) {
        #expect(NPI(text) == nil)
    }

    @Test("every single wrong digit of an NPI is noticed")
    func wrongDigits() {
        let digits = Array("1234567893")
        for place in 1..<10 {
            for digit in "0123456789" where digit != digits[place] {
                var wrong = digits
                wrong[place] = digit
                #expect(NPI(String(wrong)) == nil)
            }
        }
    }

    @Test("taxonomy codes are checked by shape")
    func taxonomy() {
        #expect(ProviderTaxonomy("2085R0202X") != nil)
        for bad in ["2085R0202", "2085r0202X", "2085R0202Y", "２085R0202X"] { #expect(ProviderTaxonomy(bad) == nil) }
    }

    @Test("a plain token is safe in a URN and as a folder")
    func token() {
        for good in ["example", "Site-1", "a.b_c", String(repeating: "x", count: 64)] {
            #expect(PlainToken(good) != nil)
        }
        for bad in ["", ".", "..", "../x", "a/b", "a b", "-x", "é", "a\0", String(repeating: "x", count: 65)] {
            #expect(PlainToken(bad) == nil)
        }
    }

    @Test("a physician's name has DICOM's form")
    func name() {
        for good in ["Reader^Example", "Müller^Jörg^^Dr", "Reader"] { #expect(PhysicianName(good) != nil) }
        let long = String(repeating: "x", count: 65)
        for bad in ["", "^Example", "a\\b", "a=b", "a^b^c^d^e^f", "a\nb", long] { #expect(PhysicianName(bad) == nil) }
    }
}
