import Identifiers
import Testing

@Suite("Study keys")
struct StudyKeyTests {
    @Test("a key is read as it is written, and as people type it", arguments: ["S000012", "s12", "S12"])
    func reading(text: String) {
        #expect(StudyKey(text) == StudyKey(number: 12))
    }

    @Test("anything else is no key", arguments: ["", "S", "12", "S0", "S-1", "S1 ", "S1x", "S99999999999999999999"])
    func refused(text: String) {
        #expect(StudyKey(text) == nil)
    }

    @Test(
        "keys are written with six digits or more",
        arguments: [(1, "S000001"), (999_999, "S999999"), (1_000_000, "S1000000")]
    )
    func writing(number: Int64, text: String) {
        #expect(StudyKey(number: number).description == text)
    }
}
