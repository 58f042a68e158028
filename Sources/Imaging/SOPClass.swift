package import Identifiers

/// What the study's line does with an instance, by its SOP Class (PS3.4 annex B.5).
package enum SOPClassRole: String, Codable, Sendable {
    /// Ultrasound images: measured.
    case ultrasound
    /// Reports, segmentations, presentation states, captures, key objects, PDF: kept with their study.
    case supporting
    /// A media directory: skipped.
    case mediaDirectory
    /// Anything else: not ours.
    case foreign

    package init(_ sopClass: DICOMUID) {
        switch sopClass.value.hasPrefix(Self.storage)
            ? String(sopClass.value.dropFirst(Self.storage.count)) : sopClass.value
        {
        case "6.1", "3.1", "6", "3", "6.2", "6.3": self = .ultrasound
        case "7", "7.1", "7.2", "7.3", "7.4", "88.11", "88.22", "88.33", "88.34", "88.35", "88.59", "66.4", "66.7",
            "11.1", "11.2", "11.3", "30", "104.1":
            self = .supporting
        case "1.2.840.10008.1.3.10": self = .mediaDirectory
        default: self = .foreign
        }
    }

    /// Whether references to an instance of a class name its frames: Ultrasound Multi-frame Image Storage, its retired
    /// forerunner, and Enhanced US Volume Storage (PS3.3 table 10-3).
    ///
    /// - Parameter sopClass: of the instance.
    /// - Returns: false where frame numbers are forbidden.
    package static func referencesNameFrames(_ sopClass: DICOMUID) -> Bool {
        ["3.1", "3", "6.2"].contains { sopClass.value == storage + $0 }
    }

    private static let storage = "1.2.840.10008.5.1.4.1.1."
}
