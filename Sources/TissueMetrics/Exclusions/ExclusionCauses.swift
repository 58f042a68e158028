/// Why a pixel is left out of a measurement (qus.md A3); none where it is measured.
package struct ExclusionCauses: OptionSet, Hashable, Sendable {
    /// The bits of its members, as they are kept for each pixel.
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// It is coloured, or near to colour.
    package static let coloured = ExclusionCauses(rawValue: 1)
    /// Burnt-in text, a calliper, a ruler, a line.
    package static let graphics = ExclusionCauses(rawValue: 2)
    /// Its level is the top of the scale: clipped, not a value.
    package static let saturated = ExclusionCauses(rawValue: 4)
    /// No echo was ever drawn there.
    package static let outsideSector = ExclusionCauses(rawValue: 8)

    /// What is drawn over the picture.
    package static let overlay: ExclusionCauses = [.coloured, .graphics]
    /// Every cause.
    package static let all: ExclusionCauses = [.coloured, .graphics, .saturated, .outsideSector]
}
