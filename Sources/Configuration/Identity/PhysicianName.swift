internal import Foundation

/// A physician's name as DICOM writes one: `Family^Given^Middle^Prefix^Suffix` (PS3.5 section 6.2.1), one component group.
package struct PhysicianName: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a name as Family^Given, at most 64 characters and five parts, without \\ or ="

    /// As DICOM writes it: at most 64 characters.
    package let text: String

    package init?(_ text: String) {
        let components = text.split(separator: "^", omittingEmptySubsequences: false)
        guard text.unicodeScalars.count <= 64, components.count <= 5,
            let family = components.first, !family.trimmingCharacters(in: .whitespaces).isEmpty,
            !text.contains("\\"), !text.contains("="),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        self.text = text
    }
}
