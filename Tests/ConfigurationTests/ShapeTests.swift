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

@Suite("Shapes of network names")
struct NetworkShapeTests {
    @Test("good AE titles are taken", arguments: ["A", "SONOQUANT", "US ARCHIVE", "a_b-c.d", "SIXTEEN-LETTERS."])
    func goodTitle(text: String) {
        #expect(ApplicationEntityTitle(text)?.text == text)
    }

    @Test("bad AE titles are refused", arguments: ["", " ", " A", "A ", "A\\B", "A\nB", "ÄRZTE", "SEVENTEEN-LETTERS"])
    func badTitle(text: String) {
        #expect(ApplicationEntityTitle(text) == nil)
    }

    @Test(
        "good addresses and blocks are taken",
        arguments: [
            ("192.0.2.7", nil), ("0.0.0.0/0", 0), ("10.0.0.0/32", 32), ("::", nil), ("::1", nil), ("2001:db8::/32", 32),
            ("1:2:3:4:5:6:7:8", nil), ("1:2:3:4:5:6:7::", nil), ("::ffff:192.0.2.7", nil), ("fe80::1/128", 128),
        ] as [(String, Int?)]
    )
    func goodAddress(text: String, prefix: Int?) {
        #expect(AddressBlock(text)?.prefix == prefix)
        #expect(AddressBlock(text)?.text == text)
    }

    @Test(
        "bad addresses are refused",
        arguments: [
            "", "/", "192.0.2", "192.0.2.256", "192.0.02.7", "192.0.2.7/33", "192.0.2.7/", "192.0.2.7/08",
            "192.0.2.7/-1",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1", "1:", ":::", "12345::", "g::1", "::1/129",
            "1:2:3:4:5:6:7::8", "1.2.3.4::", "host", "٣.0.0.1", "::1%eth0",
        ]
    )
    func badAddress(text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
