internal import Configuration

/// A CPT code by its shape: four digits and a digit or one of A, F, M, T, U. Whether it exists, the catalogue says.
package struct ProcedureCode: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a CPT code: four digits, then a digit or A, F, M, T or U"

    /// Five characters, for example 0689T.
    package let text: String

    package init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 5, characters.prefix(4).allSatisfy(\.isASCIIDigit),
            characters[4].isASCIIDigit || "AFMTU".utf8.contains(characters[4])
        else { return nil }
        self.text = text
    }
}

/// A modifier of a procedure: two digits or capitals.
package struct ServiceModifier: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a modifier: two digits or capital letters"

    /// Two characters, for example 26 or TC.
    package let text: String

    package init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 2, characters.allSatisfy({ $0.isASCIIDigit || $0.isASCIICapital }) else { return nil }
        self.text = text
    }
}

/// Where the patient was scanned, by CMS's place-of-service code: two digits.
package struct PlaceOfService: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a place-of-service code: two digits, as 11 for an office"

    /// Two digits, for example 11.
    package let text: String

    package init?(_ text: String) {
        guard text.utf8.count == 2, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        self.text = text
    }

    /// Whether the hospital bills the technical part on its own claim: off- and on-campus outpatient, inpatient, emergency room.
    package var hospitalBillsTechnicalPart: Bool { ["19", "21", "22", "23"].contains(text) }
}

/// A diagnosis by its shape in ICD-10-CM, with the dot: K76.0.
package struct DiagnosisCode: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "an ICD-10-CM code with its dot, as K76.0"

    /// With its dot where it has more than three characters, for example K76.0.
    package let text: String

    package init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 3 || (5...8).contains(characters.count),
            characters[0].isASCIICapital, characters[1].isASCIIDigit,
            characters[2].isASCIIDigit || characters[2].isASCIICapital
        else { return nil }
        if characters.count > 3 {
            guard characters[3] == UInt8(ascii: "."),
                characters.dropFirst(4).allSatisfy({ $0.isASCIIDigit || $0.isASCIICapital })
            else { return nil }
        }
        self.text = text
    }
}
