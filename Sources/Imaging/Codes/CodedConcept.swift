/// A coded concept as reports write it (PS3.3 section 8.8).
package struct CodedConcept: Hashable, Sendable {
    /// Code Value (0008,0100), or Long Code Value where it has more than 16 characters.
    package let value: String
    /// Coding Scheme Designator (0008,0102).
    package let scheme: String
    /// Code Meaning (0008,0104).
    package let meaning: String

    /// A code that is written in this program. Outside codes go through `init(checking:)`.
    package init(_ value: String, _ scheme: String, _ meaning: String) {
        self.value = value
        self.scheme = scheme
        self.meaning = meaning
    }

    /// A code from outside; nil when it is not legal in DICOM: value and designator of at most 16 characters (SH), a meaning of at
    /// most 64 (LO).
    package init?(checking code: InstanceFacts.Code) {
        guard DICOMText.isLegal(code.value, as: .shortString), DICOMText.isLegal(code.scheme, as: .shortString),
            DICOMText.isLegal(code.meaning, as: .longString)
        else { return nil }
        self.init(code.value, code.scheme, code.meaning)
    }
}
