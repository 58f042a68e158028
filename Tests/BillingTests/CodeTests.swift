import Billing
import Configuration
import Foundation
import Testing

@Suite("Claim codes")
struct CodeTests {
    // The good and bad examples of billing.md, section 8.
    @Test("CPT codes are checked by shape")
    func procedure() {
        for good in ["76705", "0689T", "0001U"] { #expect(ProcedureCode(good) != nil) }
        for bad in ["689T", "0689t", "O689T", "0689X", "٠689T", ""] { #expect(ProcedureCode(bad) == nil) }
    }

    @Test("ICD-10-CM codes are checked by shape")
    func diagnosis() {
        for good in ["K76.0", "C7A.00", "M1A.9XX0", "U07.1", "I10"] { #expect(DiagnosisCode(good) != nil) }
        for bad in ["571.8", "K760", "K76.", "K76.00000", "k76.0", "K7", "K76-0", "K76.é"] {
            #expect(DiagnosisCode(bad) == nil)
        }
    }

    @Test("modifiers and places of service are two ASCII characters")
    func short() {
        for good in ["26", "TC", "XS"] { #expect(ServiceModifier(good) != nil) }
        for bad in ["2", "tc", "266", "é"] { #expect(ServiceModifier(bad) == nil) }
        #expect(PlaceOfService("11") != nil)
        for bad in ["1", "1A", "111", "١١", "é"] { #expect(PlaceOfService(bad) == nil) }
    }

    @Test("dates are days that exist")
    func dates() {
        for good in ["2026-11-20", "2024-02-29", "2000-02-29", "0001-01-01"] {
            #expect(CalendarDate(good)?.text == good)
        }
        for bad in [
            "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "26-11-20", "2026-1-120", "20261120",
        ] {
            #expect(CalendarDate(bad) == nil)
        }
        #expect(CalendarDate(dicom: "20261120")?.text == "2026-11-20")
        for bad in ["2026112", "2026.11.20", "--", "", "20260230"] { #expect(CalendarDate(dicom: bad) == nil) }
    }

    @Test("the catalogue has 0689T with the facts of billing.md, section 1")
    func catalogue() throws {
        let row = try #require(CodeCatalogue.builtIn.rows.first)
        #expect(CodeCatalogue.builtIn.rows.count == 1)
        #expect(row.code.text == "0689T")
        #expect(row.validFrom.text == "2022-01-01")
        #expect(row.validThrough.text == "2026-12-31")
        #expect(row.certainty == .unconfirmed)
        #expect(row.maximumUnits == 2)
        #expect(Set(row.components) == Set(BilledComponent.allCases))
    }
}
